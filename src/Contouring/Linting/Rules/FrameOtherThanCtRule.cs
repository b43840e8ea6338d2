using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>Frame of reference is not the CT's.</summary>
internal sealed class FrameOtherThanCtRule() : LintRule(
    "frame-other-than-ct",
    "Frame of reference is not the CT's",
    "Positions in another frame mean nothing on this CT, even where the numbers look right.",
    LintSeverity.Error,
    "DICOM PS3.3 C.7.4.1. qurit/rt-utils issue 29: such a structure set could not be imported (the system is not named)")
{
    public override bool NeedsCt => true;

    internal override void Check(LintedSet set, LintSink sink)
    {
        var ct = set.Ct!.FrameOfReferenceUid;
        if (ct.Length == 0) return;
        foreach (var frame in set.Dataset.Items(DicomTag.ReferencedFrameOfReferenceSequence).Select(frame => frame.Text(DicomTag.FrameOfReferenceUID)).Where(frame => frame.Length > 0 && frame != ct).Distinct(StringComparer.Ordinal))
            sink.Add(LintPlace.Of(DicomTag.FrameOfReferenceUID), $"The structure set lists frame of reference {ShownText.Of(frame)}; the CT's is {ShownText.Of(ct)}.");
        foreach (var roi in set.Rois)
        {
            var frame = roi.Item.Text(DicomTag.ReferencedFrameOfReferenceUID);
            if (frame.Length > 0 && frame != ct)
                sink.Add(roi.Place.At(DicomTag.ReferencedFrameOfReferenceUID), $"The ROI lies in frame of reference {ShownText.Of(frame)}; the CT's is {ShownText.Of(ct)}.");
        }
    }
}
