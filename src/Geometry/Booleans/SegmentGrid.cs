using ContourFlow.Geometry.Structures;

namespace ContourFlow.Geometry.Booleans;

/// <summary>
/// Segments sorted into the square cells of a grid by their boxes, to find those near each other. About one cell a
/// segment.
/// </summary>
internal sealed class SegmentGrid
{
    private readonly (double X0, double Y0, double X1, double Y1)[] _boxes;
    private readonly int[] _starts;
    private readonly int[] _members;

    public SegmentGrid(ReadOnlySpan<(PlanePoint A, PlanePoint B)> segments, double slack)
    {
        _boxes = new (double, double, double, double)[segments.Length];
        double x0 = double.PositiveInfinity, y0 = x0, x1 = double.NegativeInfinity, y1 = x1;
        for (var i = 0; i < segments.Length; i++)
        {
            var (a, b) = segments[i];
            var box = (Math.Min(a.X, b.X), Math.Min(a.Y, b.Y), Math.Max(a.X, b.X), Math.Max(a.Y, b.Y));
            _boxes[i] = box;
            x0 = Math.Min(x0, box.Item1);
            y0 = Math.Min(y0, box.Item2);
            x1 = Math.Max(x1, box.Item3);
            y1 = Math.Max(y1, box.Item4);
        }

        if (segments.IsEmpty)
        {
            _starts = [0];
            _members = [];
            return;
        }

        double width = x1 - x0 + (2 * slack), height = y1 - y0 + (2 * slack);
        var size = Math.Max(Math.Sqrt(width * height / segments.Length), Math.Max(width, height) / 512);
        if (!(size > 0)) size = 1;
        int columns = (int)(width / size) + 1, rows = (int)(height / size) + 1;
        CellCount = columns * rows;

        // Twice over the boxes: count, then fill.
        _starts = new int[CellCount + 1];
        _members = [];
        for (var pass = 0; pass < 2; pass++)
        {
            for (var i = 0; i < _boxes.Length; i++)
            {
                var box = _boxes[i];
                int c0 = (int)((box.X0 - x0) / size), c1 = (int)((box.X1 - x0 + (2 * slack)) / size);
                int r0 = (int)((box.Y0 - y0) / size), r1 = (int)((box.Y1 - y0 + (2 * slack)) / size);
                for (var r = r0; r <= r1; r++)
                {
                    for (var c = c0; c <= c1; c++)
                    {
                        var cell = (r * columns) + c;
                        if (pass == 0) _starts[cell + 1]++;
                        else _members[--_starts[cell + 1]] = i;
                    }
                }
            }

            if (pass == 0)
            {
                for (var cell = 0; cell < CellCount; cell++) _starts[cell + 1] += _starts[cell];
                _members = new int[_starts[CellCount]];
            }
        }

        // Filling moved every start down to its cell's first member; entry [cell + 1] is now the start of cell.
        for (var cell = 0; cell < CellCount; cell++) _starts[cell] = _starts[cell + 1];
        _starts[CellCount] = _members.Length;
    }

    /// <summary>Number of cells.</summary>
    public int CellCount { get; }

    /// <summary>Indices of the segments whose boxes meet a cell.</summary>
    public ReadOnlySpan<int> Cell(int cell) => _members.AsSpan(_starts[cell], _starts[cell + 1] - _starts[cell]);

    /// <summary>True when two segments' boxes come within the tolerance of each other.</summary>
    public bool BoxesMeet(int i, int j, double tolerance)
    {
        ref readonly var a = ref _boxes[i];
        ref readonly var b = ref _boxes[j];
        return a.X0 <= b.X1 + tolerance && b.X0 <= a.X1 + tolerance && a.Y0 <= b.Y1 + tolerance && b.Y0 <= a.Y1 + tolerance;
    }
}
