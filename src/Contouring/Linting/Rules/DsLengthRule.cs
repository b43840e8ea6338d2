using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>Decimal string longer than 16 bytes.</summary>
internal sealed class DsLengthRule() : LintRule(
    "ds-length",
    "Decimal string longer than 16 bytes",
    "Writers that print a double as it is make values of 17 and more characters. Readers with buffers of sixteen cut or refuse them.",
    LintSeverity.Error,
    "DICOM PS3.5 6.2 (DS: 16 bytes at most)",
    new VendorBehaviour(LintProfile.Eclipse, LintSeverity.Error, "qurit/rt-utils issue 80 and pull request 81, GSTT-CSC/TotalSegmentator-AIDE issue 11: Eclipse logs \"Size (18) ... is invalid for VR DS\" and the structure set could not be opened until its values were shortened"))
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        foreach (var contour in set.Contours)
        {
            var longest = contour.Data.Longest();
            if (longest > WrittenCoordinate.MaximumLength)
                sink.Add(contour.Place.At(DicomTag.ContourData), $"A coordinate has {longest} characters; 16 are allowed.");
        }
    }
}
