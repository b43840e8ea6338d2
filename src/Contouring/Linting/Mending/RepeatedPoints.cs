using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Linting.Mending;

/// <summary>Drops the last point of a closed contour where it is the first one again.</summary>
internal static class RepeatedPoints
{
    public static void Drop(DicomDataset dataset, List<MendedThing> log)
    {
        foreach (var (item, _) in MendedContours.Of(dataset))
        {
            foreach (var contour in item.Contours.Where(contour => contour is { IsClosed: true, RepeatsFirstPoint: true }))
            {
                // Number of Contour Points that counts other points than there are is a fault that is not ours to hide.
                if (contour.Item.WholeNumber(DicomTag.NumberOfContourPoints) != contour.Points) continue;
                var values = contour.Data.Each().ToList();
                var count = contour.Points;
                while (count > 3 && Same(contour.Numbers, count)) count--;
                if (count == contour.Points) continue;
                MendedContours.Write(contour.Item, values[..(3 * count)]);
                log.Add(new("first-point-repeated", contour.Place.At(DicomTag.ContourData), $"The last point, which was the first one again, was dropped: {count} points, they were {contour.Points}."));
            }
        }
    }

    private static bool Same(double[] numbers, int count) =>
        numbers[0] == numbers[(3 * count) - 3] && numbers[1] == numbers[(3 * count) - 2] && numbers[2] == numbers[(3 * count) - 1];
}
