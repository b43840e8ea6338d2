using ContourFlow.Contouring.Cases;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Contouring.Reporting.Pictures;

/// <summary>
/// Values of an MR at positions of the CT's frame of reference, through its pose: linear within and between its
/// planes, whatever their direction. Outside of the images: NaN.
/// </summary>
public sealed class MrSampler
{
    private readonly MrSeries _mr;
    private readonly RigidTransform _ctToMr;
    private readonly SliceIndex[] _indices;

    /// <summary>Makes a sampler.</summary>
    /// <param name="mr">The MR.</param>
    /// <param name="mrToCt">Maps points of the MR's frame of reference to the CT's, mm.</param>
    public MrSampler(MrSeries mr, RigidTransform mrToCt)
    {
        ArgumentNullException.ThrowIfNull(mr);
        ArgumentNullException.ThrowIfNull(mrToCt);
        _mr = mr;
        _ctToMr = mrToCt.Inverse();
        _indices = [.. mr.Slices.Select(SliceIndex.Of)];
    }

    /// <summary>
    /// The value at a point of the CT's frame. Up to half a pixel and half a slice beyond the outermost ones their own
    /// value counts, farther out there is none: NaN.
    /// </summary>
    public double At(PatientPoint ctPoint)
    {
        var point = _ctToMr.Apply(ctPoint);
        var grid = _mr.Grid;
        var positions = grid.Positions;
        var last = positions.Length - 1;
        var along = grid.Axes.FromPatient(point).Z;
        if (!double.IsFinite(along)) return double.NaN;
        if (along <= positions[0]) return positions[0] - along <= PlaneSlab.Below(grid, 0) ? OnPlane(0, point) : double.NaN;
        if (along >= positions[last]) return along - positions[last] <= PlaneSlab.Above(grid, last) ? OnPlane(last, point) : double.NaN;

        var found = positions.AsSpan().BinarySearch(along);
        if (found >= 0) return OnPlane(found, point);
        var above = ~found;
        var part = (along - positions[above - 1]) / (positions[above] - positions[above - 1]);
        return ((1 - part) * OnPlane(above - 1, point)) + (part * OnPlane(above, point));
    }

    private double OnPlane(int plane, PatientPoint point) => _indices[plane].At(point, _mr.Slices[plane].Values.Span);

    /// <summary>Row and column of a point's foot on a plane: each one dot product.</summary>
    private readonly record struct SliceIndex(PatientPoint Origin, PatientVector Down, PatientVector Across, int Rows, int Columns)
    {
        public static SliceIndex Of(MrSlice slice)
        {
            var plane = slice.Plane;
            return new(plane.Position, plane.ColumnDirection * (1 / plane.RowSpacing), plane.RowDirection * (1 / plane.ColumnSpacing), plane.Rows, plane.Columns);
        }

        public double At(PatientPoint point, ReadOnlySpan<float> values)
        {
            var offset = point - Origin;
            return PixelSampler.At(values, Rows, Columns, offset.Dot(Down), offset.Dot(Across));
        }
    }
}
