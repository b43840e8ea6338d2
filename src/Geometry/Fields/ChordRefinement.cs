using ContourFlow.Geometry.Structures;

namespace ContourFlow.Geometry.Fields;

/// <summary>
/// Adds points to a ring where the zero set leaves a chord: on tight arcs and at corners, which marching squares
/// cuts off. Chords are halved, at most seven times, only where the ring turns.
/// </summary>
internal static class ChordRefinement
{
    private const int DeepestHalving = 7;

    /// <summary>The ring with its added points; the inside is on the left.</summary>
    public static List<PlanePoint> Of(LevelField field, List<PlanePoint> ring, double allowed, double tolerance)
    {
        var result = new List<PlanePoint>(ring.Count + (ring.Count / 4));
        var count = ring.Count;
        var bends = new double[count];
        for (var i = 0; i < count; i++) bends[i] = Bend(ring[(i + count - 1) % count], ring[i], ring[(i + 1) % count]);
        for (var i = 0; i < count; i++)
        {
            var from = ring[i];
            var to = ring[(i + 1) % count];
            result.Add(from);
            var length = Distance(from, to);
            double bend = bends[i], next = bends[(i + 1) % count];
            // An arc's height over its chord is L²/8R. A corner hidden in a chord makes its two ends bend, and not the
            // points beyond them; its height is at most a quarter of the length times the turning at both ends.
            var corner = Math.Max(0, bend - bends[(i + count - 1) % count]) + Math.Max(0, next - bends[(i + 2) % count]);
            if (length * length * Math.Max((bend + next) / 16, corner / 4) > allowed)
                Halve(field, from, to, allowed, tolerance, 0, result);
        }

        return result;
    }

    private static void Halve(LevelField field, PlanePoint from, PlanePoint to, double allowed, double tolerance, int depth, List<PlanePoint> result)
    {
        var length = Distance(from, to);
        if (depth >= DeepestHalving || length < allowed) return;
        var middle = new PlanePoint((from.X + to.X) / 2, (from.Y + to.Y) / 2);
        var value = field.At(middle.X, middle.Y);
        // Outwards (right of the direction) from an inner point, inwards from an outer one, until the sign changes.
        var sign = value < 0 ? 1 : -1;
        double nx = sign * (to.Y - from.Y) / length, ny = -sign * (to.X - from.X) / length;
        // A distance this small says that the zero set is near, but in a narrow notch it is the walls that are near
        // and not the bottom. Beyond a wall that runs along the chord the sign has changed soon; in a notch it has not.
        if (field.IsDistance && Math.Abs(value) <= allowed
            && (field.At(middle.X + (2 * allowed * nx), middle.Y + (2 * allowed * ny)) < 0) != (value < 0))
        {
            return;
        }

        var near = middle;
        var nearValue = value;
        var reach = field.IsDistance ? Math.Min(1.05 * Math.Abs(value), length) : length / 4;
        // What lies deeper than half the chord is no arc and no blunt corner but a notch, and is walked to its bottom.
        var deepest = Math.Max(length / 2, allowed);
        for (var i = 0; i < 8; i++)
        {
            var far = new PlanePoint(middle.X + (reach * nx), middle.Y + (reach * ny));
            var farValue = field.At(far.X, far.Y);
            if ((farValue < 0) != (value < 0))
            {
                var t = EdgeSolver.Solve(field, near, far, nearValue, farValue, tolerance);
                var found = new PlanePoint(near.X + (t * (far.X - near.X)), near.Y + (t * (far.Y - near.Y)));
                if (Distance(found, middle) <= allowed) return;
                Split(found);
                return;
            }

            if (reach >= deepest) break;
            (near, nearValue) = (far, farValue);
            reach = Math.Min(2 * reach, deepest);
        }

        if (NotchBottom.Of(field, middle, value, new PlanePoint(nx, ny), length, allowed) is { } bottom) Split(bottom);

        void Split(PlanePoint at)
        {
            Halve(field, from, at, allowed, tolerance, depth + 1, result);
            result.Add(at);
            Halve(field, at, to, allowed, tolerance, depth + 1, result);
        }
    }

    // Curvature at a point, 1/mm: the angle by which the way turns (at most 2) over half the way on both sides.
    private static double Bend(PlanePoint before, PlanePoint at, PlanePoint after)
    {
        double ax = at.X - before.X, ay = at.Y - before.Y, bx = after.X - at.X, by = after.Y - at.Y;
        var cross = Math.Abs((ax * by) - (ay * bx));
        var dot = (ax * bx) + (ay * by);
        return (cross < 2 * dot ? cross / dot : 2) * 2 / (Distance(before, at) + Distance(at, after));
    }

    internal static double Distance(PlanePoint a, PlanePoint b) =>
        Math.Sqrt(((a.X - b.X) * (a.X - b.X)) + ((a.Y - b.Y) * (a.Y - b.Y)));
}
