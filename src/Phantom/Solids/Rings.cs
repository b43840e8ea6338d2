using System.Collections.Immutable;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Phantom.Solids;

/// <summary>
/// Rings put into the canonical form of <see cref="PlanarRegion"/>, for rings that are simple already and do not
/// cross. The truths keep this to themselves, so as not to lean on the code that they judge.
/// </summary>
internal static class Rings
{
    /// <summary>A region of rings moved by (x, y); rings without area are left out; null when none remains.</summary>
    public static PlanarRegion? Region(double z, IEnumerable<ImmutableArray<PlanePoint>> rings, double x = 0, double y = 0)
    {
        var kept = rings
            .Select(ring => WithoutRepeats(ring, x, y))
            .Where(ring => ring.Length >= 3)
            .Select(ring => new Ring(ring))
            .Where(ring => Math.Abs(ring.SignedArea) > 1e-6)
            .ToArray();
        if (kept.Length == 0) return null;

        var canonical = kept
            .Select(ring => Canonical(ring, isHole: kept.Count(other => other != ring && Contains(other, ring.Points[0])) % 2 == 1))
            .OrderBy(ring => ring.Points[0].X)
            .ThenBy(ring => ring.Points[0].Y);
        return new PlanarRegion(z, [.. canonical]);
    }

    /// <summary>Even-odd test of one ring.</summary>
    public static bool Contains(Ring ring, PlanePoint point)
    {
        var inside = false;
        var points = ring.Points;
        for (int i = 0, j = points.Length - 1; i < points.Length; j = i++)
        {
            PlanePoint a = points[i], b = points[j];
            if ((a.Y > point.Y) != (b.Y > point.Y) &&
                point.X < ((b.X - a.X) * (point.Y - a.Y) / (b.Y - a.Y)) + a.X)
            {
                inside = !inside;
            }
        }

        return inside;
    }

    /// <summary>Area of a region in mm², holes taken off; relies on canonical directions.</summary>
    public static double Area(PlanarRegion? region) => region is null ? 0 : region.Rings.Sum(ring => ring.SignedArea);

    private static ImmutableArray<PlanePoint> WithoutRepeats(ImmutableArray<PlanePoint> ring, double x, double y)
    {
        var points = ImmutableArray.CreateBuilder<PlanePoint>(ring.Length);
        foreach (var point in ring)
        {
            var moved = new PlanePoint(point.X + x, point.Y + y);
            if (points.Count == 0 || !Same(points[^1], moved)) points.Add(moved);
        }

        while (points.Count > 1 && Same(points[^1], points[0])) points.RemoveAt(points.Count - 1);
        return points.ToImmutable();
    }

    private static bool Same(PlanePoint a, PlanePoint b) => Math.Abs(a.X - b.X) + Math.Abs(a.Y - b.Y) < 1e-7;

    private static Ring Canonical(Ring ring, bool isHole)
    {
        var points = ring.Points;
        if (ring.SignedArea < 0 != isHole) points = [.. points.Reverse()];
        var start = 0;
        for (var i = 1; i < points.Length; i++)
        {
            if (points[i].X < points[start].X || (points[i].X == points[start].X && points[i].Y < points[start].Y))
                start = i;
        }

        return start == 0 ? new(points) : new([.. points[start..], .. points[..start]]);
    }
}
