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
                structure.Regions[neighbour],
                EndSlope * Math.Abs(structure.Regions[neighbour].Z - own.Z),
                lattice,
                options.Tolerance);
            if (region is not null)
                caps[i] = new LocalCap(own.Z, direction, region, SolidSections.HalfThickness(structure, section, direction));
        });
        return [.. caps.OfType<LocalCap>()];
    }

    private static PlanarRegion? Ending(
        double z,
        PlaneField own,
        PlaneField neighbour,
        PlanarRegion neighbourRegion,
        double far,
        Lattice lattice,
        double tolerance)
    {
        if (!AnyBeyond(own, neighbour, neighbourRegion, far, lattice)) return null;
        var seed = Traced(new Beyond(lattice, own, neighbour, far), own, neighbour, z, tolerance);
        if (seed is null) return null;
        var seedField = new PlaneField(seed, lattice);
        return Traced(new GrownBack(lattice, own, seedField, far), own, seedField, z, tolerance);
    }

    // Copies of both fields are prepared where the contour runs; the fields themselves are still shared by all threads.
    private static PlanarRegion? Traced(TwoFields field, PlaneField first, PlaneField second, double z, double tolerance)
    {
        var wanted = new byte[field.Lattice.Tiles];
        for (var tile = 0; tile < wanted.Length; tile++)
            wanted[tile] = Math.Abs(field.OfTile(tile)) <= field.Lattice.TileBound ? (byte)1 : (byte)0;
        field.Use(first.Copy(wanted), second.Copy(wanted));
        var region = ContourTracer.Trace(field, z, tolerance);
        field.Release();
        return region;
    }

    // Whether a lattice point lies in the seed. The seed reaches the section's own boundary unless it lies in a hole of
    // the neighbour's, and most boundaries are shown at little cost to stay near the neighbour's.
    private static bool AnyBeyond(PlaneField own, PlaneField neighbour, PlanarRegion neighbourRegion, double far, in Lattice lattice)
    {
        if (!own.StaysWithin(neighbour, far)) return AnyBeyond(own, neighbour, far, lattice, 0, 0, lattice.TilesX - 1, lattice.TilesY - 1);
        foreach (var ring in neighbourRegion.Rings)
        {
            if (ring.SignedArea > 0) continue;
            var area = Rectangle.Empty;
            foreach (var point in ring.Points) area = area.With(point.X, point.Y);
            area = area.Widened(-far);
            if (area.MinimumX > area.MaximumX || area.MinimumY > area.MaximumY) continue;
            var width = lattice.Step * Lattice.TileSide;
            if (AnyBeyond(
                own,
                neighbour,
                far,
                lattice,
                Math.Max(0, (int)((area.MinimumX - lattice.OriginX) / width)),
                Math.Max(0, (int)((area.MinimumY - lattice.OriginY) / width)),
                Math.Min(lattice.TilesX - 1, (int)((area.MaximumX - lattice.OriginX) / width)),
                Math.Min(lattice.TilesY - 1, (int)((area.MaximumY - lattice.OriginY) / width))))
            {
                return true;
            }
        }

        return false;
    }

    private static bool AnyBeyond(PlaneField own, PlaneField neighbour, double far, in Lattice lattice, int left, int low, int right, int high)
    {
        var radius = lattice.TileRadius;
        Span<double> points = stackalloc double[Lattice.TilePoints];
        Span<double> others = stackalloc double[Lattice.TilePoints];
        for (var row = low; row <= high; row++)
        {
            for (var column = left; column <= right; column++)
            {
                var tile = (row * lattice.TilesX) + column;
                if (own.Centres[tile] >= radius || neighbour.Centres[tile] <= far - radius) continue;
                own.Fill(tile, points);
                neighbour.Fill(tile, others);
                for (var i = 0; i < Lattice.TilePoints; i++)
                {
                    if (points[i] < 0 && others[i] > far) return true;
                }
            }
        }

        return false;
    }

    private abstract class TwoFields(Lattice lattice, PlaneField first, PlaneField second) : LevelField(lattice)
    {
        private readonly double[] firstCentres = first.Centres;
        private readonly double[] secondCentres = second.Centres;
        private PlaneField preparedFirst = first;
        private PlaneField preparedSecond = second;

        public void Use(PlaneField ofFirst, PlaneField ofSecond) => (preparedFirst, preparedSecond) = (ofFirst, ofSecond);

        public void Release()
        {
            preparedFirst.Release();
            preparedSecond.Release();
        }

        public override double At(double x, double y) => Value(preparedFirst.At(x, y), preparedSecond.At(x, y));

        public override double OfTile(int tile) => Value(firstCentres[tile], secondCentres[tile]);

        public override void Fill(int tile, Span<double> result)
        {
            Span<double> other = stackalloc double[Lattice.TilePoints];
            preparedFirst.Fill(tile, result);
            preparedSecond.Fill(tile, other);
            for (var i = 0; i < result.Length; i++) result[i] = Value(result[i], other[i]);
        }

        protected abstract double Value(double first, double second);
    }

    private sealed class Beyond(Lattice lattice, PlaneField own, PlaneField neighbour, double far) : TwoFields(lattice, own, neighbour)
    {
        protected override double Value(double first, double second) => Math.Max(first, far - second);
    }

    private sealed class GrownBack(Lattice lattice, PlaneField own, PlaneField seed, double by) : TwoFields(lattice, own, seed)
    {
        protected override double Value(double first, double second) => Math.Max(first, second - by);
    }
}
