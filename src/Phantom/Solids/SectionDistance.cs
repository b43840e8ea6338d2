using ContourFlow.Geometry.Structures;

namespace ContourFlow.Phantom.Solids;

/// <summary>
/// Exact signed distance in mm to the rings of a section, negative inside by even-odd, capped at ±<see cref="Cap"/>:
/// the truths' own, apart from the Geometry library's fields. Segments are filed in square cells.
/// </summary>
internal sealed class SectionDistance
{
    /// <summary>Distances stop growing here, mm. In-plane margins must be smaller.</summary>
    public const double Cap = 6;

    private const double Cell = 1;
    private readonly double minX;
    private readonly double minY;
    private readonly int columns;
    private readonly int rows;
    private readonly int[] starts = [];
    private readonly int[] filed = [];
    private readonly int[] rowStarts = [];
    private readonly int[] rowFiled = [];
    private readonly byte[] steps = [];
    private readonly Segment[] segments = [];

    public SectionDistance(PlanarRegion? region)
    {
        if (region is null) return;
        var points = region.Rings.SelectMany(ring => ring.Points).ToArray();
        SectionBounds box = new(points.Min(p => p.X), points.Min(p => p.Y), points.Max(p => p.X), points.Max(p => p.Y));
        Bounds = box;
        Area = Rings.Area(region);
        var padded = box.Grown(Cap + Cell);
        (minX, minY) = (padded.MinX, padded.MinY);
        columns = (int)Math.Ceiling((padded.MaxX - minX) / Cell) + 1;
        rows = (int)Math.Ceiling((padded.MaxY - minY) / Cell) + 1;
        segments = [.. region.Rings.SelectMany(Segments)];
        (starts, filed) = File(columns * rows, TouchedCells);
        (rowStarts, rowFiled) = File(rows, TouchedRows);
        steps = StepsToSegment();
    }

    /// <summary>The rectangle around the section; null when it is empty.</summary>
    public SectionBounds? Bounds { get; }

    /// <summary>Area of the section, mm².</summary>
    public double Area { get; }

    public double SignedDistance(double x, double y)
    {
        var column = (int)Math.Floor((x - minX) / Cell);
        var row = (int)Math.Floor((y - minY) / Cell);
        if (Bounds is null || column < 0 || row < 0 || column >= columns || row >= rows) return Cap;

        var inside = IsInside(x, y, row);
        var nearest = Cap * Cap;
        for (int ring = steps[(row * columns) + column]; (ring - 1) * Cell < Cap; ring++)
        {
            if (ring > 0 && (ring - 1) * Cell * (ring - 1) * Cell >= nearest) break;
            for (var r = Math.Max(0, row - ring); r <= Math.Min(rows - 1, row + ring); r++)
            {
                var stride = ring > 0 && Math.Abs(r - row) < ring ? 2 * ring : 1;
                for (var c = column - ring; c <= column + ring; c += stride)
                {
                    if (c < 0 || c >= columns) continue;
                    for (var i = starts[(r * columns) + c]; i < starts[(r * columns) + c + 1]; i++)
                        nearest = Math.Min(nearest, SquaredDistance(in segments[filed[i]], x, y));
                }
            }
        }

        var distance = Math.Sqrt(nearest);
        return inside ? -distance : distance;
    }

    private static double SquaredDistance(in Segment segment, double x, double y)
    {
        double px = x - segment.X, py = y - segment.Y;
        var along = Math.Clamp(((px * segment.DX) + (py * segment.DY)) * segment.Inverse, 0, 1);
        px -= along * segment.DX;
        py -= along * segment.DY;
        return (px * px) + (py * py);
    }

    private bool IsInside(double x, double y, int row)
    {
        var inside = false;
        for (var i = rowStarts[row]; i < rowStarts[row + 1]; i++)
        {
            ref readonly var s = ref segments[rowFiled[i]];
            if ((s.Y > y) != (s.EndY > y) && x < s.X + (s.DX * (y - s.Y) / s.DY)) inside = !inside;
        }

        return inside;
    }

    private static IEnumerable<Segment> Segments(Ring ring)
    {
        for (var i = 0; i < ring.Points.Length; i++)
        {
            PlanePoint a = ring.Points[i], b = ring.Points[(i + 1) % ring.Points.Length];
            double dx = b.X - a.X, dy = b.Y - a.Y, squared = (dx * dx) + (dy * dy);
            yield return new(a.X, a.Y, dx, dy, b.Y, squared > 0 ? 1 / squared : 0);
        }
    }

    private IEnumerable<int> TouchedCells(int segment)
    {
        // A segment longer than a cell is filed in all cells of its rectangle: more than needed, never less.
        var s = segments[segment];
        for (var r = Row(Math.Min(s.Y, s.EndY)); r <= Row(Math.Max(s.Y, s.EndY)); r++)
        {
            for (var c = Column(Math.Min(s.X, s.X + s.DX)); c <= Column(Math.Max(s.X, s.X + s.DX)); c++)
                yield return (r * columns) + c;
        }
    }

    private IEnumerable<int> TouchedRows(int segment)
    {
        var s = segments[segment];
        for (var r = Row(Math.Min(s.Y, s.EndY)); r <= Row(Math.Max(s.Y, s.EndY)); r++) yield return r;
    }

    private int Column(double x) => (int)Math.Floor((x - minX) / Cell);

    private int Row(double y) => (int)Math.Floor((y - minY) / Cell);

    private (int[] Starts, int[] Filed) File(int bins, Func<int, IEnumerable<int>> touched)
    {
        var begin = new int[bins + 1];
        for (var i = 0; i < segments.Length; i++)
        {
            foreach (var bin in touched(i)) begin[bin + 1]++;
        }

        for (var bin = 0; bin < bins; bin++) begin[bin + 1] += begin[bin];
        var into = new int[begin[bins]];
        var fill = begin[..bins];
        for (var i = 0; i < segments.Length; i++)
        {
            foreach (var bin in touched(i)) into[fill[bin]++] = i;
        }

        return (begin, into);
    }

    /// <summary>For each cell the chessboard distance to the nearest cell with a segment.</summary>
    private byte[] StepsToSegment()
    {
        var far = (byte)(Cap / Cell + 2);
        var result = new byte[columns * rows];
        for (var cell = 0; cell < result.Length; cell++) result[cell] = starts[cell + 1] > starts[cell] ? (byte)0 : far;
        for (var pass = 0; pass < 2; pass++)
        {
            for (var k = 0; k < result.Length; k++)
            {
                var cell = pass == 0 ? k : result.Length - 1 - k;
                int row = cell / columns, column = cell % columns, direction = pass == 0 ? -1 : 1;
                Relax(cell, row, column + direction);
                for (var c = column - 1; c <= column + 1; c++) Relax(cell, row + direction, c);
            }
        }

        return result;

        void Relax(int cell, int row, int column)
        {
            if (row < 0 || row >= rows || column < 0 || column >= columns) return;
            var step = result[(row * columns) + column] + 1;
            if (step < result[cell]) result[cell] = (byte)step;
        }
    }

    private readonly record struct Segment(double X, double Y, double DX, double DY, double EndY, double Inverse);
}
