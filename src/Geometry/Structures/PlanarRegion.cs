using System.Collections.Immutable;

namespace ContourFlow.Geometry.Structures;

/// <summary>
/// A structure's section by one plane: the set that an odd number of its rings enclose (even-odd over all rings,
/// so that keyholes, nested rings and XOR rings read alike).
/// </summary>
/// <remarks>
/// Regions that this library makes are canonical: simple rings that do not cross; outer rings counter-clockwise,
/// holes clockwise; each ring starts at its smallest point (X, then Y); rings sorted by their first point. Two
/// equal sets drawn in another order or direction are then equal number for number.
/// </remarks>
public sealed class PlanarRegion
{
    /// <summary>Makes a region of rings, read by even-odd.</summary>
    /// <param name="z">Position of the plane along the grid's normal, mm (patient Z for an axial grid).</param>
    /// <param name="rings">The rings; at least one.</param>
    /// <exception cref="ArgumentException">No ring, or a position that is not finite.</exception>
    public PlanarRegion(double z, ImmutableArray<Ring> rings)
    {
        if (!double.IsFinite(z))
            throw new ArgumentException("The plane's position must be finite.", nameof(z));
        if (rings.IsDefaultOrEmpty)
            throw new ArgumentException("A region needs at least one ring.", nameof(rings));
        Z = z;
        Rings = rings;
    }

    /// <summary>Position of the plane along the grid's normal, mm (patient Z for an axial grid).</summary>
    public double Z { get; }

    /// <summary>The rings, read by even-odd.</summary>
    public ImmutableArray<Ring> Rings { get; }
}
