using System.Collections.Immutable;
using ContourFlow.Geometry.Planes;

namespace ContourFlow.Geometry.Structures;

/// <summary>
/// A structure as a stack of planar regions on the planes of a grid. The solid that it stands for is the geometry
/// specification's section 1.3: linear blend of signed distances between neighbouring planes, half a slice beyond
/// wherever a region ends.
/// </summary>
public sealed class Structure
{
    /// <summary>Makes a structure of regions that lie on the grid's planes.</summary>
    /// <param name="grid">The planes on which the structure is, or could have been, drawn.</param>
    /// <param name="regions">The regions, ascending in Z, one a plane, each exactly on a plane; may be empty.</param>
    /// <exception cref="ArgumentException">A region that is out of order or on no plane of the grid.</exception>
    public Structure(PlaneGrid grid, ImmutableArray<PlanarRegion> regions)
    {
        ArgumentNullException.ThrowIfNull(grid);
        if (regions.IsDefault)
            throw new ArgumentException("Regions may be empty, not default.", nameof(regions));
        for (var i = 0; i < regions.Length; i++)
        {
            if (grid.IndexOf(regions[i].Z) < 0)
                throw new ArgumentException($"The region at {regions[i].Z} mm lies on no plane of the grid.", nameof(regions));
            if (i > 0 && regions[i].Z <= regions[i - 1].Z)
                throw new ArgumentException("Regions must ascend strictly in Z.", nameof(regions));
        }

        Grid = grid;
        Regions = regions;
    }

    /// <summary>The planes on which the structure is, or could have been, drawn.</summary>
    public PlaneGrid Grid { get; }

    /// <summary>The regions, ascending in Z, one a plane.</summary>
    public ImmutableArray<PlanarRegion> Regions { get; }

    /// <summary>True when the structure has no region.</summary>
    public bool IsEmpty => Regions.IsEmpty;

    /// <summary>The region at exactly this position, or null.</summary>
    public PlanarRegion? RegionAt(double z)
    {
        int low = 0, high = Regions.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var there = Regions[middle].Z;
            if (there == z) return Regions[middle];
            if (there < z) low = middle + 1;
            else high = middle - 1;
        }

        return null;
    }
}
