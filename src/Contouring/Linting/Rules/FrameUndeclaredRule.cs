using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>ROI in a frame of reference that is not listed.</summary>
internal sealed class FrameUndeclaredRule() : LintRule(
    "frame-undeclared",
    "ROI in a frame of reference that is not listed",
    "The list says on which images a frame lies; an ROI outside it cannot be placed by reference.",
    LintSeverity.Error,
    "DICOM PS3.3 C.8.8.5 (Referenced Frame of Reference UID: the frame specified in Referenced Frame of Reference Sequence)")
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        var listed = set.Dataset.Items(DicomTag.ReferencedFrameOfReferenceSequence).Select(frame => frame.Text(DicomTag.FrameOfReferenceUID)).ToHashSet(StringComparer.Ordinal);
        if (listed.Count == 0) return;
        foreach (var roi in set.Rois)
        {
            var frame = roi.Item.Text(DicomTag.ReferencedFrameOfReferenceUID);
            if (frame.Length > 0 && !listed.Contains(frame))
                sink.Add(roi.Place.At(DicomTag.ReferencedFrameOfReferenceUID), $"Frame of reference {ShownText.Of(frame)} is not in Referenced Frame of Reference Sequence.");
        }
    }
}
