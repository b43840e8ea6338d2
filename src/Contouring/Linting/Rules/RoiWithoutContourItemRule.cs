namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>ROI has no item in ROI Contour Sequence.</summary>
internal sealed class RoiWithoutContourItemRule() : LintRule(
    "roi-without-contour-item",
    "ROI has no item in ROI Contour Sequence",
    "Readers that go through the sequences side by side then take the next ROI's contours.",
    LintSeverity.Warning,
    null,
    new VendorBehaviour(LintProfile.RayStation, LintSeverity.Information, "pyplati/platipy pull request 143: RayStation itself leaves empty structures out of ROI Contour Sequence"))
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        var drawn = set.ContourItems.Select(item => item.Roi.Number).ToHashSet();
        foreach (var roi in set.Rois.Where(roi => roi.Number is not null && !drawn.Contains(roi.Number)))
            sink.Add(roi.Place.At(DicomTag.ROIContourSequence), "The ROI has no item in ROI Contour Sequence.");
    }
}
