using ContourFlow.Geometry.Structures;
using NetTopologySuite.Algorithm;

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

    /// <summary>Sign of the turn a, b, c: +1 counter-clockwise, −1 clockwise, 0 straight.</summary>
    /// <remarks>Evaluated with 106 bits where doubles do not decide, so the sign can be trusted.</remarks>
    public static int Turn(PlanePoint a, PlanePoint b, PlanePoint c) =>
        CGAlgorithmsDD.OrientationIndex(a.X, a.Y, b.X, b.Y, c.X, c.Y);

    /// <summary>
    /// True when the segments a-b and c-d come within the tolerance (mm) of each other anywhere but at a common end
    /// point. With a tolerance of zero the answer is exact: they cross, touch or overlap.
    /// </summary>
    public static bool Meet(PlanePoint a, PlanePoint b, PlanePoint c, PlanePoint d, double tolerance)
    {
        if (a == c) return Overlap(a, b, d, tolerance);
        if (a == d) return Overlap(a, b, c, tolerance);
        if (b == c) return Overlap(b, a, d, tolerance);
        if (b == d) return Overlap(b, a, c, tolerance);

        int abc = Turn(a, b, c), abd = Turn(a, b, d), cda = Turn(c, d, a), cdb = Turn(c, d, b);
        if (abc * abd < 0 && cda * cdb < 0) return true;
        if (tolerance > 0)
        {
            var limit = tolerance * tolerance;
            return SquaredDistance(c, a, b) <= limit || SquaredDistance(d, a, b) <= limit
                || SquaredDistance(a, c, d) <= limit || SquaredDistance(b, c, d) <= limit;
        }

        return (abc == 0 && InBox(c, a, b)) || (abd == 0 && InBox(d, a, b))
            || (cda == 0 && InBox(a, c, d)) || (cdb == 0 && InBox(b, c, d));
    }

    /// <summary>
    /// True when a ray from the point towards −X crosses the segment: half-open in Y, so that a ray through a vertex
    /// counts once. Exact.
    /// </summary>
    public static bool WestRayCrosses(PlanePoint point, PlanePoint a, PlanePoint b)
    {
        if ((a.Y > point.Y) == (b.Y > point.Y)) return false;
        if (Math.Min(a.X, b.X) > point.X) return false;
        if (Math.Max(a.X, b.X) < point.X) return true;
        var turn = Turn(a, b, point);
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
            if (InBox(point, a, b) && Turn(a, b, point) == 0) return 0;
            if (WestRayCrosses(point, a, b)) inside = !inside;
            a = b;
        }

        return inside ? 1 : -1;
    }

    /// <summary>Two segments that leave a common point for p and q meet elsewhere only when one lies on the other.</summary>
    private static bool Overlap(PlanePoint common, PlanePoint p, PlanePoint q, double tolerance)
    {
        if (tolerance > 0)
        {
            var limit = tolerance * tolerance;
            return SquaredDistance(q, common, p) <= limit || SquaredDistance(p, common, q) <= limit;
        }

        return Turn(common, p, q) == 0
            && (((p.X - common.X) * (q.X - common.X)) + ((p.Y - common.Y) * (q.Y - common.Y))) > 0;
    }
}
