using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>Frame of reference missing.</summary>
internal sealed class FrameMissingRule() : LintRule(
    "frame-missing",
    "Frame of reference missing",
    "Coordinates without a frame of reference are coordinates of nothing: nobody can tell on which images they hold.",
    LintSeverity.Error,
    "DICOM PS3.3 C.8.8.5 (Referenced Frame of Reference UID of an ROI and Frame of Reference UID of an item are type 1)")
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        foreach (var roi in set.Rois.Where(roi => roi.Item.Text(DicomTag.ReferencedFrameOfReferenceUID).Length == 0))
            sink.Add(roi.Place.At(DicomTag.ReferencedFrameOfReferenceUID), "The ROI has no frame of reference.");
        foreach (var frame in set.Dataset.Items(DicomTag.ReferencedFrameOfReferenceSequence).Where(frame => frame.Text(DicomTag.FrameOfReferenceUID).Length == 0))
            sink.Add(LintPlace.Of(DicomTag.FrameOfReferenceUID), "An item of Referenced Frame of Reference Sequence has no UID.");
    }
}
