using System.Collections.Immutable;
using ContourFlow.Geometry.Fields;
using ContourFlow.Geometry.Solids;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Geometry.Dose;

/// <summary>An end of the solid within a slab: the section's field from a section's plane to a flat face.</summary>
/// <param name="Field">The signed distance of what ends there.</param>
/// <param name="Face">Where it ends, mm along the grid's normal.</param>
/// <param name="Direction">On which side of its section it lies.</param>
internal readonly record struct DoseCap(PlaneField Field, double Face, CapDirection Direction)
{
    /// <summary>Whether the cap reaches a height when its face is moved outwards.</summary>
    public bool Reaches(double z, double moved) => Direction == CapDirection.Superior ? z < Face + moved : z > Face - moved;
}

/// <summary>
/// A stretch of the solid along the grid's normal: between two sections that blend (with what ends there), or an end
/// beyond a section from which nothing goes on.
/// </summary>
/// <param name="Low">Where it starts, mm.</param>
/// <param name="High">Where it ends, mm.</param>
/// <param name="Slices">How many slices of the grid it spans.</param>
/// <param name="Below">The section at <paramref name="Low"/>; null in an end.</param>
/// <param name="Above">The section at <paramref name="High"/>; null in an end.</param>
/// <param name="Caps">What ends in it.</param>
internal sealed record DoseSlab(double Low, double High, double Slices, PlaneField? Below, PlaneField? Above, ImmutableArray<DoseCap> Caps)
{
    private const double CoarsestForEnds = 1;

    /// <summary>The slabs of a structure in canonical form, ascending.</summary>
    public static ImmutableArray<DoseSlab> Of(Structure structure, Lattice lattice, double uncertainty, Margins.GrowthOptions options)
    {
        var regions = structure.Regions;
        var fields = new PlaneField[regions.Length];
        Parallel.For(0, fields.Length, options.Parallel, k => fields[k] = new PlaneField(regions[k], lattice));
        var ends = Ends(structure, lattice, fields, options);
        var caps = new DoseCap[ends.Length];
        Parallel.For(0, caps.Length, options.Parallel, i =>
        {
            var section = Section(structure, ends[i].Z);
            var field = ReferenceEquals(regions[section], ends[i].Region) ? fields[section] : new PlaneField(ends[i].Region, lattice);
            var thickness = ends[i].HalfThickness;
            caps[i] = new(field, ends[i].Z + (ends[i].Direction == CapDirection.Superior ? thickness : -thickness), ends[i].Direction);
        });

        List<DoseSlab> slabs = [];
        for (var k = 0; k < regions.Length; k++)
        {
            if (k == 0 || !SolidSections.Continues(structure, k - 1)) slabs.Add(End(k, CapDirection.Inferior));
            if (!SolidSections.Continues(structure, k))
            {
                slabs.Add(End(k, CapDirection.Superior));
                continue;
            }

            var slices = structure.Grid.IndexOf(regions[k + 1].Z) - structure.Grid.IndexOf(regions[k].Z);
            slabs.Add(new(regions[k].Z, regions[k + 1].Z, slices, fields[k], fields[k + 1], [.. At(k, CapDirection.Superior), .. At(k + 1, CapDirection.Inferior)]));
        }

        return [.. slabs];

        DoseSlab End(int section, CapDirection direction)
        {
            var z = regions[section].Z;
            var thickness = SolidSections.HalfThickness(structure, section, direction);
            var reach = thickness + uncertainty;
            var (low, high) = direction == CapDirection.Superior ? (z, z + reach) : (z - reach, z);
            return new(low, high, reach / (2 * thickness), null, null, [.. At(section, direction)]);
        }

        IEnumerable<DoseCap> At(int section, CapDirection direction)
        {
            for (var i = 0; i < caps.Length; i++)
            {
                if (ends[i].Z == regions[section].Z && ends[i].Direction == direction) yield return caps[i];
            }
        }
    }

    // Ends are looked for on the lattice that margins use, on one of up to a millimetre where the structure's own is coarser.
    private static ImmutableArray<LocalCap> Ends(Structure structure, Lattice lattice, PlaneField[] fields, Margins.GrowthOptions options)
    {
        if (lattice.Step < options.LatticeStep) return LocalCaps.OfCanonical(structure, options);
        if (lattice.Step <= CoarsestForEnds) return LocalCaps.Of(structure, lattice, fields, options);
        var finer = Lattice.Covering(Rectangle.Of(structure.Regions), CoarsestForEnds);
        var own = new PlaneField[fields.Length];
        Parallel.For(0, own.Length, options.Parallel, k => own[k] = new PlaneField(structure.Regions[k], finer));
        return LocalCaps.Of(structure, finer, own, options);
    }

    private static int Section(Structure structure, double z)
    {
        int low = 0, high = structure.Regions.Length - 1;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (structure.Regions[middle].Z < z) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
