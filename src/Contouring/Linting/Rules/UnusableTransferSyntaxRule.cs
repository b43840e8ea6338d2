namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>Transfer syntax is big endian, deflated or for pixel data.</summary>
internal sealed class UnusableTransferSyntaxRule() : LintRule(
    "transfer-syntax-unusable",
    "Transfer syntax is big endian, deflated or for pixel data",
    "Big endian is retired, hardly any planning system inflates a deflated file, and an encapsulated syntax compresses pixels, of which a structure set has none.",
    LintSeverity.Error,
    "DICOM PS3.5 10.1 (implicit VR little endian is the default that all must read); A.4 (encapsulation is for pixel data); explicit VR big endian was retired in 2006")
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        var syntax = set.Input.TransferSyntax;
        if (syntax.IsDeflate || syntax.IsEncapsulated || syntax.Endian == DicomTransferSyntax.ExplicitVRBigEndian.Endian || syntax.SwapPixelData)
            sink.Add(LintPlace.Of(DicomTag.TransferSyntaxUID), $"The file is in {syntax.UID.Name} ({syntax.UID.UID}), which planning systems do not take for a structure set.");
    }
}
