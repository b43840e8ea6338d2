using ContourFlow.Contouring.Cases;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Contouring.Reporting.Pictures;

/// <summary>
/// Hounsfield values of the planning CT at patient positions, whatever the direction of the images' rows and
/// columns. Outside of the images: <see cref="Outside"/>.
/// </summary>
public sealed class CtSampler
{
    /// <summary>The value outside of the images: air.</summary>
    public const double Outside = -1024;

    private readonly PlanningCt _ct;
    private readonly SliceIndex[] _indices;

    /// <summary>Makes a sampler of a CT.</summary>
    public CtSampler(PlanningCt ct)
    {
        ArgumentNullException.ThrowIfNull(ct);
        _ct = ct;
        _indices = [.. ct.Slices.Select(SliceIndex.Of)];
    }

    /// <summary>Bilinear value on one plane of the grid, at patient X and Y in mm.</summary>
    public double OnPlane(int plane, double x, double y) => _indices[plane].At(x, y, _ct.Slices[plane].Hounsfield.Span);

    /// <summary>
    /// Value between planes: linear between the two neighbouring planes; up to half a slice beyond the first and
    /// last plane their own value, farther out <see cref="Outside"/>.
    /// </summary>
    public double At(double x, double y, double z)
    {
        var positions = _ct.Grid.Positions;
        var last = positions.Length - 1;
        if (z <= positions[0])
            return positions[0] - z <= PlaneSlab.Below(_ct.Grid, 0) ? OnPlane(0, x, y) : Outside;
        if (z >= positions[last])
            return z - positions[last] <= PlaneSlab.Above(_ct.Grid, last) ? OnPlane(last, x, y) : Outside;

        var found = positions.AsSpan().BinarySearch(z);
        if (found >= 0) return OnPlane(found, x, y);
        var above = ~found;
        var part = (z - positions[above - 1]) / (positions[above] - positions[above - 1]);
        return ((1 - part) * OnPlane(above - 1, x, y)) + (part * OnPlane(above, x, y));
    }

    /// <summary>Row and column as linear functions of patient X and Y: two dot products, worked out once a slice.</summary>
    private readonly record struct SliceIndex(
        double Row0, double RowX, double RowY, double Column0, double ColumnX, double ColumnY, int Rows, int Columns)
    {
        public static SliceIndex Of(CtSlice slice)
        {
            var plane = slice.Plane;
            var down = plane.ColumnDirection * (1 / plane.RowSpacing);
            var across = plane.RowDirection * (1 / plane.ColumnSpacing);
            // Z is the plane's own: its share of the dot product is nothing for an axial plane.
            var from = new PatientVector(-plane.Position.X, -plane.Position.Y, 0);
            return new(from.Dot(down), down.X, down.Y, from.Dot(across), across.X, across.Y, plane.Rows, plane.Columns);
        }

        public double At(double x, double y, ReadOnlySpan<short> values)
        {
            var row = Row0 + (RowX * x) + (RowY * y);
            var column = Column0 + (ColumnX * x) + (ColumnY * y);
            if (row < -0.5 || column < -0.5 || row > Rows - 0.5 || column > Columns - 0.5) return Outside;

            // Half a pixel at the border has no second neighbour: it takes the border pixel's value.
            row = Math.Clamp(row, 0, Rows - 1);
            column = Math.Clamp(column, 0, Columns - 1);
            var top = Math.Min((int)row, Math.Max(0, Rows - 2));
            var left = Math.Min((int)column, Math.Max(0, Columns - 2));
            var bottom = Math.Min(top + 1, Rows - 1);
            var right = Math.Min(left + 1, Columns - 1);
            double down = row - top, across = column - left;
            var above = ((1 - across) * values[(top * Columns) + left]) + (across * values[(top * Columns) + right]);
            var below = ((1 - across) * values[(bottom * Columns) + left]) + (across * values[(bottom * Columns) + right]);
            return ((1 - down) * above) + (down * below);
        }
    }
}
