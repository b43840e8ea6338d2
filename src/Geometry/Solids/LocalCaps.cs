using System.Collections.Immutable;
using ContourFlow.Geometry.Booleans;
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
                own,
                fields[section],
                fields[neighbour],
                structure.Regions[neighbour],
                EndSlope * Math.Abs(structure.Regions[neighbour].Z - own.Z),
                lattice,
                options.Tolerance);
            if (region is not null)
                caps[i] = new LocalCap(own.Z, direction, region, SolidSections.HalfThickness(structure, section, direction));
        });
        return [.. caps.OfType<LocalCap>()];
    }

    // The parts farther than the limit from the neighbour are cut out as polygons, not traced on the lattice: from
    // the tip of a slender one a whole disc is grown back, so a tip that the lattice misses would cost the margin
    // there tenths of a millimetre.
    private static PlanarRegion? Ending(
        PlanarRegion own,
        PlaneField ownField,
        PlaneField neighbour,
        PlanarRegion neighbourRegion,
        double far,
        Lattice lattice,
        double tolerance)
    {
        if (ownField.StaysWithin(neighbour, far) && !AnyInHoles(ownField, neighbour, neighbourRegion, far, lattice)) return null;
        var near = Traced(neighbour, far, lattice, own.Z, tolerance);
        if (RegionBooleans.Difference(own, near) is not { } beyond) return null;
        var seed = new PlaneField(beyond, lattice);
        var region = RegionBooleans.Intersection(own, Traced(seed, far, lattice, own.Z, tolerance));
        seed.Release();
        return region;
    }

    // A copy of the field is prepared where the contour runs; the field itself is still shared by all threads.
    private static PlanarRegion? Traced(PlaneField region, double distance, in Lattice lattice, double z, double tolerance)
    {
        var plan = new Within(lattice, region, distance);
        var wanted = new byte[lattice.Tiles];
        for (var tile = 0; tile < wanted.Length; tile++)
            wanted[tile] = Math.Abs(plan.OfTile(tile)) <= lattice.TileBound ? (byte)1 : (byte)0;
        var prepared = region.Copy(wanted);
        var traced = ContourTracer.Trace(new Within(lattice, prepared, distance), z, tolerance);
        prepared.Release();
        return traced;
    }

    // A part that ends reaches its section's own outline, unless it lies in a hole of the neighbour's. There the lattice
    // points look, with an allowance for what lies between them.
    private static bool AnyInHoles(PlaneField own, PlaneField neighbour, PlanarRegion neighbourRegion, double far, in Lattice lattice)
    {
        var width = lattice.Step * Lattice.TileSide;
        foreach (var ring in neighbourRegion.Rings)
        {
            if (ring.SignedArea > 0) continue;
            var area = Rectangle.Empty;
            foreach (var point in ring.Points) area = area.With(point.X - lattice.OriginX, point.Y - lattice.OriginY);
            area = area.Widened(-far);
            if (area.MinimumX > area.MaximumX || area.MinimumY > area.MaximumY) continue;
            for (var row = (int)(area.MinimumY / width); row <= (int)(area.MaximumY / width); row++)
            {
                for (var column = (int)(area.MinimumX / width); column <= (int)(area.MaximumX / width); column++)
                {
                    if (AnyInTile(own, neighbour, far, lattice, (row * lattice.TilesX) + column)) return true;
                }
            }
        }

        return false;
    }

    private static bool AnyInTile(PlaneField own, PlaneField neighbour, double far, in Lattice lattice, int tile)
    {
        var between = lattice.Step * 0.71;
        var reach = lattice.TileRadius + between;
        if (own.Centres[tile] > reach || neighbour.Centres[tile] < far - reach) return false;
        Span<double> points = stackalloc double[Lattice.TilePoints];
        Span<double> others = stackalloc double[Lattice.TilePoints];
        own.Fill(tile, points);
        neighbour.Fill(tile, others);
        for (var i = 0; i < Lattice.TilePoints; i++)
        {
            if (points[i] < between && others[i] > far - between) return true;
        }

        return false;
    }

    /// <summary>What lies within a distance of a region, as far as the lattice goes.</summary>
    private sealed class Within(Lattice lattice, PlaneField region, double distance) : LevelField(lattice)
    {
        public override double At(double x, double y) => Math.Max(region.At(x, y) - distance, OutOfLattice(x, y));

        public override double OfTile(int tile) =>
            Math.Max(region.Centres[tile] - distance, OutOfLattice(Lattice.CentreX(tile), Lattice.CentreY(tile)));

        public override void Fill(int tile, Span<double> result)
        {
            region.Fill(tile, result);
            var left = tile % Lattice.TilesX * Lattice.TileSide * Lattice.Step;
            var low = tile / Lattice.TilesX * Lattice.TileSide * Lattice.Step;
            for (var i = 0; i < result.Length; i++)
            {
                var outside = OutOfLattice(left + (i % Lattice.TileSide * Lattice.Step), low + (i / Lattice.TileSide * Lattice.Step));
                result[i] = Math.Max(result[i] - distance, outside);
            }
        }

        // One step within the lattice's border, so that every outline closes; the structure lies further inside.
        private double OutOfLattice(double x, double y) => Math.Max(
            Math.Max(Lattice.Step - x, x - ((Lattice.Columns - 2) * Lattice.Step)),
            Math.Max(Lattice.Step - y, y - ((Lattice.Rows - 2) * Lattice.Step)));
    }
}
