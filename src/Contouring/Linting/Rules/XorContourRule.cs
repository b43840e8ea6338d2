using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>Contour of type CLOSEDPLANAR_XOR.</summary>
internal sealed class XorContourRule() : LintRule(
    "xor-contour",
    "Contour of type CLOSEDPLANAR_XOR",
    "The type came to the standard late and not every system knows it; one that does not loses the contour or its hole.",
    LintSeverity.Warning)
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        foreach (var contour in set.Contours.Where(contour => contour.Type == ContourTypes.ClosedPlanarXor))
            sink.Add(contour.Place.At(DicomTag.ContourGeometricType), "The contour is CLOSEDPLANAR_XOR; a keyhole in CLOSED_PLANAR is read by more systems.");
    }
}
