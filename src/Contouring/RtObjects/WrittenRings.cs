using System.Collections.Immutable;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.RtObjects;

/// <summary>
/// A region as the rings that are written: coordinates in whole steps of 0.01 mm, at most 2,000 points a ring, no
/// ring that crosses itself or another.
/// </summary>
/// <remarks>
/// Rounding can make rings touch or cross by a few micrometres. So the rounded rings are read again by even-odd and
/// made canonical, which cuts them where they meet, and rounded again, until rounding changes nothing. A ring with
/// more points than allowed is thinned by Douglas and Peucker's rule with the smallest tolerance of 0.005, 0.01,
/// 0.02, … mm that suffices; it is never split.
/// </remarks>
internal static class WrittenRings
{
    /// <summary>Most points of a ring (specification 6).</summary>
    public const int MaximumPoints = 2000;

    private const double FirstTolerance = 0.005;
    private const double LastTolerance = 1;
    private const int MaximumRounds = 12;

    /// <summary>The rings to write.</summary>
    /// <param name="region">The region.</param>
    /// <param name="holes">How holes are written; with XOR each ring stands for itself.</param>
    /// <returns>Rings in steps of 0.01 mm, none when the region is smaller than rounding.</returns>
    public static ImmutableArray<ImmutableArray<GridPoint>> Of(PlanarRegion region, HoleEncoding holes)
    {
        var tolerance = 0.0;
        while (true)
        {
            var rings = Encode(region, holes, tolerance);
            if (rings.All(ring => ring.Length <= MaximumPoints)) return rings;
            tolerance = tolerance == 0 ? FirstTolerance : tolerance * 2;
            if (tolerance > LastTolerance)
                throw new InvalidOperationException($"A region at z = {region.Z} mm has more than {MaximumPoints} points in a ring however it is thinned.");
        }
    }

    private static ImmutableArray<ImmutableArray<GridPoint>> Encode(PlanarRegion region, HoleEncoding holes, double tolerance)
    {
        if (tolerance > 0)
        {
            region = new(region.Z, [.. region.Rings.Select(ring => RingThinning.Thin(ring, tolerance))]);
        }

        if (OnGrid(region) is not { } rounded) return [];

        // Joined rings stay as they are: a channel's end may lie within a straight run on one of its two sides only.
        var rings = holes == HoleEncoding.Keyhole ? Keyholes.Join(rounded) : rounded.Rings;
        return [.. rings.Select(Round)];
    }

    /// <summary>The canonical region nearest to this one whose points all lie on the grid of steps; null when nothing is left.</summary>
    private static PlanarRegion? OnGrid(PlanarRegion region)
    {
        for (var round = 0; round < MaximumRounds; round++)
        {
            var rings = region.Rings
                .Select(Round)
                .Select(Clean)
                .Where(ring => ring.Length >= 3)
                .Select(ring => new Ring([.. ring.Select(p => p.ToPlane())]))
                .ToList();
            if (rings.Count == 0 || CanonicalRegion.Of(region.Z, rings) is not { } canonical) return null;
            if (canonical.Rings.All(ring => ring.Points.All(IsOnGrid))) return canonical;
            region = canonical;
        }

        throw new InvalidOperationException($"A region at z = {region.Z} mm does not settle on steps of 0.01 mm.");
    }

    private static bool IsOnGrid(PlanePoint point) => GridPoint.Of(point).ToPlane() == point;

    private static ImmutableArray<GridPoint> Round(Ring ring) => [.. ring.Points.Select(GridPoint.Of)];

    /// <summary>
    /// Without repeated points, points within a straight run, and spikes of no width; what encloses nothing comes
    /// back empty.
    /// </summary>
    private static ImmutableArray<GridPoint> Clean(ImmutableArray<GridPoint> ring)
    {
        var points = new List<GridPoint>(ring.Length);
        foreach (var point in ring)
        {
            points.Add(point);
            while (Reduce(points))
            {
            }
        }

        // The same across the start of the ring.
        var changed = true;
        while (changed && points.Count >= 3)
        {
            changed = false;
            for (var turn = 0; turn < 2 && points.Count >= 3; turn++)
            {
                var (before, at, after) = turn == 0 ? (points[^2], points[^1], points[0]) : (points[^1], points[0], points[1]);
                if (!IsSuperfluous(before, at, after)) continue;
                points.RemoveAt(turn == 0 ? points.Count - 1 : 0);
                changed = true;
            }
        }

        return points.Count >= 3 ? [.. points] : [];
    }

    private static bool Reduce(List<GridPoint> points)
    {
        var count = points.Count;
        if (count >= 2 && points[^1] == points[^2])
        {
            points.RemoveAt(count - 1);
            return true;
        }

        if (count >= 3 && IsSuperfluous(points[^3], points[^2], points[^1]))
        {
            points.RemoveAt(count - 2);
            return true;
        }

        return false;
    }

    private static bool IsSuperfluous(GridPoint before, GridPoint at, GridPoint after) =>
        before == at || at == after || GridPoint.Cross(before, at, after) == 0;
}

/// <summary>A point of a plane in whole steps of 0.01 mm: exact arithmetic decides where rings run.</summary>
internal readonly record struct GridPoint(long X, long Y)
{
    public static GridPoint Of(PlanePoint point) => new(WrittenCoordinate.Steps(point.X), WrittenCoordinate.Steps(point.Y));

    public PlanePoint ToPlane() => new(WrittenCoordinate.Millimetres(X), WrittenCoordinate.Millimetres(Y));

    /// <summary>Twice the signed area of the triangle of three points, in square steps.</summary>
    public static long Cross(GridPoint a, GridPoint b, GridPoint c) =>
        ((b.X - a.X) * (c.Y - a.Y)) - ((c.X - a.X) * (b.Y - a.Y));
}
