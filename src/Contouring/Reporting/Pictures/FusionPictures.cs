using System.Collections.Immutable;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Fusion;

namespace ContourFlow.Contouring.Reporting.Pictures;

/// <summary>The pictures of one fusion, through the target's centre.</summary>
/// <param name="Axial">On the CT's plane nearest to the centre.</param>
/// <param name="Sagittal">Through the centre.</param>
/// <param name="MrWindow">The window of the MR in both.</param>
public sealed record FusionPictures(FusionPicture Axial, FusionPicture Sagittal, GreyWindow MrWindow)
{
    private const double AxialField = 120;
    private const double SagittalField = 160;

    /// <summary>Picture pixels an edge: an MR has no more to show.</summary>
    private const int PixelsAnEdge = 320;

    /// <summary>Draws them, or null where no pose came out.</summary>
    /// <param name="ct">The planning CT.</param>
    /// <param name="fusion">The fusion, accepted or refused.</param>
    /// <param name="structures">The structures on the CT to draw over both.</param>
    public static FusionPictures? Of(PlanningCt ct, MrFusion fusion, ImmutableArray<DrawnStructure> structures)
    {
        ArgumentNullException.ThrowIfNull(ct);
        ArgumentNullException.ThrowIfNull(fusion);
        if (fusion.Pose is not { } pose) return null;
        var centre = pose.Centre;
        var plane = PlaneSlab.Nearest(ct.Grid, centre.Z);
        var axial = AxialPicture.Of(ct, plane, Field(AxialField), new(centre.X, centre.Y), structures);
        var sagittal = SagittalPicture.Of(ct, Field(SagittalField), centre, structures);

        var sampler = new MrSampler(fusion.Mr, pose.MrToCt);
        var (left, top) = (axial.TopLeft, sagittal.TopLeft);
        var onPlane = Sample(axial.Field, (across, down) => sampler.At(new(left.X + across, left.Y + down, left.Z)));
        var along = Sample(sagittal.Field, (across, down) => sampler.At(new(top.X, top.Y + across, top.Z - down)));
        var window = Window([.. onPlane, .. along]);
        return new(FusionPicture.Of(axial, onPlane, window), FusionPicture.Of(sagittal, along, window), window);
    }

    private static PictureField Field(double edge) => new(edge, edge, edge / PixelsAnEdge);

    private static double[] Sample(PictureField field, Func<double, double, double> value)
    {
        var values = new double[field.Rows * field.Columns];
        Parallel.For(0, field.Rows, row =>
        {
            for (var column = 0; column < field.Columns; column++)
                values[(row * field.Columns) + column] = value(field.Centre(column), field.Centre(row));
        });
        return values;
    }

    /// <summary>From the first to the last percent of what is shown: a few bright vessels do not darken the rest.</summary>
    private static GreyWindow Window(double[] values)
    {
        var shown = values.Where(double.IsFinite).Order().ToArray();
        if (shown.Length == 0) return new("MR", 1, 0.5);
        double low = shown[shown.Length / 100], high = shown[shown.Length - 1 - (shown.Length / 100)];
        return new("MR", high > low ? high - low : 1, (low + high) / 2);
    }
}
