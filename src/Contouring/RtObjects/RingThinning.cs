using System.Collections.Immutable;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.RtObjects;

/// <summary>Leaves out points of a ring that lie within a tolerance of the ring without them (Douglas and Peucker).</summary>
internal static class RingThinning
{
    /// <summary>The thinned ring. It keeps its first point and the one farthest from it, so that it never collapses.</summary>
    /// <param name="ring">The ring.</param>
    /// <param name="tolerance">Largest distance in mm of a point left out from the segment that replaces it.</param>
    public static Ring Thin(Ring ring, double tolerance)
    {
        var points = ring.Points;
        var far = 0;
        for (var i = 1; i < points.Length; i++)
        {
            if (Squared(points[0], points[i]) > Squared(points[0], points[far])) far = i;
        }

        var keep = new bool[points.Length + 1];
        keep[0] = keep[far] = true;
        var pending = new Stack<(int From, int To)>([(0, far), (far, points.Length)]);
        while (pending.TryPop(out var run))
        {
            var (worst, distance) = (-1, tolerance);
            for (var i = run.From + 1; i < run.To; i++)
            {
                var d = Distance(points[i], points[run.From], points[run.To % points.Length]);
                if (d > distance) (worst, distance) = (i, d);
            }

            if (worst < 0) continue;
            keep[worst] = true;
            pending.Push((run.From, worst));
            pending.Push((worst, run.To));
        }

        ImmutableArray<PlanePoint> kept = [.. points.Where((_, i) => keep[i])];
        return kept.Length >= 3 ? new(kept) : ring;
    }

    private static double Squared(PlanePoint a, PlanePoint b) => ((a.X - b.X) * (a.X - b.X)) + ((a.Y - b.Y) * (a.Y - b.Y));

    private static double Distance(PlanePoint point, PlanePoint from, PlanePoint to)
    {
        var (dx, dy) = (to.X - from.X, to.Y - from.Y);
        var length = (dx * dx) + (dy * dy);
        var along = length == 0 ? 0 : Math.Clamp((((point.X - from.X) * dx) + ((point.Y - from.Y) * dy)) / length, 0, 1);
        return Math.Sqrt(Squared(point, new(from.X + (along * dx), from.Y + (along * dy))));
    }
}
