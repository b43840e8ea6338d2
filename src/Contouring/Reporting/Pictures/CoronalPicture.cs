using System.Collections.Immutable;
using ContourFlow.Contouring.Cases;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Contouring.Reporting.Pictures;

/// <summary>A coronal cut of the planning CT: Superior up, the patient's Left on the right.</summary>
public static class CoronalPicture
{
    /// <summary>Draws the cut at the patient Y of a point.</summary>
    /// <param name="ct">The CT.</param>
    /// <param name="field">Size and sampling of the picture.</param>
    /// <param name="centre">The cut's Y, and the point in the middle of the picture, patient mm.</param>
    /// <param name="structures">The structures to draw, as stair-steps.</param>
    public static PatientPicture Of(
        PlanningCt ct, PictureField field, PatientPoint centre, ImmutableArray<DrawnStructure> structures)
    {
        ArgumentNullException.ThrowIfNull(ct);
        double right = centre.X - (field.Width / 2), superior = centre.Z + (field.Height / 2);
        var sampler = new CtSampler(ct);
        var image = CtRaster.Of(field, (across, down) => sampler.At(right + across, centre.Y, superior - down));
        var outlines = structures
            .Select(structure => StairSteps.Cut(
                structure, StairSteps.FixedAxis.Y, centre.Y, (x, z) => new(x - right, superior - z)))
            .OfType<PictureOutline>();
        return new("Coronal", "y", centre.Y, new('R', 'L', 'S', 'I'), new(right, centre.Y, superior), field, image, [.. outlines]);
    }
}
