using ContourFlow.Geometry.Booleans;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Geometry.Measures;

/// <summary>Finds the distance from points of a plane to the nearest of a region's outlines.</summary>
internal sealed class ContourIndex
{
    private readonly (PlanePoint A, PlanePoint B)[] _segments;
    private readonly int[] _starts;
    private readonly int[] _members;
    private readonly PlaneBounds _bounds;
    private readonly double _cell;
    private readonly int _columns;
    private readonly int _rows;

    public ContourIndex(PlanarRegion region)
    {
        Region = region;
        _bounds = RegionMeasures.Bounds(region);
        _segments = [.. region.Rings.SelectMany(r => r.Points.Select((p, i) => (p, r.Points[(i + 1) % r.Points.Length])))];

        // Cells of about two segments' length: outlines are sparse in the box, so that cells hold few segments.
        var extent = Math.Max(_bounds.Width, _bounds.Height);
        var length = _segments.Sum(s => Math.Sqrt(Squared(s.A, s.B))) / _segments.Length;
        _cell = Math.Max(Math.Max(2 * length, extent / 256), 1e-9);
        _columns = (int)(_bounds.Width / _cell) + 1;
        _rows = (int)(_bounds.Height / _cell) + 1;

        var entries = new List<(int Cell, int Segment)>(_segments.Length * 2);
        for (var i = 0; i < _segments.Length; i++)
        {
            var (a, b) = _segments[i];
            for (var r = Row(Math.Min(a.Y, b.Y)); r <= Row(Math.Max(a.Y, b.Y)); r++)
            {
                for (var c = Column(Math.Min(a.X, b.X)); c <= Column(Math.Max(a.X, b.X)); c++) entries.Add(((r * _columns) + c, i));
            }
        }

        _starts = new int[(_columns * _rows) + 1];
        foreach (var (cell, _) in entries) _starts[cell + 1]++;
        for (var i = 0; i + 1 < _starts.Length; i++) _starts[i + 1] += _starts[i];
        var filled = new int[_starts.Length];
        _members = new int[entries.Count];
        foreach (var (cell, segment) in entries) _members[_starts[cell] + filled[cell]++] = segment;
    }

    /// <summary>The region that was indexed.</summary>
    public PlanarRegion Region { get; }

    /// <summary>Squared distance from the point to the nearest outline, mm², or <paramref name="limit"/> when none is nearer.</summary>
    public double SquaredDistance(PlanePoint point, double limit = double.PositiveInfinity)
    {
        int row = Row(point.Y), column = Column(point.X);
        var best = limit;
        var last = Math.Max(_rows, _columns);
        for (var ring = 0; ring <= last; ring++)
        {
            // Cells of this ring are at least ring − 1 cells away from the cell that holds the point, or from the
            // box's nearest point to it, which is nearer to everything in the box than the point itself.
            var reach = (ring - 1) * _cell;
            if (reach > 0 && reach * reach >= best) break;
            for (var r = Math.Max(0, row - ring); r <= Math.Min(_rows - 1, row + ring); r++)
            {
                var step = r == row - ring || r == row + ring || ring == 0 ? 1 : 2 * ring;
                for (var c = column - ring; c <= column + ring; c += step)
                {
                    if (c < 0 || c >= _columns) continue;
                    var cell = (r * _columns) + c;
                    for (var i = _starts[cell]; i < _starts[cell + 1]; i++)
                    {
                        var (a, b) = _segments[_members[i]];
                        best = Math.Min(best, Segments.SquaredDistance(point, a, b));
                    }
                }
            }
        }

        return best;
    }

    /// <summary>True when the region holds the point (even-odd).</summary>
    public bool Contains(PlanePoint point)
    {
        if (point.X < _bounds.MinX || point.X > _bounds.MaxX || point.Y < _bounds.MinY || point.Y > _bounds.MaxY) return false;

        // Along the point's row of cells westwards; a segment in several cells counts in the westernmost only.
        var inside = false;
        var row = Row(point.Y);
        for (var c = Column(point.X); c >= 0; c--)
        {
            var cell = (row * _columns) + c;
            for (var i = _starts[cell]; i < _starts[cell + 1]; i++)
            {
                var (a, b) = _segments[_members[i]];
                if (Column(Math.Min(a.X, b.X)) == c && Segments.WestRayCrosses(point, a, b)) inside = !inside;
            }
        }

        return inside;
    }

    private int Row(double y) => Math.Clamp((int)((y - _bounds.MinY) / _cell), 0, _rows - 1);

    private int Column(double x) => Math.Clamp((int)((x - _bounds.MinX) / _cell), 0, _columns - 1);

    private static double Squared(PlanePoint a, PlanePoint b) => ((a.X - b.X) * (a.X - b.X)) + ((a.Y - b.Y) * (a.Y - b.Y));
}
