namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>Two ROIs of one name, capitals ignored.</summary>
internal sealed class RoiNameDuplicateRule() : LintRule(
    "roi-name-duplicate",
    "Two ROIs of one name, capitals ignored",
    "Systems that find structures by name take one of them, join them, or rename one without asking.",
    LintSeverity.Warning,
    "SlicerRt/SlicerRT issue 110 (ROIs of one name cannot be told apart there); of planning systems no source found")
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        foreach (var same in set.Rois.Where(roi => roi.Name.Length > 0).GroupBy(roi => roi.Name.Trim(), StringComparer.OrdinalIgnoreCase))
        {
            foreach (var roi in same.Skip(1))
                sink.Add(roi.Place.At(DicomTag.ROIName), $"'{ShownText.Of(roi.Name)}' is the name of ROI {same.First().Number} too.");
        }
    }
}
