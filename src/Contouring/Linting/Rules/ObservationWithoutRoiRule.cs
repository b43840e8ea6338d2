namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>Observation of an ROI that there is not.</summary>
internal sealed class ObservationWithoutRoiRule() : LintRule(
    "observation-without-roi",
    "Observation of an ROI that there is not",
    "Readers that join the sequences fail on it.",
    LintSeverity.Warning,
    "DICOM PS3.3 C.8.8.8 (Referenced ROI Number). dicompyler/dicompyler-core pull request 22: a reader failed on it")
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        var known = set.Rois.Select(roi => roi.Number).ToHashSet();
        foreach (var observation in set.Observations.Where(observation => observation.Number is not null && !known.Contains(observation.Number)))
            sink.Add(observation.Place.At(DicomTag.ReferencedROINumber), $"An observation is of ROI Number {observation.Number}, which Structure Set ROI Sequence does not have.");
    }
}
