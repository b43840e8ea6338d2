using System.Runtime.CompilerServices;
using ContourFlow.Geometry.Fields;
using ContourFlow.Geometry.Patient;
using ContourFlow.Geometry.Planes;

namespace ContourFlow.Geometry.Dose;

/// <summary>A dose grid's values at a structure's own coordinates: one affine map, then trilinear interpolation.</summary>
internal sealed class DoseLookup
{
    // Beyond the outermost points by no more than this still counts as on them, mm (as DoseGrid.At does).
    private const double Slack = 1e-3;

    private readonly DoseGrid grid;
    private readonly Axis column;
    private readonly Axis row;
    private readonly Axis plane;
    private readonly int[] planeAt;
    private readonly double bucket;
    private readonly double[] offsets;

    /// <summary>Takes a grid, and the structure's axes with the lattice whose local coordinates (x, y) and z are asked with.</summary>
    public DoseLookup(DoseGrid grid, PlaneAxes axes, in Lattice lattice)
    {
        this.grid = grid;
        var start = axes.ToPatient(lattice.OriginX, lattice.OriginY, 0) - grid.Origin;
        column = Axis.Of(grid.ColumnDirection, axes, start, grid.ColumnSpacing);
        row = Axis.Of(grid.RowDirection, axes, start, grid.RowSpacing);
        plane = Axis.Of(grid.Normal, axes, start, 1);
        offsets = [.. grid.PlaneOffsets];
        // For every stretch as long as the smallest gap, the plane at or before its start.
        bucket = offsets.Zip(offsets.Skip(1), (a, b) => b - a).Min();
        planeAt = new int[(int)Math.Min(1 << 20, Math.Ceiling((offsets[^1] - offsets[0]) / bucket)) + 1];
        bucket = (offsets[^1] - offsets[0]) / (planeAt.Length - 1);
        for (int i = 0, at = 0; i < planeAt.Length; i++)
        {
            while (at < offsets.Length - 2 && offsets[at + 1] <= offsets[0] + (i * bucket)) at++;
            planeAt[i] = at;
        }
    }

    /// <summary>The dose at a point; NaN beyond the outermost points of the grid.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double At(double x, double y, double z) => Interpolated(column.At(x, y, z), row.At(x, y, z), plane.At(x, y, z));

    /// <summary>The dose at a place among the points, as <see cref="DoseGrid.Interpolated"/> has it, bit by bit.</summary>
    /// <param name="c">Columns from the first.</param>
    /// <param name="r">Rows from the first.</param>
    /// <param name="p">Distance from the grid's origin along its normal, mm.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Interpolated(double c, double r, double p)
    {
        if (!Inside(ref c, grid.Columns - 1, Slack / grid.ColumnSpacing) || !Inside(ref r, grid.Rows - 1, Slack / grid.RowSpacing)) return double.NaN;
        if (!(p >= offsets[0] - Slack && p <= offsets[^1] + Slack)) return double.NaN;
        var k = planeAt[Math.Clamp((int)((p - offsets[0]) / bucket), 0, planeAt.Length - 1)];
        // Just below the start of a stretch the division may round up into it.
        while (k > 0 && offsets[k] > p) k--;
        while (k < offsets.Length - 2 && offsets[k + 1] <= p) k++;
        var i = Math.Min((int)c, grid.Columns - 2);
        var j = Math.Min((int)r, grid.Rows - 2);
        var inPlane = Math.Clamp((p - offsets[k]) / (offsets[k + 1] - offsets[k]), 0, 1);
        double u = c - i, v = r - j;
        var values = grid.Values;
        var first = (((k * grid.Rows) + j) * grid.Columns) + i;
        var second = first + (grid.Rows * grid.Columns);
        var low = Flat(values, first, u, v);
        return low + ((Flat(values, second, u, v) - low) * inPlane);
    }

    /// <summary>No dose in a box (low to high in each coordinate) is above this; negative infinity where the box lies outside the grid.</summary>
    public double Highest(double lowX, double lowY, double lowZ, double highX, double highY, double highZ)
    {
        var (firstColumn, lastColumn) = column.Range(lowX, lowY, lowZ, highX, highY, highZ);
        var (firstRow, lastRow) = row.Range(lowX, lowY, lowZ, highX, highY, highZ);
        var (low, high) = plane.Range(lowX, lowY, lowZ, highX, highY, highZ);
        var columns = (Start: Math.Max(0, (int)Math.Floor(firstColumn)), End: Math.Min(grid.Columns - 1, (int)Math.Ceiling(lastColumn)));
        var rows = (Start: Math.Max(0, (int)Math.Floor(firstRow)), End: Math.Min(grid.Rows - 1, (int)Math.Ceiling(lastRow)));
        var highest = double.NegativeInfinity;
        for (var k = 0; k < offsets.Length; k++)
        {
            if (k + 1 < offsets.Length && offsets[k + 1] <= low) continue;
            for (var j = rows.Start; j <= rows.End; j++)
            {
                for (var i = columns.Start; i <= columns.End; i++) highest = Math.Max(highest, grid.At(k, j, i));
            }

            if (offsets[k] >= high) break;
        }

        return highest;
    }

    private double Flat(ReadOnlySpan<float> values, int index, double u, double v)
    {
        double a = values[index], b = values[index + grid.Columns];
        a += (values[index + 1] - a) * u;
        b += (values[index + grid.Columns + 1] - b) * u;
        return a + ((b - a) * v);
    }

    private static bool Inside(ref double position, int last, double slack)
    {
        if (!(position >= -slack && position <= last + slack)) return false;
        position = Math.Clamp(position, 0, last);
        return true;
    }

    private readonly record struct Axis(double Start, double X, double Y, double Z)
    {
        public static Axis Of(PatientVector direction, PlaneAxes axes, PatientVector start, double spacing) => new(
            start.Dot(direction) / spacing,
            axes.X.Dot(direction) / spacing,
            axes.Y.Dot(direction) / spacing,
            axes.Normal.Dot(direction) / spacing);

        public double At(double x, double y, double z) => Start + (X * x) + (Y * y) + (Z * z);

        public (double Low, double High) Range(double lowX, double lowY, double lowZ, double highX, double highY, double highZ)
        {
            var middle = At((lowX + highX) / 2, (lowY + highY) / 2, (lowZ + highZ) / 2);
            var half = ((Math.Abs(X) * (highX - lowX)) + (Math.Abs(Y) * (highY - lowY)) + (Math.Abs(Z) * (highZ - lowZ))) / 2;
            return (middle - half, middle + half);
        }
    }
}
