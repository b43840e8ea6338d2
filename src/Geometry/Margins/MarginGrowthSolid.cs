using System.Collections.Immutable;
using ContourFlow.Geometry.Fields;
using ContourFlow.Geometry.Solids;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Geometry.Margins;

/// <summary>The solid of a structure as fields, and the terms by which it grows onto a plane.</summary>
internal sealed class MarginGrowthSolid
{
    private readonly Structure structure;
    private readonly ImmutableArray<LocalCap> caps;

    private MarginGrowthSolid(Structure structure, ImmutableArray<LocalCap> caps, PlaneField[] fields, int[] capFields)
    {
        this.structure = structure;
        this.caps = caps;
        Fields = fields;
        CapFields = capFields;
    }

    /// <summary>The fields that terms name: first the sections', then those of caps that are a part of a section.</summary>
    public PlaneField[] Fields { get; }

    private int[] CapFields { get; }

    /// <summary>Computes the fields of all sections and caps at the tiles' centres.</summary>
    public static MarginGrowthSolid Of(Structure structure, in Lattice lattice, GrowthOptions options)
    {
        var regions = structure.Regions;
        var on = lattice;
        var sections = new PlaneField[regions.Length];
        Parallel.For(0, sections.Length, options.Parallel, k => sections[k] = new PlaneField(regions[k], on));
        var ends = LocalCaps.Of(structure, lattice, sections, options);
        var parts = new List<PlanarRegion>();
        var capFields = new int[ends.Length];
        for (var i = 0; i < ends.Length; i++)
        {
            var whole = regions.BinarySearch(ends[i].Region, ByPosition);
            if (ReferenceEquals(regions[whole], ends[i].Region))
            {
                capFields[i] = whole;
                continue;
            }

            capFields[i] = sections.Length + parts.Count;
            parts.Add(ends[i].Region);
        }

        var partFields = new PlaneField[parts.Count];
        Parallel.For(0, partFields.Length, options.Parallel, i => partFields[i] = new PlaneField(parts[i], on));
        return new MarginGrowthSolid(structure, ends, [.. sections, .. partFields], capFields);
    }

    /// <summary>The terms that reach a plane.</summary>
    public MarginGrowthTerm[] Terms(double z, PatientMargins margins)
    {
        var terms = new List<MarginGrowthTerm>();
        var inPlane = margins.Left;
        for (var k = 0; k < structure.Regions.Length; k++)
        {
            var u = structure.Regions[k].Z - z;
            if (SolidSections.Continues(structure, k))
            {
                AddPair(terms, k, u, structure.Regions[k + 1].Z - z, margins);
                continue;
            }

            // A pair includes its ends; only a section with none on either side stands for itself.
            if (k > 0 && SolidSections.Continues(structure, k - 1)) continue;
            var along = Along(u, margins);
            if (u == 0 || Math.Abs(u) < along - SolidSections.Touching)
                terms.Add(MarginGrowthTerm.Section(k, MarginGrowthTerm.Reach(inPlane, along, u)));
        }

        for (var i = 0; i < caps.Length; i++) AddCap(terms, i, z, margins);
        // Widest first: most points are then decided by the first terms, and the others need only be shown to be no less.
        return [.. terms.OrderByDescending(term => term.Widest)];
    }

    /// <summary>The plane's own section where no term grows it or adds another one: no margin at all.</summary>
    public PlanarRegion? Unchanged(double z, MarginGrowthTerm[] terms)
    {
        foreach (var term in terms)
        {
            if (term.Second >= 0 || term.Growth != 0 || term.First >= structure.Regions.Length || structure.Regions[term.First].Z != z)
                return null;
        }

        return structure.RegionAt(z);
    }

    /// <summary>Gives back what the fields' tiles hold.</summary>
    public void Release()
    {
        foreach (var field in Fields) field.Release();
    }

    private static readonly Comparer<PlanarRegion> ByPosition = Comparer<PlanarRegion>.Create((a, b) => a.Z.CompareTo(b.Z));

    // A source that lies superior of the output plane reaches it by moving towards Inferior.
    private static double Along(double u, PatientMargins margins) => u > 0 ? margins.Inferior : margins.Superior;

    private static void AddPair(List<MarginGrowthTerm> terms, int k, double from, double to, PatientMargins margins)
    {
        if (margins.Superior == margins.Inferior)
        {
            Add(from, to, margins.Superior);
            return;
        }

        if (from < 0) Add(from, Math.Min(to, 0), margins.Superior);
        if (to > 0) Add(Math.Max(from, 0), to, margins.Inferior);

        void Add(double low, double high, double along)
        {
            var reach = Math.Max(0, along - SolidSections.Touching);
            low = Math.Max(low, -reach);
            high = Math.Min(high, reach);
            if (low > high) return;
            if (low == high && low == from) terms.Add(MarginGrowthTerm.Section(k, MarginGrowthTerm.Reach(margins.Left, along, low)));
            else if (low == high && low == to) terms.Add(MarginGrowthTerm.Section(k + 1, MarginGrowthTerm.Reach(margins.Left, along, low)));
            // With no margin along the axis only u = 0 is left, where the ellipse's length does not matter.
            else terms.Add(MarginGrowthTerm.Pair(k, k + 1, margins.Left, along > 0 ? along : 1, from, to - from, low, high));
        }
    }

    private void AddCap(List<MarginGrowthTerm> terms, int cap, double z, PatientMargins margins)
    {
        var beyond = caps[cap].Direction == CapDirection.Superior ? z - caps[cap].Z : caps[cap].Z - z;
        if (beyond <= 0) return;
        var distance = Math.Max(0, beyond - caps[cap].HalfThickness);
        var along = caps[cap].Direction == CapDirection.Superior ? margins.Superior : margins.Inferior;
        if (distance > 0 && distance >= along - SolidSections.Touching) return;
        terms.Add(MarginGrowthTerm.Section(CapFields[cap], MarginGrowthTerm.Reach(margins.Left, along, distance)));
    }
}
