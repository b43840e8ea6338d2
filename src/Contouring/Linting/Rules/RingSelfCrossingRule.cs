using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>Contour crosses itself.</summary>
internal sealed class RingSelfCrossingRule() : LintRule(
    "ring-self-crossing",
    "Contour crosses itself",
    "By even-odd and by winding such a contour encloses different areas: systems disagree on the structure.",
    LintSeverity.Warning)
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        foreach (var plane in set.Planes)
        {
            foreach (var fault in plane.Reading?.Faults ?? [])
            {
                if (fault.Kind is RingFaultKind.SelfCrossing or RingFaultKind.CancelsItself)
                    sink.Add(plane.Contours[fault.Rings[0]].Place.At(DicomTag.ContourData), fault.Kind == RingFaultKind.CancelsItself ? "The contour runs round its area twice; by even-odd it encloses nothing." : "The contour crosses itself.");
            }
        }
    }
}
