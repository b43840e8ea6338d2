namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>Coordinate beyond ten metres.</summary>
internal sealed class CoordinateAbsurdRule() : LintRule(
    "coordinate-absurd",
    "Coordinate beyond ten metres",
    "No patient reaches there: the number is in another unit, or was damaged.",
    LintSeverity.Warning)
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        foreach (var contour in set.Contours.Where(contour => contour.Data.Length > 0))
        {
            if (contour.Numbers.Length > 0 && contour.Shape is not null) continue;
            if (contour.Data.Each().FirstOrDefault(value => DecimalForm.IsDecimal(value) && Math.Abs(DecimalForm.Value(value)) > ContourShape.Farthest) is { } far)
                sink.Add(contour.Place.At(DicomTag.ContourData), $"The coordinate {ShownText.Of(far)} mm lies outside any patient.");
        }
    }
}
