using System.Runtime.InteropServices;
using ContourFlow.Contouring.Cases;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Contouring.Viewing;

/// <summary>
/// An MR through its pose on the planes of a <see cref="ViewGrid"/>, linear within and between its planes. Its units are arbitrary, so they are
/// stretched: the 1st percentile of its values becomes 0 and the 99th <see cref="Full"/>, whatever the scanner, and one window fits every MR.
/// </summary>
internal sealed class MrPlanes
{
    /// <summary>What the 99th percentile becomes.</summary>
    public const int Full = 1000;

    // So many values tell the percentiles well enough.
    private const int Sampled = 200_000;

    private readonly ViewGrid _grid;
    private readonly float[][] _slices;
    private readonly int _rows;
    private readonly int _columns;
    private readonly RigidTransform _ctToMr;
    private readonly PatientPoint _corner;
    private readonly PatientVector _across;
    private readonly PatientVector _down;
    private readonly PatientVector _through;
    private readonly double _low;
    private readonly double _scale;

    /// <summary>Prepares an MR for the planes of a grid.</summary>
    /// <param name="mr">The MR, an even lattice.</param>
    /// <param name="mrToCt">Its pose: maps points of its frame of reference to the CT's.</param>
    /// <param name="grid">The grid.</param>
    public MrPlanes(MrSeries mr, RigidTransform mrToCt, ViewGrid grid)
    {
        _grid = grid;
        _slices = [.. mr.Slices.Select(slice => ValuesOf(slice.Values))];
        var first = mr.Slices[0].Plane;
        (_rows, _columns) = (first.Rows, first.Columns);
        _ctToMr = mrToCt.Inverse();
        _corner = first.Position;
        _across = first.RowDirection * (1 / first.ColumnSpacing);
        _down = first.ColumnDirection * (1 / first.RowSpacing);
        _through = mr.Grid.Axes.Normal * (1 / mr.PlaneSpacing);
        (_low, _scale) = Stretch(_slices);
    }

    /// <summary>Fills a plane of the grid.</summary>
    /// <param name="plane">Its number.</param>
    /// <param name="into">One value a voxel, from Right to Left first, then from Anterior to Posterior; <see cref="ViewGrid.Nothing"/> where the MR does not reach.</param>
    public void Fill(int plane, Span<short> into)
    {
        // Column, row and plane of the MR are linear functions of the voxel's i and j.
        var step = _ctToMr.Apply(new PatientVector(_grid.SpacingX, 0, 0));
        var lattice = new Index(step.Dot(_across), step.Dot(_down), step.Dot(_through));
        for (var j = 0; j < _grid.CountY; j++)
        {
            var offset = _ctToMr.Apply(new PatientPoint(_grid.OriginX, _grid.OriginY + (j * _grid.SpacingY), _grid.Planes[plane])) - _corner;
            FillLine(new(offset.Dot(_across), offset.Dot(_down), offset.Dot(_through)), lattice, into.Slice(j * _grid.CountX, _grid.CountX));
        }
    }

    private void FillLine(Index start, Index step, Span<short> line)
    {
        line.Fill(ViewGrid.Nothing);
        double first = 0, last = line.Length - 1;
        Narrow(start.Column, step.Column, _columns, ref first, ref last);
        Narrow(start.Row, step.Row, _rows, ref first, ref last);
        Narrow(start.Plane, step.Plane, _slices.Length, ref first, ref last);
        for (var i = (int)Math.Ceiling(first); i <= last; i++)
        {
            var value = At(start.Column + (i * step.Column), start.Row + (i * step.Row), start.Plane + (i * step.Plane));
            line[i] = (short)Math.Clamp(Math.Round((value - _low) * _scale), -short.MaxValue, short.MaxValue);
        }
    }

    // The part of a line that lies within an axis of the MR, half a pixel or half a slice beyond its outermost centres included.
    private static void Narrow(double start, double step, int count, ref double first, ref double last)
    {
        double low = -0.5 - start, high = count - 0.5 - start;
        if (step == 0)
        {
            if (low > 0 || high < 0) last = -1;
            return;
        }

        var (enter, leave) = step > 0 ? (low / step, high / step) : (high / step, low / step);
        first = Math.Max(first, enter);
        last = Math.Min(last, leave);
    }

    private double At(double column, double row, double plane)
    {
        column = Math.Clamp(column, 0, _columns - 1);
        row = Math.Clamp(row, 0, _rows - 1);
        plane = Math.Clamp(plane, 0, _slices.Length - 1);
        int left = (int)column, top = (int)row, below = (int)plane;
        int right = Math.Min(left + 1, _columns - 1), bottom = Math.Min(top + 1, _rows - 1), above = Math.Min(below + 1, _slices.Length - 1);
        double across = column - left, down = row - top, through = plane - below;
        top *= _columns;
        bottom *= _columns;
        var one = OnPlane(_slices[below], top, bottom, left, right, across, down);
        var other = OnPlane(_slices[above], top, bottom, left, right, across, down);
        return one + (through * (other - one));
    }

    private static double OnPlane(float[] values, int top, int bottom, int left, int right, double across, double down)
    {
        double upper = values[top + left] + (across * (values[top + right] - values[top + left]));
        double lower = values[bottom + left] + (across * (values[bottom + right] - values[bottom + left]));
        return upper + (down * (lower - upper));
    }

    private static (double Low, double Scale) Stretch(float[][] slices)
    {
        var every = Math.Max(1, slices.Sum(slice => (long)slice.Length) / Sampled);
        var sample = new List<float>(Sampled * 2);
        long at = 0;
        foreach (var slice in slices)
        {
            for (; at < slice.Length; at += every) sample.Add(slice[at]);
            at -= slice.Length;
        }

        sample.Sort();
        var (low, high) = (sample[(int)(0.01 * (sample.Count - 1))], sample[(int)(0.99 * (sample.Count - 1))]);
        // A bright spot in the dark has its percentiles in the dark.
        if (high <= low) (low, high) = (slices.Min(slice => slice.Min()), slices.Max(slice => slice.Max()));
        return (low, Full / ((double)high - low));
    }

    private static float[] ValuesOf(ReadOnlyMemory<float> values) =>
        MemoryMarshal.TryGetArray(values, out var segment) && segment.Offset == 0 && segment.Count == segment.Array!.Length ? segment.Array : values.ToArray();

    /// <summary>Column, row and plane of the MR, fractions of pixels and planes.</summary>
    private readonly record struct Index(double Column, double Row, double Plane);
}
