using System.Collections.Immutable;
using ContourFlow.Contouring.Cases;
using ContourFlow.Geometry.Patient;
using ContourFlow.Geometry.Planes;
using ContourFlow.Itk;

namespace ContourFlow.Contouring.Fusion;

/// <summary>Makes the images that are registered from the slices of the case.</summary>
internal static class FusionVolumes
{
    // In-plane, and along the patient: what lies farther from the target is not looked at. More than the region that
    // is registered, so that its edge still has neighbours.
    private const double InPlaneReach = 70, AlongReach = 62;

    /// <summary>
    /// The planning CT around the target, HU. Uneven planes are interpolated linearly onto their smallest spacing:
    /// ITK knows even spacing only.
    /// </summary>
    public static Image OfCt(PlanningCt ct, PatientPoint centre)
    {
        var plane = ct.Slices[0].Plane;
        var first = Index(plane.RowDirection.Dot(centre - plane.Position), plane.ColumnSpacing, -InPlaneReach, plane.Columns);
        var last = Index(plane.RowDirection.Dot(centre - plane.Position), plane.ColumnSpacing, InPlaneReach, plane.Columns);
        var top = Index(plane.ColumnDirection.Dot(centre - plane.Position), plane.RowSpacing, -InPlaneReach, plane.Rows);
        var bottom = Index(plane.ColumnDirection.Dot(centre - plane.Position), plane.RowSpacing, InPlaneReach, plane.Rows);
        var z = EvenPositions(ct.Grid, centre.Z);
        int columns = last - first + 1, rows = bottom - top + 1;
        var voxels = new short[columns * rows * z.Length];
        for (var k = 0; k < z.Length; k++)
        {
            var (below, part) = Between(ct.Grid, z[k]);
            var one = ct.Slices[below].Hounsfield.Span;
            var other = ct.Slices[part > 0 ? below + 1 : below].Hounsfield.Span;
            for (var row = 0; row < rows; row++)
            {
                var from = ((top + row) * plane.Columns) + first;
                var to = ((k * rows) + row) * columns;
                for (var column = 0; column < columns; column++)
                    voxels[to + column] = (short)Math.Round(one[from + column] + (part * (other[from + column] - one[from + column])), MidpointRounding.AwayFromZero);
            }
        }

        var corner = plane.Position + (plane.RowDirection * (first * plane.ColumnSpacing)) + (plane.ColumnDirection * (top * plane.RowSpacing));
        return new Image(voxels, new ImageGeometry(
            ct.Grid.FrameOfReference,
            columns,
            rows,
            z.Length,
            corner with { Z = z[0] },
            plane.RowDirection,
            plane.ColumnDirection,
            new PatientVector(0, 0, 1),
            plane.ColumnSpacing,
            plane.RowSpacing,
            z.Length > 1 ? z[1] - z[0] : 1));
    }

    /// <summary>A whole MR series.</summary>
    public static Image OfMr(MrSeries mr)
    {
        var (first, last) = (mr.Slices[0].Plane, mr.Slices[^1].Plane);
        var size = first.Rows * first.Columns;
        var voxels = new float[size * mr.Slices.Length];
        for (var k = 0; k < mr.Slices.Length; k++) mr.Slices[k].Values.Span.CopyTo(voxels.AsSpan(k * size, size));
        var across = last.Position - first.Position;
        var spacing = mr.Grid.Axes.Normal.Dot(across) / (mr.Slices.Length - 1);
        return new Image(voxels, new ImageGeometry(
            mr.Grid.FrameOfReference,
            first.Columns,
            first.Rows,
            mr.Slices.Length,
            first.Position,
            first.RowDirection,
            first.ColumnDirection,
            mr.Grid.Axes.Normal,
            first.ColumnSpacing,
            first.RowSpacing,
            spacing));
    }

    private static int Index(double along, double spacing, double reach, int count) =>
        Math.Clamp((int)Math.Round((along + reach) / spacing), 0, count - 1);

    private static double[] EvenPositions(PlaneGrid grid, double centre)
    {
        var near = grid.Positions.Where(position => Math.Abs(position - centre) <= AlongReach).ToArray();
        if (near.Length < 2) return near.Length == 1 ? near : [grid.Positions.MinBy(position => Math.Abs(position - centre))];
        var gaps = near.Zip(near.Skip(1), (below, above) => above - below).ToList();
        if (gaps.Max() - gaps.Min() <= PlaneSeries.PositionTolerance)
        {
            // Written with two decimals, even spacings differ by 0.01 mm: the mean is the scanner's.
            var mean = (near[^1] - near[0]) / (near.Length - 1);
            return [.. near.Select((_, i) => near[0] + (i * mean))];
        }

        var step = gaps.Min();
        return [.. Enumerable.Range(0, (int)((near[^1] - near[0]) / step) + 1).Select(i => near[0] + (i * step))];
    }

    // The plane below a position, and how far the position is on the way to the next, 0 to 1.
    private static (int Below, double Part) Between(PlaneGrid grid, double z)
    {
        var above = grid.Positions.BinarySearch(z);
        if (above >= 0) return (above, 0);
        var below = Math.Clamp(~above - 1, 0, grid.Positions.Length - 1);
        if (below + 1 == grid.Positions.Length) return (below, 0);
        var part = (z - grid.Positions[below]) / (grid.Positions[below + 1] - grid.Positions[below]);
        // A position that the mean spacing has moved by less than the text's rounding is the plane itself.
        return part < 0.01 ? (below, 0) : part > 0.99 ? (below + 1, 0) : (below, part);
    }
}
