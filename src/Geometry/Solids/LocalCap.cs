using ContourFlow.Geometry.Structures;

namespace ContourFlow.Geometry.Solids;

/// <summary>The way in which a solid goes on beyond a plane on which a part of it ends.</summary>
public enum CapDirection
{
    /// <summary>Towards Inferior: against the grid's normal.</summary>
    Inferior,

    /// <summary>Towards Superior: along the grid's normal.</summary>
    Superior,
}

/// <summary>
/// Half a slice of solid beyond a plane on which a structure, or a part of it, ends (geometry specification 1.3 b):
/// the region between the plane and the plane <see cref="HalfThickness"/> further on.
/// </summary>
/// <param name="Z">Position of the plane along the grid's normal, mm.</param>
/// <param name="Direction">The side of the plane on which the cap lies.</param>
/// <param name="Region">What ends here: the whole section or a part of it.</param>
/// <param name="HalfThickness">Half the local spacing of the grid, mm.</param>
public sealed record LocalCap(double Z, CapDirection Direction, PlanarRegion Region, double HalfThickness);
