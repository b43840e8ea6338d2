using System.Collections.Immutable;
using ContourFlow.Contouring.Cases;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Contouring.Reporting.Pictures;

/// <summary>A sagittal cut of the planning CT: Superior up, Anterior on the left.</summary>
public static class SagittalPicture
{
    /// <summary>Draws the cut at the patient X of a point.</summary>
    /// <param name="ct">The CT.</param>
    /// <param name="field">Size and sampling of the picture.</param>
    /// <param name="centre">The cut's X, and the point in the middle of the picture, patient mm.</param>
    /// <param name="structures">The structures to draw, as stair-steps.</param>
    public static PatientPicture Of(
        PlanningCt ct, PictureField field, PatientPoint centre, ImmutableArray<DrawnStructure> structures)
    {
        ArgumentNullException.ThrowIfNull(ct);
        double anterior = centre.Y - (field.Width / 2), superior = centre.Z + (field.Height / 2);
        var sampler = new CtSampler(ct);
        var image = CtRaster.Of(field, (across, down) => sampler.At(centre.X, anterior + across, superior - down));
        var outlines = structures
            .Select(structure => StairSteps.Cut(
                structure, StairSteps.FixedAxis.X, centre.X, (y, z) => new(y - anterior, superior - z)))
            .OfType<PictureOutline>();
        return new("Sagittal", "x", centre.X, new('A', 'P', 'S', 'I'), new(centre.X, anterior, superior), field, image, [.. outlines]);
    }
}
