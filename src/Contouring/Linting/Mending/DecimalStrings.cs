using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Linting.Mending;

/// <summary>
/// Writes coordinates in at most sixteen characters and without an exponent, where the shorter text is the same number
/// to the last bit of a double. Where it would be another number the text stays, and the linter says so.
/// </summary>
internal static class DecimalStrings
{
    public static void Shorten(DicomDataset dataset, List<MendedThing> log)
    {
        foreach (var (item, _) in MendedContours.Of(dataset))
        {
            var done = new SortedDictionary<string, (int Contours, int Coordinates)>(StringComparer.Ordinal);
            foreach (var contour in item.Contours.Where(contour => contour.IsPoints))
            {
                var isLong = contour.Data.Longest() > WrittenCoordinate.MaximumLength;
                if (!isLong && contour.Data.Bytes.Span.IndexOfAny((byte)'e', (byte)'E') < 0) continue;
                var values = contour.Data.Each().ToArray();
                var changed = 0;
                for (var i = 0; i < values.Length; i++)
                {
                    if (values[i].Length <= WrittenCoordinate.MaximumLength && values[i].AsSpan().IndexOfAny('e', 'E') < 0) continue;
                    if (Math.Abs(contour.Numbers[i]) > ContourShape.Farthest) continue;
                    var text = WrittenCoordinate.Text(contour.Numbers[i]);
                    if (DecimalForm.Value(text) != contour.Numbers[i]) continue;
                    values[i] = text;
                    changed++;
                }

                // Spaces around a value count against its length too; they go with the rewriting.
                if (changed == 0 && (!isLong || values.Any(value => value.Length > WrittenCoordinate.MaximumLength))) continue;
                contour.Item.NotValidated().AddOrUpdate(new DicomDecimalString(DicomTag.ContourData, values));
                var rule = isLong ? "ds-length" : "ds-exponent";
                var (contours, coordinates) = done.GetValueOrDefault(rule);
                done[rule] = (contours + 1, coordinates + changed);
            }

            foreach (var (rule, (contours, coordinates)) in done)
                log.Add(new(rule, item.Roi.Place.At(DicomTag.ContourData), $"{coordinates} coordinate(s) of {contours} contour(s) were written shorter, as the same number."));
        }
    }
}
