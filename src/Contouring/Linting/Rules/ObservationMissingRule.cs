namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>ROI without an observation.</summary>
internal sealed class ObservationMissingRule() : LintRule(
    "observation-missing",
    "ROI without an observation",
    "RT ROI Observations Sequence says what an ROI is. Without an item the type is unknown, and readers that expect one fail.",
    LintSeverity.Warning,
    "DICOM PS3.3 C.8.8.8")
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        var observed = set.Observations.Select(observation => observation.Number).ToHashSet();
        foreach (var roi in set.Rois.Where(roi => roi.Number is not null && !observed.Contains(roi.Number)))
            sink.Add(roi.Place.At(DicomTag.RTROIObservationsSequence), "The ROI has no item in RT ROI Observations Sequence.");
    }
}
