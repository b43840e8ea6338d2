using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Linting.Mending;

/// <summary>
/// Drops closed contours that enclose nothing: no points, fewer than three different ones. Not where Number of Contour
/// Points says that there were others: such a contour was cut, and what it enclosed must not go unnoticed.
/// </summary>
internal static class DegenerateContours
{
    public static void Drop(DicomDataset dataset, List<MendedThing> log)
    {
        foreach (var (item, contours) in MendedContours.Of(dataset))
        {
            foreach (var contour in item.Contours.Where(contour => contour.IsClosed && !IsCut(contour)))
            {
                if (contour.Data.Length == 0)
                    log.Add(new("missing-type-1", contour.Place.At(DicomTag.ContourData), "A contour without points was dropped."));
                else if (contour is { IsPoints: true, DistinctPoints: < 3 })
                    log.Add(new("ring-too-few-points", contour.Place.At(DicomTag.ContourData), $"A contour of {contour.DistinctPoints} different point(s), which encloses nothing, was dropped. Look whether something was meant there."));
                else continue;
                contours.RemoveAt(MendedContours.Place(contours, contour.Item));
            }

            // An empty sequence is what readers fail on; an absent one says the same.
            if (contours.Count == 0 && item.Contours.Length > 0) item.Item.Remove(DicomTag.ContourSequence);
        }
    }

    private static bool IsCut(LintedContour contour) =>
        contour.Item.WholeNumber(DicomTag.NumberOfContourPoints) is { } count && count != contour.Points;
}
