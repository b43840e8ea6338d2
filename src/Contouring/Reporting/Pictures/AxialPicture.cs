using System.Collections.Immutable;
using ContourFlow.Contouring.Cases;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Reporting.Pictures;

/// <summary>
/// An axial plane of the planning CT as radiology shows it: Anterior up, the patient's Left on the right.
/// </summary>
public static class AxialPicture
{
    /// <summary>Draws a plane.</summary>
    /// <param name="ct">The CT.</param>
    /// <param name="plane">Index of the plane in the CT's grid.</param>
    /// <param name="field">Size and sampling of the picture.</param>
    /// <param name="centre">The point in the middle of the picture: patient X and Y, mm.</param>
    /// <param name="structures">The structures to draw.</param>
    public static PatientPicture Of(
        PlanningCt ct, int plane, PictureField field, PlanePoint centre, ImmutableArray<DrawnStructure> structures)
    {
        ArgumentNullException.ThrowIfNull(ct);
        var sampler = new CtSampler(ct);
        double right = centre.X - (field.Width / 2), anterior = centre.Y - (field.Height / 2);
        var image = CtRaster.Of(field, (across, down) => sampler.OnPlane(plane, right + across, anterior + down));
        var z = ct.Grid.Positions[plane];
        var outlines = structures
            .Select(structure => (structure, Region: structure.Geometry.RegionAt(z)))
            .Where(found => found.Region is not null)
            .Select(found => new PictureOutline(
                found.structure,
                [.. found.Region!.Rings.Select(ring =>
                    ring.Points.Select(point => new PicturePoint(point.X - right, point.Y - anterior)).ToImmutableArray())],
                Closed: true,
                Blocks: []));
        return new("Axial", "z", z, new('R', 'L', 'A', 'P'), new(right, anterior, z), field, image, [.. outlines]);
    }
}
