namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>Contours of one ROI in several items.</summary>
internal sealed class ContoursSplitRule() : LintRule(
    "contours-split",
    "Contours of one ROI in several items",
    "Readers that take the first item for an ROI lose the other contours.",
    LintSeverity.Warning,
    "DICOM PS3.3 C.8.8.6 (an item for an ROI)")
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        foreach (var same in set.ContourItems.Where(item => item.Roi.Number is not null).GroupBy(item => item.Roi.Number).Where(same => same.Count() > 1))
            sink.Add(same.First().Roi.Place.At(DicomTag.ROIContourSequence), $"The contours of the ROI come in {same.Count()} items of ROI Contour Sequence.");
    }
}
