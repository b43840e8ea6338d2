using System.Collections.Immutable;
using ContourFlow.Geometry.Booleans;
using ContourFlow.Geometry.Margins;
using ContourFlow.Geometry.Planes;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Checks;

/// <summary>
/// The half slices beyond planes where a structure, or a part of it, ends (geometry specification 1.3 b and 2), by
/// polygon operations that share nothing with the distance fields which grew the structure.
/// </summary>
/// <param name="Bottom">Lower end of the half slice, patient Z, mm.</param>
/// <param name="Top">Upper end, mm.</param>
/// <param name="Region">What ends there.</param>
internal sealed record SlabEnd(double Bottom, double Top, PlanarRegion Region)
{
    // The specification: farther than two slices from the neighbour's section.
    private const double Slices = 2;

    /// <summary>All ends of a structure.</summary>
    /// <param name="structure">The structure.</param>
    /// <param name="allowance">
    /// Added to the distance at which a part counts as ending, mm. A part that just passes it brings a whole disc of
    /// two slices with it, so a check must not hang on a hundredth of a millimetre: it asks on both sides of it.
    /// </param>
    public static ImmutableArray<SlabEnd> Of(Structure structure, double allowance)
    {
        var ends = ImmutableArray.CreateBuilder<SlabEnd>();
        foreach (var region in structure.Regions)
        {
            var plane = structure.Grid.IndexOf(region.Z);
            var (above, below) = (structure.Grid.SpacingAbove(plane), structure.Grid.SpacingBelow(plane));
            if (Ending(structure, region, Neighbour(structure, plane + 1), (Slices * above) + allowance, Slices * above) is { } upper)
                ends.Add(new SlabEnd(region.Z, region.Z + (above / 2), upper));
            if (Ending(structure, region, Neighbour(structure, plane - 1), (Slices * below) + allowance, Slices * below) is { } lower)
                ends.Add(new SlabEnd(region.Z - (below / 2), region.Z, lower));
        }

        return ends.ToImmutable();
    }

    private static PlanarRegion? Neighbour(Structure structure, int plane) =>
        plane >= 0 && plane < structure.Grid.Positions.Length ? structure.RegionAt(structure.Grid.Positions[plane]) : null;

    private static PlanarRegion? Ending(Structure structure, PlanarRegion region, PlanarRegion? neighbour, double far, double back)
    {
        if (neighbour is null) return region;
        if (!ReachesBeyond(region, neighbour, far)) return null;
        var near = Widened(structure, new PlanarRegion(region.Z, neighbour.Rings), far);
        return RegionBooleans.Difference(region, near) is { } beyond
            ? RegionBooleans.Intersection(region, Widened(structure, beyond, back))
            : null;
    }

    // Most sections have nothing that ends, and their outline says so at little cost. The step along the outline is
    // small against the allowance that checks make.
    private static bool ReachesBeyond(PlanarRegion region, PlanarRegion neighbour, double far)
    {
        const double Step = 0.2;
        var gauge = new RegionGauge(neighbour);
        foreach (var points in region.Rings.Select(ring => ring.Points))
        {
            for (var i = 0; i < points.Length; i++)
            {
                var (from, to) = (points[i], points[(i + 1) % points.Length]);
                var length = double.Hypot(to.X - from.X, to.Y - from.Y);
                if (Away(from) + length <= far) continue;
                var steps = Math.Max(1, (int)Math.Ceiling(length / Step));
                for (var step = 0; step < steps; step++)
                {
                    var t = (double)step / steps;
                    var point = new PlanePoint(from.X + (t * (to.X - from.X)), from.Y + (t * (to.Y - from.Y)));
                    if (Away(point) > far) return true;
                }
            }
        }

        return false;

        double Away(PlanePoint point) => gauge.Contains(point) ? 0 : gauge.Distance(point);
    }

    private static PlanarRegion? Widened(Structure structure, PlanarRegion region, double by)
    {
        // One section grown in its plane only.
        var grid = new PlaneGrid(structure.Grid.FrameOfReference, structure.Grid.Axes, [region.Z, region.Z + 1]);
        return PolygonGrowth.Grow(new Structure(grid, [region]), PatientMargins.InPlaneAndAxial(by, 0)).RegionAt(region.Z);
    }
}
