using ContourFlow.Geometry.Structures;

namespace ContourFlow.Geometry.Fields;

/// <summary>
/// Douglas and Peucker's simplification of a closed ring: what is taken out lies within the tolerance of what
/// remains. The ring is split at its smallest point (X, then Y) and the one furthest from it, so that the result
/// does not depend on where the ring starts.
/// </summary>
internal static class RingSimplification
{
    /// <summary>A ring with fewer points.</summary>
    public static List<PlanePoint> Of(List<PlanePoint> ring, double tolerance)
    {
        var count = ring.Count;
        if (count < 4 || tolerance <= 0) return ring;
        var first = 0;
        for (var i = 1; i < count; i++)
        {
            if (ring[i].X < ring[first].X || (ring[i].X == ring[first].X && ring[i].Y < ring[first].Y)) first = i;
        }

        var furthest = 1;
        for (var i = 1; i < count; i++)
        {
            if (Square(At(i), At(0)) > Square(At(furthest), At(0))) furthest = i;
        }

        var kept = new bool[count];
        kept[0] = kept[furthest] = true;
        var work = new Stack<(int From, int To)>();
        work.Push((furthest, count));
        work.Push((0, furthest));
        while (work.TryPop(out var span))
        {
            var worst = tolerance * tolerance;
            var split = -1;
            for (var i = span.From + 1; i < span.To; i++)
            {
                var square = Square(At(i), At(span.From), At(span.To));
                if (square > worst) (worst, split) = (square, i);
            }

            if (split < 0) continue;
            kept[split] = true;
            work.Push((split, span.To));
            work.Push((span.From, split));
        }

        var result = new List<PlanePoint>();
        for (var i = 0; i < count; i++)
        {
            if (kept[i]) result.Add(At(i));
        }

        return result;

        PlanePoint At(int index) => ring[(first + index) % count];
    }

    private static double Square(PlanePoint a, PlanePoint b) =>
        ((a.X - b.X) * (a.X - b.X)) + ((a.Y - b.Y) * (a.Y - b.Y));

    private static double Square(PlanePoint point, PlanePoint from, PlanePoint to)
    {
        double dx = to.X - from.X, dy = to.Y - from.Y;
        var length = (dx * dx) + (dy * dy);
        var t = length > 0 ? Math.Clamp((((point.X - from.X) * dx) + ((point.Y - from.Y) * dy)) / length, 0, 1) : 0;
        return Square(point, new(from.X + (t * dx), from.Y + (t * dy)));
    }
}
