using System.Collections.Immutable;
using ContourFlow.Geometry.Fields;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Geometry.Solids;

/// <summary>
/// Where a solid ends (geometry specification 1.3 b and 2). Towards an empty plane the whole section ends. Towards
/// another section, what lies further than two slices from it ends (a pedicle that ends while the body goes on),
/// grown back by two slices within its own section.
/// </summary>
public static class LocalCaps
{
    // A surface that moves by more than this many slices from one plane to the next is an end, not a slant.
    private const double EndSlope = 2;

    /// <summary>All caps of a structure, ascending in Z, Inferior before Superior.</summary>
    /// <param name="structure">The structure; a grid of at least two planes.</param>
    /// <param name="options">Lattice, tolerance and threads; null for the defaults.</param>
    /// <exception cref="ArgumentException">The structure's grid has one plane only.</exception>
    public static ImmutableArray<LocalCap> Of(Structure structure, Margins.GrowthOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(structure);
        SolidSections.RequireSpacing(structure, nameof(structure));
        options ??= Margins.GrowthOptions.Default;
        return OfCanonical(SolidSections.Canonical(structure, options), options);
    }

    /// <summary>The caps of a structure in canonical form; the region of a whole section that ends is that object.</summary>
    internal static ImmutableArray<LocalCap> OfCanonical(Structure structure, Margins.GrowthOptions options)
    {
        if (structure.IsEmpty) return [];
        var lattice = Lattice.Covering(Rectangle.Of(structure.Regions), options.LatticeStep);
        var fields = new PlaneField[structure.Regions.Length];
        Parallel.For(0, fields.Length, options.Parallel, k => fields[k] = new PlaneField(structure.Regions[k], lattice));
        return Of(structure, lattice, fields, options);
    }

    /// <summary>The caps, from fields that exist already.</summary>
    internal static ImmutableArray<LocalCap> Of(Structure structure, Lattice lattice, PlaneField[] fields, Margins.GrowthOptions options)
    {
        var caps = new LocalCap?[2 * fields.Length];
        Parallel.For(0, caps.Length, options.Parallel, i =>
        {
            var section = i / 2;
            var direction = (i & 1) == 0 ? CapDirection.Inferior : CapDirection.Superior;
            var neighbour = direction == CapDirection.Inferior ? section - 1 : section + 1;
            var continues = direction == CapDirection.Inferior
                ? section > 0 && SolidSections.Continues(structure, section - 1)
                : SolidSections.Continues(structure, section);
            var own = structure.Regions[section];
            var region = !continues ? own : Ending(
                own.Z,
                fields[section],
                fields[neighbour],
                EndSlope * Math.Abs(structure.Regions[neighbour].Z - own.Z),
                lattice,
                options.Tolerance);
            if (region is not null)
                caps[i] = new LocalCap(own.Z, direction, region, SolidSections.HalfThickness(structure, section, direction));
        });
        return [.. caps.OfType<LocalCap>()];
    }

    private static PlanarRegion? Ending(double z, PlaneField own, PlaneField neighbour, double far, in Lattice lattice, double tolerance)
    {
        if (!AnyBeyond(own, neighbour, far, lattice)) return null;
        var seed = ContourTracer.Trace(new Beyond(lattice, own, neighbour, far), z, tolerance);
        if (seed is null) return null;
        var seedField = new PlaneField(seed, lattice);
        return ContourTracer.Trace(new GrownBack(lattice, own, seedField, far), z, tolerance);
    }

    // Most sections have no such part, and the tiles' centres say so at little cost.
    private static bool AnyBeyond(PlaneField own, PlaneField neighbour, double far, in Lattice lattice)
    {
        var radius = lattice.TileRadius;
        for (var tile = 0; tile < lattice.Tiles; tile++)
        {
            if (own.Centres[tile] < radius && neighbour.Centres[tile] > far - radius) return true;
        }

        return false;
    }

    private sealed class Beyond(Lattice lattice, PlaneField own, PlaneField neighbour, double far) : LevelField(lattice)
    {
        public override double At(double x, double y) => Math.Max(own.At(x, y), far - neighbour.At(x, y));

        public override double OfTile(int tile) => Math.Max(own.Centres[tile], far - neighbour.Centres[tile]);

        public override void Fill(int tile, Span<double> result)
        {
            Span<double> other = stackalloc double[Lattice.TilePoints];
            own.Fill(tile, result);
            neighbour.Fill(tile, other);
            for (var i = 0; i < result.Length; i++) result[i] = Math.Max(result[i], far - other[i]);
        }
    }

    private sealed class GrownBack(Lattice lattice, PlaneField own, PlaneField seed, double by) : LevelField(lattice)
    {
        public override double At(double x, double y) => Math.Max(own.At(x, y), seed.At(x, y) - by);

        public override double OfTile(int tile) => Math.Max(own.Centres[tile], seed.Centres[tile] - by);

        public override void Fill(int tile, Span<double> result)
        {
            Span<double> other = stackalloc double[Lattice.TilePoints];
            own.Fill(tile, result);
            seed.Fill(tile, other);
            for (var i = 0; i < result.Length; i++) result[i] = Math.Max(result[i], other[i] - by);
        }
    }
}
