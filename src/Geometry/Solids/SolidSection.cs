using ContourFlow.Geometry.Fields;
using ContourFlow.Geometry.Margins;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Geometry.Solids;

/// <summary>Sections of the solid that a structure stands for (geometry specification 1.3).</summary>
public static class SolidSection
{
    /// <summary>The solid's section at any height.</summary>
    /// <param name="structure">The structure, on a grid of at least two planes.</param>
    /// <param name="z">Position along the grid's normal, mm.</param>
    /// <param name="options">Lattice, tolerance and threads; null for the defaults.</param>
    /// <returns>The section in canonical form: on a contoured plane the region itself; null outside the solid.</returns>
    /// <exception cref="ArgumentException">The structure's grid has one plane only.</exception>
    public static PlanarRegion? At(Structure structure, double z, GrowthOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(structure);
        SolidSections.RequireSpacing(structure, nameof(structure));
        options ??= GrowthOptions.Default;
        if (structure.RegionAt(z) is { } drawn) return CanonicalRegion.Of(z, drawn.Rings);
        structure = SolidSections.Canonical(structure, options);
        return structure.IsEmpty ? null : At(new SolidField(structure, options), z, options);
    }

    /// <summary>The section of a solid that is prepared already.</summary>
    internal static PlanarRegion? At(SolidField solid, double z, GrowthOptions options) =>
        z <= solid.Low || z >= solid.High
            ? null
            : ContourTracer.Trace(SolidLevelField.Across(solid, z, options.LatticeStep), z, options.Tolerance);
}
