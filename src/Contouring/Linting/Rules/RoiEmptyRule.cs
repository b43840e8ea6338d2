namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>ROI without contours.</summary>
internal sealed class RoiEmptyRule() : LintRule(
    "roi-empty",
    "ROI without contours",
    "Legal. Some readers fail on it, and a planning system keeps an empty structure that somebody may take for a drawn one.",
    LintSeverity.Information,
    "mwgeurts/dicom_tools issue 18, pyplati/platipy pull request 143: readers that failed on it")
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        var drawn = set.ContourItems.Where(item => !item.Contours.IsEmpty).Select(item => item.Roi.Number).ToHashSet();
        foreach (var roi in set.Rois.Where(roi => roi.Number is not null && !drawn.Contains(roi.Number)))
            sink.Add(roi.Place.At(DicomTag.ContourSequence), "The ROI has no contours.");
    }
}
