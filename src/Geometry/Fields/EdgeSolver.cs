using ContourFlow.Geometry.Structures;

namespace ContourFlow.Geometry.Fields;

/// <summary>Where a field passes zero on a cell's edge, and on any short line.</summary>
internal sealed class EdgeSolver(LevelField field, double[] values, double tolerance)
{
    // Parts of the tolerance: below the first the straight line between two samples is good enough, to the second
    // a zero is solved.
    private const double GoodEnough = 0.15;
    private const double Solved = 0.05;

    /// <summary>The crossing of an edge (2·point towards +X, 2·point + 1 towards +Y) in local coordinates.</summary>
    public PlanePoint Crossing(int edge, double nearest)
    {
        var columns = field.Lattice.Columns;
        var step = field.Lattice.Step;
        var point = edge >> 1;
        var stride = (edge & 1) == 0 ? 1 : columns;
        var along = (edge & 1) == 0 ? point % columns : point / columns;
        var length = (edge & 1) == 0 ? columns : field.Lattice.Rows;
        double first = values[point], second = values[point + stride];
        var x = point % columns * step;
        var y = point / columns * step;
        double dx = (edge & 1) == 0 ? step : 0, dy = (edge & 1) == 0 ? 0 : step;

        var t = field.IsDistance && along > 1 && along + 3 < length ? Interpolated(point, stride) : double.NaN;
        if (double.IsNaN(t))
            t = Solve(field, new PlanePoint(x, y), new PlanePoint(x + dx, y + dy), first, second, tolerance);
        t = Math.Clamp(t, nearest, 1 - nearest);
        return new(x + (t * dx), y + (t * dy));
    }

    // From the two samples and two more on either side, or NaN where they do not tell. A kink within the edge adds to
    // the second differences at its two ends and to no others, and moves the crossing by at most a quarter of what it
    // adds; a smooth bend is in all four, and a parabola takes it into account.
    private double Interpolated(int point, int stride)
    {
        double first = values[point], second = values[point + stride];
        var bendFirst = values[point - stride] - (2 * first) + second;
        var bendSecond = first - (2 * second) + values[point + (2 * stride)];
        var bendBefore = values[point - (2 * stride)] - (2 * values[point - stride]) + first;
        var bendAfter = second - (2 * values[point + (2 * stride)]) + values[point + (3 * stride)];
        var kink = Math.Abs(bendFirst - bendBefore) + Math.Abs(bendSecond - bendAfter);
        if (!(kink / 4 <= GoodEnough * tolerance * Math.Abs(first - second) / field.Lattice.Step)) return double.NaN;
        var t = first / (first - second);
        var bend = (bendFirst + bendSecond) / 2;
        for (var i = 0; i < 2; i++) t = (first - (bend * t * (1 - t) / 2)) / (first - second);
        return t is >= 0 and <= 1 ? t : double.NaN;
    }

    /// <summary>
    /// The fraction of the way between two points, of which one is inside and one is not, at which a field passes
    /// zero: false position with halving of the end that stays (Illinois).
    /// </summary>
    public static double Solve(LevelField field, PlanePoint from, PlanePoint to, double first, double second, double tolerance)
    {
        var length = Math.Max(Math.Abs(to.X - from.X), Math.Abs(to.Y - from.Y));
        double low = 0, high = 1;
        var lastLow = false;
        var lastHigh = false;
        var startsInside = first < 0;
        for (var i = 0; i < 40 && (high - low) * length > Solved * tolerance; i++)
        {
            var span = high - low;
            var t = field.IsDistance && i < 12 ? low + (span * first / (first - second)) : low + (span / 2);
            // Never quite an end: the bracket then closes from both sides.
            var inset = Math.Min(0.25 * span, 0.4 * Solved * tolerance / length);
            t = Math.Clamp(t, low + inset, high - inset);
            var value = field.At(from.X + (t * (to.X - from.X)), from.Y + (t * (to.Y - from.Y)));
            if (field.IsDistance && Math.Abs(value) < Solved * tolerance) return t;
            if ((value < 0) == startsInside)
            {
                (low, first) = (t, value);
                if (lastLow) second /= 2;
                (lastLow, lastHigh) = (true, false);
            }
            else
            {
                (high, second) = (t, value);
                if (lastHigh) first /= 2;
                (lastLow, lastHigh) = (false, true);
            }
        }

        return (low + high) / 2;
    }
}
