using ContourFlow.Contouring.Cases;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Bench.Registration;

/// <summary>An MR series under other coordinates, or with less to see.</summary>
internal static class ChangedMr
{
    /// <summary>The same voxels moved within the MR's frame.</summary>
    public static MrSeries Moved(this MrSeries mr, PatientVector by)
    {
        var axes = mr.Grid.Axes;
        var along = axes.Normal.Dot(by);
        return mr with
        {
            Grid = new(mr.Grid.FrameOfReference, axes, [.. mr.Grid.Positions.Select(position => position + along)]),
            Slices = [.. mr.Slices.Select(slice => slice with { Plane = slice.Plane with { Position = slice.Plane.Position + by } })],
        };
    }

    /// <summary>What lies between two heights of the MR's frame; both of its rows and of its planes, whichever run along the patient.</summary>
    public static MrSeries Between(this MrSeries mr, double inferior, double superior)
    {
        bool IsInside(PatientPoint point) => point.Z >= inferior && point.Z <= superior;
        if (Math.Abs(mr.Grid.Axes.Normal.Z) > 0.5)
        {
            int[] planes = [.. Enumerable.Range(0, mr.Slices.Length).Where(k => IsInside(mr.Slices[k].Plane.Position))];
            return mr with
            {
                Grid = new(mr.Grid.FrameOfReference, mr.Grid.Axes, [.. planes.Select(k => mr.Grid.Positions[k])]),
                Slices = [.. planes.Select(k => mr.Slices[k])],
            };
        }

        return mr with { Slices = [.. mr.Slices.Select(slice => Rows(slice, IsInside))] };
    }

    private static MrSlice Rows(MrSlice slice, Func<PatientPoint, bool> isInside)
    {
        var plane = slice.Plane;
        int[] rows = [.. Enumerable.Range(0, plane.Rows).Where(row => isInside(plane.PixelCentre(row, 0)))];
        return slice with
        {
            Plane = plane with { Position = plane.PixelCentre(rows[0], 0), Rows = rows.Length },
            Values = slice.Values.Slice(rows[0] * plane.Columns, rows.Length * plane.Columns),
        };
    }
}
