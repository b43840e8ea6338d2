using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>More than one frame of reference.</summary>
internal sealed class FramesSeveralRule() : LintRule(
    "frames-several",
    "More than one frame of reference",
    "Positions in two frames cannot be shown on one series without a registration.",
    LintSeverity.Warning,
    "DICOM PS3.3 C.8.8.5.1 allows it",
    new VendorBehaviour(LintProfile.Eclipse, LintSeverity.Error, "pymedphys/pymedphys issue 1950: a structure set with more than one frame of reference is not imported by Eclipse and had to be split"))
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        var frames = RtStructReferences.Of(set.Dataset).FramesOfReference;
        if (frames.Length > 1)
            sink.Add(LintPlace.Of(DicomTag.ReferencedFrameOfReferenceSequence), $"The structure set names {frames.Length} frames of reference: {string.Join(", ", frames.Take(3).Select(ShownText.Of))}{(frames.Length > 3 ? ", …" : string.Empty)}.");
    }
}
