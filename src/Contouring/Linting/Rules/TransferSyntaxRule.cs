namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>Transfer syntax is not implicit VR little endian.</summary>
internal sealed class TransferSyntaxRule() : LintRule(
    "transfer-syntax",
    "Transfer syntax is not implicit VR little endian",
    "Implicit VR little endian is the one transfer syntax that every system reads and that carries contours of any length.",
    LintSeverity.Warning,
    null,
    new VendorBehaviour(LintProfile.Mim, LintSeverity.Error, "MIM 7.0.3-7.2.x DICOM Conformance Statement TD-118, revision history 2013-12-19 on section 7.1.2.14: explicit transfer syntax is not supported for RT Structure Set Storage"))
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        var syntax = set.Input.TransferSyntax;
        if (syntax != DicomTransferSyntax.ImplicitVRLittleEndian)
            sink.Add(LintPlace.Of(DicomTag.TransferSyntaxUID), $"The file is in {syntax.UID.Name} ({syntax.UID.UID}); implicit VR little endian is read by all.");
    }
}
