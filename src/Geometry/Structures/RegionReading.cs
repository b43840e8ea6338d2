using System.Collections.Immutable;
using ContourFlow.Geometry.Booleans;
using ContourFlow.Geometry.Measures;

namespace ContourFlow.Geometry.Structures;

/// <summary>
/// Reads the rings that somebody drew on one plane (geometry specification, section 4). Nested rings, keyholes and
/// XOR rings are read alike, by even-odd; what even-odd would misread is handled by name, with a fault.
/// </summary>
public static class RegionReading
{
    /// <summary>
    /// Width in mm of an overlap that is rounding: contour data are commonly written with two decimals, so that
    /// neighbours drawn edge to edge can overlap by 0.01 mm and a hole can stick out as much.
    /// </summary>
    private const double RoundingWidth = 0.02;

    /// <summary>Reads the rings of one plane.</summary>
    /// <param name="z">Position of the plane, mm.</param>
    /// <param name="rings">The rings as drawn, in the file's order.</param>
    /// <returns>The canonical region and the faults. Never throws for what is drawn.</returns>
    public static RegionReadingResult Read(double z, IReadOnlyList<DrawnRing> rings)
    {
        ArgumentNullException.ThrowIfNull(rings);
        var faults = new List<RingFault>();
        var outlines = new List<Outline>(rings.Count);
        for (var i = 0; i < rings.Count; i++)
        {
            if (TryRead(z, i, rings[i], faults) is { } outline) outlines.Add(outline);
        }

        var pairs = ClosedPlanarPairs(outlines, faults);
        var region = pairs.Exists(p => p.Relation == Relation.Overlapping)
            ? ByLevels(z, outlines, pairs)
            : CanonicalRegion.Of(z, outlines.Select(o => o.Drawn));
        if (region is null && rings.Count > 0)
            faults.Add(new(RingFaultKind.NothingLeft, [], "The rings of this plane enclose nothing."));
        return new RegionReadingResult(region, [.. faults]);
    }

    private static Outline? TryRead(double z, int index, DrawnRing drawn, List<RingFault> faults)
    {
        if (drawn.Points.IsDefault || drawn.Points.Any(p => !double.IsFinite(p.X) || !double.IsFinite(p.Y)))
        {
            faults.Add(new(RingFaultKind.NotFinite, [index], $"Ring {index + 1} has a coordinate that is not a number; it was dropped."));
            return null;
        }

        var points = RingOrder.Distinct(drawn.Points.AsSpan());
        if (points.Distinct().Take(3).Count() < 3)
        {
            faults.Add(new(RingFaultKind.TooFewPoints, [index], $"Ring {index + 1} has fewer than three distinct points; it was dropped."));
            return null;
        }

        var ring = new Ring(ImmutableArray.Create(points));
        if (CanonicalRegion.Of(z, [ring]) is not { } region)
        {
            faults.Add(Math.Abs(ring.SignedArea) > RoundingWidth * RingOrder.Perimeter(points)
                ? new(RingFaultKind.CancelsItself, [index], $"Ring {index + 1} runs round its area twice and by even-odd encloses nothing; it was dropped.")
                : new(RingFaultKind.ZeroArea, [index], $"Ring {index + 1} encloses no area; it was dropped."));
            return null;
        }

        // Drawn loops that cross wind round some area twice or the wrong way round: then even-odd and shoelace areas
        // differ. A keyhole, whatever its channel's rounding, has the same area by both.
        var area = RegionMeasures.CanonicalArea(region);
        var perimeter = RingOrder.Perimeter(points);
        if (Math.Abs(area - Math.Abs(ring.SignedArea)) > RoundingWidth * perimeter)
            faults.Add(new(RingFaultKind.SelfCrossing, [index], $"Ring {index + 1} crosses itself; it was read by even-odd."));
        return new Outline(index, drawn.Kind, ring, region, area, perimeter, RegionMeasures.Bounds(region));
    }

    /// <summary>Relations of all pairs of CLOSED_PLANAR rings that are not apart; duplicates leave the list.</summary>
    private static List<(Outline First, Outline Second, Relation Relation)> ClosedPlanarPairs(List<Outline> outlines, List<RingFault> faults)
    {
        var pairs = new List<(Outline, Outline, Relation)>();
        for (var j = 0; j < outlines.Count; j++)
        {
            var second = outlines[j];
            for (var i = 0; i < j; i++)
            {
                var first = outlines[i];
                if (first.Kind != RingKind.ClosedPlanar || second.Kind != RingKind.ClosedPlanar) continue;
                var relation = Relate(first, second);
                if (relation == Relation.Same)
                {
                    faults.Add(new(RingFaultKind.Duplicate, [first.Index, second.Index],
                        $"Ring {second.Index + 1} repeats ring {first.Index + 1}; it was read once."));
                    outlines.RemoveAt(j--);
                    pairs.RemoveAll(p => ReferenceEquals(p.Item2, second));
                    break;
                }

                if (relation == Relation.Overlapping)
                {
                    faults.Add(new(RingFaultKind.PartlyOverlapping, [first.Index, second.Index],
                        $"Rings {first.Index + 1} and {second.Index + 1} partly overlap; their union was read."));
                }

                if (relation != Relation.Apart) pairs.Add((first, second, relation));
            }
        }

        return pairs;
    }

    private static Relation Relate(Outline first, Outline second)
    {
        PlaneBounds a = first.Bounds, b = second.Bounds;
        if (a.MaxX <= b.MinX || b.MaxX <= a.MinX || a.MaxY <= b.MinY || b.MaxY <= a.MinY) return Relation.Apart;
        var common = RegionMeasures.Area(RegionBooleans.Intersection(first.Region, second.Region));
        var rounding = RoundingWidth * Math.Min(first.Perimeter, second.Perimeter);
        bool coversFirst = first.Area - common <= Math.Min(rounding, first.Area / 10);
        bool coversSecond = second.Area - common <= Math.Min(rounding, second.Area / 10);
        if (coversFirst && coversSecond) return Relation.Same;
        if (coversFirst) return Relation.FirstInSecond;
        if (coversSecond) return Relation.SecondInFirst;
        return common <= rounding ? Relation.Apart : Relation.Overlapping;
    }

    /// <summary>
    /// With partly overlapping rings: rings inside the same number of others are of one level; each level is the
    /// union of its rings, added or cut out by turns. Without overlaps this is even-odd.
    /// </summary>
    private static PlanarRegion? ByLevels(double z, List<Outline> outlines, List<(Outline First, Outline Second, Relation Relation)> pairs)
    {
        PlanarRegion? region = null;
        var planar = outlines.Where(o => o.Kind == RingKind.ClosedPlanar);
        foreach (var level in planar.GroupBy(Level).OrderBy(g => g.Key))
        {
            PlanarRegion? union = null;
            foreach (var outline in level) union = RegionBooleans.Union(union, outline.Region);
            region = level.Key % 2 == 0 ? RegionBooleans.Union(region, union) : RegionBooleans.Difference(region, union);
        }

        var exclusive = CanonicalRegion.Of(z, outlines.Where(o => o.Kind == RingKind.ClosedPlanarXor).Select(o => o.Drawn));
        return RegionBooleans.ExclusiveOr(region, exclusive);

        int Level(Outline outline) => pairs.Count(p =>
            (p.Relation == Relation.FirstInSecond && ReferenceEquals(p.First, outline))
            || (p.Relation == Relation.SecondInFirst && ReferenceEquals(p.Second, outline)));
    }

    private enum Relation
    {
        Apart,
        Same,
        FirstInSecond,
        SecondInFirst,
        Overlapping,
    }

    private sealed record Outline(
        int Index, RingKind Kind, Ring Drawn, PlanarRegion Region, double Area, double Perimeter, PlaneBounds Bounds);
}
