using System.Collections.Immutable;

namespace ContourFlow.Contouring.Reporting.Pictures;

/// <summary>All pictures of a case.</summary>
/// <param name="View">What they look at.</param>
/// <param name="Axial">One for each of the view's planes, in its order.</param>
/// <param name="Sagittal">Through the target's centroid.</param>
/// <param name="Coronal">Through the target's centroid.</param>
public sealed record CasePictures(
    TargetView View,
    ImmutableArray<PatientPicture> Axial,
    PatientPicture Sagittal,
    PatientPicture Coronal)
{
    /// <summary>Picture pixels an edge of the field: finer than the CT, coarse enough for a small file.</summary>
    private const int PixelsAnEdge = 400;

    /// <summary>Draws them, or null when no structure has a contour.</summary>
    public static CasePictures? Of(CaseResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (TargetView.Of(result) is not { } view) return null;

        var ct = result.Case.Ct;
        var field = new PictureField(view.AxialField, view.AxialField, view.AxialField / PixelsAnEdge);
        var (tall, middle) = Longitudinal(view, ct.Grid);
        var pictures = new PatientPicture[view.Planes.Length + 2];
        // Each picture goes to its own place, so the order is the same whatever the threads do.
        Parallel.For(0, pictures.Length, i => pictures[i] = i switch
        {
            0 => SagittalPicture.Of(ct, tall, new(view.Centroid.X, view.Centre.Y, middle), view.Structures),
            1 => CoronalPicture.Of(ct, tall, new(view.Centre.X, view.Centroid.Y, middle), view.Structures),
            _ => AxialPicture.Of(ct, view.Planes[i - 2].Plane, field, new(view.Centre.X, view.Centre.Y), view.Structures),
        });
        return new(view, [.. pictures.Skip(2)], pictures[0], pictures[1]);
    }

    /// <summary>The square field, cut to what the CT covers and kept tall enough to look at.</summary>
    private static (PictureField Field, double MiddleZ) Longitudinal(TargetView view, Geometry.Planes.PlaneGrid grid)
    {
        const double shortest = 50;
        var positions = grid.Positions;
        var lowest = positions[0] - PlaneSlab.Below(grid, 0);
        var highest = positions[^1] + PlaneSlab.Above(grid, positions.Length - 1);
        var bottom = Math.Max(lowest, view.Centre.Z - (view.LongitudinalField / 2));
        var top = Math.Min(highest, view.Centre.Z + (view.LongitudinalField / 2));
        var pixel = view.LongitudinalField / PixelsAnEdge;
        var height = Math.Ceiling(Math.Max(shortest, top - bottom) / pixel) * pixel;
        return (new(view.LongitudinalField, height, pixel), (bottom + top) / 2);
    }
}
