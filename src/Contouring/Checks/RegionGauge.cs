using ContourFlow.Geometry.Margins;
using ContourFlow.Geometry.Measures;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Checks;

/// <summary>
/// How far outside a region a point lies, in units of the in-plane margins: 1 on the boundary of the region grown
/// by them. Plain and slow on purpose: it shares no code with the fields that made the structure it checks.
/// </summary>
internal sealed class RegionGauge
{
    private readonly (PlanePoint From, PlanePoint To)[] _segments;
    private readonly PlaneBounds _bounds;

    public RegionGauge(PlanarRegion region)
    {
        _segments =
        [
            .. from ring in region.Rings
               from index in Enumerable.Range(0, ring.Points.Length)
               select (ring.Points[index], ring.Points[(index + 1) % ring.Points.Length])
        ];
        _bounds = RegionMeasures.Bounds(region);
    }

    /// <summary>0 inside (even-odd) or on the boundary; else the smallest gauge of a step from the region to the point.</summary>
    /// <param name="point">The point.</param>
    /// <param name="margins">The margins; those within the plane count.</param>
    /// <param name="enough">A gauge from which on the exact value does not matter: infinity may be told instead.</param>
    public double Outside(PlanePoint point, PatientMargins margins, double enough = double.PositiveInfinity)
    {
        var (beyondX, beyondY) = (Beyond(point.X, _bounds.MinX, _bounds.MaxX), Beyond(point.Y, _bounds.MinY, _bounds.MaxY));
        var largest = Floor(Math.Max(Math.Max(margins.Left, margins.Right), Math.Max(margins.Anterior, margins.Posterior)));
        if (double.Hypot(beyondX, beyondY) > enough * largest) return double.PositiveInfinity;
        if (Contains(point)) return 0;
        return margins.IsCircularInPlane
            ? Distance(point) / Floor(margins.Left)
            : _segments.Min(segment => Gauge(point, segment.From, segment.To, margins));
    }

    /// <summary>Distance to the region's boundary, mm, never negative.</summary>
    public double Distance(PlanePoint point)
    {
        var smallest = double.PositiveInfinity;
        foreach (var (from, to) in _segments)
        {
            var (dx, dy) = (to.X - from.X, to.Y - from.Y);
            var (px, py) = (point.X - from.X, point.Y - from.Y);
            var length = (dx * dx) + (dy * dy);
            var t = length > 0 ? Math.Clamp(((px * dx) + (py * dy)) / length, 0, 1) : 0;
            var (ex, ey) = (px - (t * dx), py - (t * dy));
            smallest = Math.Min(smallest, (ex * ex) + (ey * ey));
        }

        return Math.Sqrt(smallest);
    }

    /// <summary>Even-odd over all rings.</summary>
    public bool Contains(PlanePoint point)
    {
        var inside = false;
        foreach (var (from, to) in _segments)
        {
            if ((from.Y > point.Y) != (to.Y > point.Y)
                && point.X < from.X + ((point.Y - from.Y) / (to.Y - from.Y) * (to.X - from.X)))
            {
                inside = !inside;
            }
        }

        return inside;
    }

    private static double Beyond(double value, double low, double high) => Math.Max(0, Math.Max(low - value, value - high));

    // The step from the segment to the point changes quadrant where one of its components changes sign; within a
    // quadrant the element is one ellipse, and the smallest value has a closed form.
    private static double Gauge(PlanePoint point, PlanePoint from, PlanePoint to, PatientMargins margins)
    {
        var (sx, sy) = (point.X - from.X, point.Y - from.Y);
        var (dx, dy) = (from.X - to.X, from.Y - to.Y);
        Span<double> cuts = [0, ZeroOf(sx, dx), ZeroOf(sy, dy), 1];
        cuts.Sort();
        var smallest = double.PositiveInfinity;
        for (var i = 0; i + 1 < cuts.Length; i++)
        {
            var middle = (cuts[i] + cuts[i + 1]) / 2;
            var ax = Floor(sx + (middle * dx) >= 0 ? margins.Left : margins.Right);
            var ay = Floor(sy + (middle * dy) >= 0 ? margins.Posterior : margins.Anterior);
            var (ux, uy, vx, vy) = (sx / ax, sy / ay, dx / ax, dy / ay);
            var slope = (vx * vx) + (vy * vy);
            var t = slope > 0 ? Math.Clamp(-((ux * vx) + (uy * vy)) / slope, cuts[i], cuts[i + 1]) : cuts[i];
            smallest = Math.Min(smallest, double.Hypot(ux + (t * vx), uy + (t * vy)));
        }

        return smallest;
    }

    private static double ZeroOf(double start, double step) => step == 0 ? 0 : Math.Clamp(-start / step, 0, 1);

    // A margin of nothing allows the rounding of written points (0.01 mm) and no more.
    private static double Floor(double margin) => Math.Max(margin, 0.02);
}
