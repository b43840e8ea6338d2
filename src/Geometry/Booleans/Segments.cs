using ContourFlow.Geometry.Structures;

namespace ContourFlow.Geometry.Booleans;

/// <summary>Small facts about points and straight segments of a plane, mm.</summary>
internal static class Segments
{
    /// <summary>Order of points: X, then Y.</summary>
    public static int Compare(PlanePoint a, PlanePoint b)
    {
        var order = a.X.CompareTo(b.X);
        return order != 0 ? order : a.Y.CompareTo(b.Y);
    }

    /// <summary>Squared distance from a point to the segment a-b, mm².</summary>
    public static double SquaredDistance(PlanePoint point, PlanePoint a, PlanePoint b)
    {
        double dx = b.X - a.X, dy = b.Y - a.Y, px = point.X - a.X, py = point.Y - a.Y;
        var length = (dx * dx) + (dy * dy);
        var t = length > 0 ? Math.Clamp(((px * dx) + (py * dy)) / length, 0, 1) : 0;
        double ex = px - (t * dx), ey = py - (t * dy);
        return (ex * ex) + (ey * ey);
    }

    /// <summary>True when the point lies in the box whose corners are a and b.</summary>
    public static bool InBox(PlanePoint point, PlanePoint a, PlanePoint b) =>
        point.X >= Math.Min(a.X, b.X) && point.X <= Math.Max(a.X, b.X)
        && point.Y >= Math.Min(a.Y, b.Y) && point.Y <= Math.Max(a.Y, b.Y);

    /// <summary>
    /// True when a ray from the point towards −X crosses the segment: half-open in Y, so that a ray through a vertex
    /// counts once. Exact.
    /// </summary>
    public static bool WestRayCrosses(PlanePoint point, PlanePoint a, PlanePoint b)
    {
        if ((a.Y > point.Y) == (b.Y > point.Y)) return false;
        if (Math.Min(a.X, b.X) > point.X) return false;
        if (Math.Max(a.X, b.X) < point.X) return true;
        var turn = PlaneGraph.Turn(a, b, point);
        // Upwards segments have the points to their east on the right.
        return b.Y > a.Y ? turn < 0 : turn > 0;
    }

    /// <summary>Where a point lies: +1 inside, 0 on the outline, −1 outside of the set an odd number of rings enclose.</summary>
    public static int Locate(PlanePoint point, ReadOnlySpan<PlanePoint> ring)
    {
        var inside = false;
        var a = ring[^1];
        foreach (var b in ring)
        {
            if (Segments.InBox(point, a, b) && PlaneGraph.Turn(a, b, point) == 0) return 0;
            if (WestRayCrosses(point, a, b)) inside = !inside;
            a = b;
        }

        return inside ? 1 : -1;
    }
}
