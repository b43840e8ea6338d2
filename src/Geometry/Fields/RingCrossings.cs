using ContourFlow.Geometry.Structures;

namespace ContourFlow.Geometry.Fields;

/// <summary>Whether rings cross or touch themselves or each other.</summary>
internal static class RingCrossings
{
    /// <summary>True when two segments that are not neighbours on a ring meet.</summary>
    public static bool Any(List<List<PlanePoint>> rings)
    {
        var total = 0;
        foreach (var ring in rings) total += ring.Count;
        var segments = new Segment[total];
        var keys = new double[total];
        var at = 0;
        for (var r = 0; r < rings.Count; r++)
        {
            var ring = rings[r];
            for (var i = 0; i < ring.Count; i++)
            {
                var segment = new Segment(ring[i], ring[(i + 1) % ring.Count], r, i);
                keys[at] = Math.Min(segment.From.X, segment.To.X);
                segments[at++] = segment;
            }
        }

        Array.Sort(keys, segments);
        for (var i = 0; i < total; i++)
        {
            var a = segments[i];
            var end = Math.Max(a.From.X, a.To.X);
            double low = Math.Min(a.From.Y, a.To.Y), high = Math.Max(a.From.Y, a.To.Y);
            for (var j = i + 1; j < total && keys[j] <= end; j++)
            {
                var b = segments[j];
                if (Math.Max(b.From.Y, b.To.Y) < low || Math.Min(b.From.Y, b.To.Y) > high) continue;
                if (a.Ring == b.Ring && AreNeighbours(a.Index, b.Index, rings[a.Ring].Count))
                {
                    if (FoldBack(a, b)) return true;
                    continue;
                }

                if (Meet(a, b)) return true;
            }
        }

        return false;
    }

    private static bool AreNeighbours(int a, int b, int count) => Math.Abs(a - b) == 1 || Math.Abs(a - b) == count - 1;

    // Neighbours share a point; they overlap only when one runs back over the other.
    private static bool FoldBack(in Segment a, in Segment b)
    {
        double ax = a.To.X - a.From.X, ay = a.To.Y - a.From.Y, bx = b.To.X - b.From.X, by = b.To.Y - b.From.Y;
        return (ax * by) - (ay * bx) == 0 && (ax * bx) + (ay * by) < 0;
    }

    private static bool Meet(in Segment a, in Segment b) =>
        Side(a, b.From) * Side(a, b.To) <= 0 && Side(b, a.From) * Side(b, a.To) <= 0;

    private static int Side(in Segment segment, PlanePoint point) =>
        Math.Sign(((segment.To.X - segment.From.X) * (point.Y - segment.From.Y))
            - ((segment.To.Y - segment.From.Y) * (point.X - segment.From.X)));

    private readonly record struct Segment(PlanePoint From, PlanePoint To, int Ring, int Index);
}
