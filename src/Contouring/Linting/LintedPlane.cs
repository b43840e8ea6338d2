using System.Collections.Immutable;
using ContourFlow.Contouring.RtObjects;
using ContourFlow.Geometry.Measures;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Linting;

/// <summary>The closed contours of one ROI in one plane across a patient axis, read together.</summary>
internal sealed class LintedPlane
{
    /// <summary>Contours whose points spread less than this along the axis, mm, lie in a plane across it.</summary>
    private const double Flat = 0.1;

    private LintedPlane(ImmutableArray<LintedContour> contours, GeometryBudget budget)
    {
        Contours = contours;
        var first = contours[0].Shape!;
        Axis = first.Axis;
        Position = (first.Low + first.High) / 2;
        Place = contours[0].Roi.Place with { Z = Axis == 2 ? Math.Round(Position, 3) : null };
        if (!budget.Allows([.. contours.Select(contour => contour.Shape!.Points)])) return;
        Reading = RegionReading.Read(Position, [.. contours.Select(Drawn)]);
    }

    public ImmutableArray<LintedContour> Contours { get; }

    /// <summary>The patient axis that the plane lies across: 0 is x, 1 is y, 2 is z.</summary>
    public int Axis { get; }

    /// <summary>Where it lies on that axis, mm.</summary>
    public double Position { get; }

    public LintPlace Place { get; }

    /// <summary>What was read of the contours; null when that would cost more than a drawing of a patient can.</summary>
    public RegionReadingResult? Reading { get; }

    /// <summary>Sorts the contours of a structure set onto planes.</summary>
    public static ImmutableArray<LintedPlane> Of(LintedSet set)
    {
        var budget = new GeometryBudget();
        return
        [
            .. set.Contours
                .Where(contour => contour is { IsClosed: true, Shape: { } shape } && shape.High - shape.Low <= Flat)
                .GroupBy(contour => (contour.Roi.Number, contour.Roi.Name, contour.Shape!.Axis, Math.Round((contour.Shape.Low + contour.Shape.High) / 2, 2)))
                .Select(group => new LintedPlane([.. group], budget)),
        ];
    }

    /// <summary>Contours whose ring lies within the area that another CLOSED_PLANAR ring encloses, with that other one.</summary>
    public IEnumerable<(LintedContour Inner, LintedContour Outer)> Nested()
    {
        if (Reading is not { } reading || Contours.Length < 2) yield break;
        var odd = reading.Faults
            .Where(fault => fault.Kind is RingFaultKind.Duplicate or RingFaultKind.PartlyOverlapping)
            .Select(fault => (fault.Rings[0], fault.Rings[1])).ToHashSet();
        var alone = Contours.Select(contour => contour.Type == ContourTypes.ClosedPlanar
            ? RegionReading.Read(Position, [Drawn(contour)]).Region : null).ToArray();
        var boxes = alone.Select(region => region is null ? default : RegionMeasures.Bounds(region)).ToArray();
        for (var inner = 0; inner < alone.Length; inner++)
        {
            for (var outer = 0; outer < alone.Length; outer++)
            {
                if (inner == outer || alone[inner] is null || alone[outer] is not { } around) continue;
                if (odd.Contains((Math.Min(inner, outer), Math.Max(inner, outer))) || !Holds(boxes[outer], boxes[inner])) continue;
                if (!MostlyWithin(Contours[inner].Shape!.Points, around)) continue;
                yield return (Contours[inner], Contours[outer]);
                break;
            }
        }
    }

    private static DrawnRing Drawn(LintedContour contour) =>
        new(contour.Shape!.Points, contour.Type == ContourTypes.ClosedPlanarXor ? RingKind.ClosedPlanarXor : RingKind.ClosedPlanar);

    private static bool Holds(PlaneBounds outer, PlaneBounds inner) =>
        outer.MinX <= inner.MinX && inner.MaxX <= outer.MaxX && outer.MinY <= inner.MinY && inner.MaxY <= outer.MaxY;

    // Rings may touch in points; a few of them, evenly taken, decide.
    private static bool MostlyWithin(ImmutableArray<PlanePoint> ring, PlanarRegion region)
    {
        const int Samples = 9;
        var step = Math.Max(1, ring.Length / Samples);
        int within = 0, all = 0;
        for (var i = 0; i < ring.Length; i += step, all++)
        {
            if (RegionMeasures.Contains(region, ring[i])) within++;
        }

        return 2 * within > all;
    }
}
