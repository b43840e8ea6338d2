using static ContourFlow.Contouring.RtObjects.AttributeReading;

namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>Points of a closed contour do not lie in one plane.</summary>
internal sealed class NotPlanarRule() : LintRule(
    "contour-not-planar",
    "Points of a closed contour do not lie in one plane",
    "A reader takes the z of one point for all; the others are moved without a word.",
    LintSeverity.Error,
    "DICOM PS3.3 C.8.8.6.1 (CLOSED_PLANAR and CLOSEDPLANAR_XOR: coplanar points)")
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        foreach (var contour in set.Contours.Where(contour => contour.IsClosed))
        {
            if (contour.Shape is { OffPlane: > Tolerance } shape)
                sink.Add(contour.Place.At(DicomTag.ContourData), $"A point lies {Say(shape.OffPlane)} mm off the plane of the others.");
        }
    }

    /// <summary>
    /// Points of a tilted plane written with two decimals are off by half a step of 0.01 mm on three axes, 0.009 mm; the
    /// plane that fits them best is off a little too.
    /// </summary>
    private const double Tolerance = 0.02;
}
