namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>ROI has no name.</summary>
internal sealed class RoiNameEmptyRule() : LintRule(
    "roi-name-empty",
    "ROI has no name",
    "An ROI without a name cannot be chosen, or is given one by the system.",
    LintSeverity.Warning)
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        foreach (var roi in set.Rois)
        {
            if (roi.Item.Contains(DicomTag.ROIName) && TextValues.Of(roi.Item, DicomTag.ROIName).Length == 0)
                sink.Add(roi.Place.At(DicomTag.ROIName), "ROI Name is empty.");
        }
    }
}
