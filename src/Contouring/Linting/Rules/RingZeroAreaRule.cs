using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>Contour encloses no area.</summary>
internal sealed class RingZeroAreaRule() : LintRule(
    "ring-zero-area",
    "Contour encloses no area",
    "It adds nothing, and readers that divide by its area fail.",
    LintSeverity.Warning)
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        foreach (var plane in set.Planes)
        {
            foreach (var fault in (plane.Reading?.Faults ?? []).Where(fault => fault.Kind == RingFaultKind.ZeroArea))
                sink.Add(plane.Contours[fault.Rings[0]].Place.At(DicomTag.ContourData), "The contour encloses no area.");
        }
    }
}
