using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>Number of Contour Points and Contour Data differ.</summary>
internal sealed class PointCountRule() : LintRule(
    "point-count",
    "Number of Contour Points and Contour Data differ",
    "Some readers believe the number and some the data: one of them loses a part of the contour.",
    LintSeverity.Error,
    "DICOM PS3.3 C.8.8.6 (Contour Data: Number of Contour Points triplets)")
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        foreach (var contour in set.Contours.Where(contour => contour.Numbers.Length > 0))
        {
            if (!contour.IsPoints)
                sink.Add(contour.Place.At(DicomTag.ContourData), $"Contour Data has {contour.Numbers.Length} numbers, which is no list of points.");
            else if (contour.Item.WholeNumber(DicomTag.NumberOfContourPoints) is { } count && count != contour.Points)
                sink.Add(contour.Place.At(DicomTag.NumberOfContourPoints), $"Number of Contour Points is {count}; Contour Data has {contour.Points}.");
        }
    }
}
