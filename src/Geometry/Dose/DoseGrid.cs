using System.Collections.Immutable;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Geometry.Dose;

/// <summary>
/// Dose on a grid of points in the patient, in any direction, with planes at any distances: between the points it is interpolated
/// trilinearly, beyond the outermost points there is none.
/// </summary>
public sealed class DoseGrid
{
    private readonly float[] dose;

    /// <summary>Makes a grid.</summary>
    /// <param name="frameOfReference">The frame of reference of the coordinates.</param>
    /// <param name="origin">The first point of the first plane (column 0, row 0, offset 0).</param>
    /// <param name="columnDirection">Unit vector in which the column index grows (along a row).</param>
    /// <param name="rowDirection">Unit vector in which the row index grows (down a column), at right angles to the other.</param>
    /// <param name="columnSpacing">Distance between columns, mm.</param>
    /// <param name="rowSpacing">Distance between rows, mm.</param>
    /// <param name="planeOffsets">Each plane's distance from the origin along <see cref="Normal"/>, mm, strictly ascending.</param>
    /// <param name="columns">Points in a row, at least 2.</param>
    /// <param name="rows">Points in a column, at least 2.</param>
    /// <param name="dose">Planes × rows × columns values, plane by plane, row by row; kept, not copied.</param>
    /// <exception cref="ArgumentException">Sizes or spacings that are impossible, or a number of values that is another.</exception>
    public DoseGrid(
        FrameOfReferenceUid frameOfReference,
        PatientPoint origin,
        PatientVector columnDirection,
        PatientVector rowDirection,
        double columnSpacing,
        double rowSpacing,
        ImmutableArray<double> planeOffsets,
        int columns,
        int rows,
        float[] dose)
    {
        ArgumentNullException.ThrowIfNull(dose);
        if (planeOffsets.IsDefault || planeOffsets.Length < 2 || columns < 2 || rows < 2)
            throw new ArgumentException("Dose is interpolated between points: at least two are needed in each direction.", nameof(planeOffsets));
        for (var i = 1; i < planeOffsets.Length; i++)
        {
            if (!(planeOffsets[i] > planeOffsets[i - 1]))
                throw new ArgumentException("Plane offsets must ascend strictly.", nameof(planeOffsets));
        }

        if (!(columnSpacing > 0) || !(rowSpacing > 0))
            throw new ArgumentException("Spacings must be positive.", nameof(columnSpacing));
        if (dose.Length != planeOffsets.Length * rows * columns)
            throw new ArgumentException($"{planeOffsets.Length} planes of {rows} × {columns} points need as many values, not {dose.Length}.", nameof(dose));
        if (Math.Abs(columnDirection.Length - 1) > 1e-6 || Math.Abs(rowDirection.Length - 1) > 1e-6 || Math.Abs(columnDirection.Dot(rowDirection)) > 1e-6)
            throw new ArgumentException("Directions must be unit vectors at right angles.", nameof(columnDirection));
        FrameOfReference = frameOfReference;
        Origin = origin;
        ColumnDirection = columnDirection;
        RowDirection = rowDirection;
        Normal = columnDirection.Cross(rowDirection);
        ColumnSpacing = columnSpacing;
        RowSpacing = rowSpacing;
        PlaneOffsets = planeOffsets;
        Columns = columns;
        Rows = rows;
        this.dose = dose;
    }

    /// <summary>The frame of reference of the coordinates.</summary>
    public FrameOfReferenceUid FrameOfReference { get; }

    /// <summary>The first point of the first plane.</summary>
    public PatientPoint Origin { get; }

    /// <summary>Unit vector in which the column index grows.</summary>
    public PatientVector ColumnDirection { get; }

    /// <summary>Unit vector in which the row index grows.</summary>
    public PatientVector RowDirection { get; }

    /// <summary>Unit vector in which the plane index grows.</summary>
    public PatientVector Normal { get; }

    /// <summary>Distance between columns, mm.</summary>
    public double ColumnSpacing { get; }

    /// <summary>Distance between rows, mm.</summary>
    public double RowSpacing { get; }

    /// <summary>Each plane's distance from the origin along the normal, mm, strictly ascending.</summary>
    public ImmutableArray<double> PlaneOffsets { get; }

    /// <summary>Points in a row.</summary>
    public int Columns { get; }

    /// <summary>Points in a column.</summary>
    public int Rows { get; }

    /// <summary>Planes.</summary>
    public int Planes => PlaneOffsets.Length;

    /// <summary>The largest distance between neighbouring planes, mm.</summary>
    public double LargestPlaneSpacing => Enumerable.Range(1, Planes - 1).Max(i => PlaneOffsets[i] - PlaneOffsets[i - 1]);

    /// <summary>The volume between eight neighbouring points, mm³; of the largest such cell where planes are unevenly spaced.</summary>
    public double LargestCell => ColumnSpacing * RowSpacing * LargestPlaneSpacing;

    /// <summary>The values, plane by plane, row by row.</summary>
    public ReadOnlySpan<float> Values => dose;

    /// <summary>The same points with other values.</summary>
    /// <param name="values">As many values, in the same order; kept, not copied.</param>
    public DoseGrid WithValues(float[] values) =>
        new(FrameOfReference, Origin, ColumnDirection, RowDirection, ColumnSpacing, RowSpacing, PlaneOffsets, Columns, Rows, values);

    /// <summary>The value at a point of the grid.</summary>
    public float At(int plane, int row, int column) => dose[(((plane * Rows) + row) * Columns) + column];

    /// <summary>The patient point of a point of the grid.</summary>
    public PatientPoint PointOf(int plane, int row, int column) =>
        Origin + (ColumnDirection * (column * ColumnSpacing)) + (RowDirection * (row * RowSpacing)) + (Normal * PlaneOffsets[plane]);

    /// <summary>The dose at a patient point by trilinear interpolation; NaN beyond the outermost points (more than a micrometre).</summary>
    public double At(PatientPoint point)
    {
        var away = point - Origin;
        return Interpolated(away.Dot(ColumnDirection) / ColumnSpacing, away.Dot(RowDirection) / RowSpacing, away.Dot(Normal));
    }

    /// <summary>The dose at a place among the points: the rule, which <see cref="DoseLookup"/> follows bit by bit.</summary>
    /// <param name="columns">Columns from the first; the centre of a point is a whole number.</param>
    /// <param name="rows">Rows from the first.</param>
    /// <param name="offset">Distance from the origin along <see cref="Normal"/>, mm.</param>
    internal double Interpolated(double columns, double rows, double offset)
    {
        var (column, inColumn) = Cell(columns, Columns, 1e-3 / ColumnSpacing);
        var (row, inRow) = Cell(rows, Rows, 1e-3 / RowSpacing);
        var (plane, inPlane) = PlaneCell(offset);
        if (column < 0 || row < 0 || plane < 0) return double.NaN;
        var first = (((plane * Rows) + row) * Columns) + column;
        var second = first + (Rows * Columns);
        return Lerp(InPlane(first, inRow, inColumn), InPlane(second, inRow, inColumn), inPlane);
    }

    private double InPlane(int index, double inRow, double inColumn) => Lerp(
        Lerp(dose[index], dose[index + 1], inColumn),
        Lerp(dose[index + Columns], dose[index + Columns + 1], inColumn),
        inRow);

    private static double Lerp(double from, double to, double part) => from + ((to - from) * part);

    // The cell and the place in it; -1 outside.
    private static (int Index, double Part) Cell(double position, int count, double slack)
    {
        if (!(position >= -slack && position <= count - 1 + slack)) return (-1, 0);
        var index = Math.Clamp((int)Math.Floor(position), 0, count - 2);
        return (index, Math.Clamp(position - index, 0, 1));
    }

    private (int Index, double Part) PlaneCell(double offset)
    {
        if (!(offset >= PlaneOffsets[0] - 1e-3 && offset <= PlaneOffsets[^1] + 1e-3)) return (-1, 0);
        var found = PlaneOffsets.BinarySearch(offset);
        var index = Math.Clamp(found >= 0 ? found : ~found - 1, 0, Planes - 2);
        return (index, Math.Clamp((offset - PlaneOffsets[index]) / (PlaneOffsets[index + 1] - PlaneOffsets[index]), 0, 1));
    }
}
