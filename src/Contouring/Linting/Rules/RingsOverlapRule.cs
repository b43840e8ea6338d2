using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>Contours of one plane overlap, or are drawn twice.</summary>
internal sealed class RingsOverlapRule() : LintRule(
    "rings-overlap",
    "Contours of one plane overlap, or are drawn twice",
    "Union or exclusive or: systems disagree, and a contour drawn twice vanishes by even-odd.",
    LintSeverity.Warning)
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        foreach (var plane in set.Planes)
        {
            foreach (var fault in plane.Reading?.Faults ?? [])
            {
                if (fault.Kind is not (RingFaultKind.PartlyOverlapping or RingFaultKind.Duplicate)) continue;
                var (first, second) = (plane.Contours[fault.Rings[0]], plane.Contours[fault.Rings[1]]);
                sink.Add(second.Place.At(DicomTag.ContourData), fault.Kind == RingFaultKind.Duplicate ? $"The contour repeats contour {first.Ordinal}." : $"The contour partly overlaps contour {first.Ordinal}.");
            }
        }
    }
}
