namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>Contour Data longer than 64 KB in explicit VR.</summary>
internal sealed class ExplicitVrLongDataRule() : LintRule(
    "explicit-vr-long-data",
    "Contour Data longer than 64 KB in explicit VR",
    "In explicit VR the length of a decimal string has sixteen bits. Longer contours go out as UN, cut, or with a wrong length, and readers lose them.",
    LintSeverity.Error,
    "DICOM PS3.5 7.1.2 (length of 16 bits for DS) and 6.2.2 note on UN")
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        if (!set.Input.TransferSyntax.IsExplicitVR) return;
        foreach (var contour in set.Contours)
        {
            if (contour.Data.Length > MaximumLength)
                sink.Add(contour.Place.At(DicomTag.ContourData), $"Contour Data has {contour.Data.Length} bytes; explicit VR carries {MaximumLength}.");
        }
    }

    private const int MaximumLength = 65534;
}
