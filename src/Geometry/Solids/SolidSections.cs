using ContourFlow.Geometry.Structures;

namespace ContourFlow.Geometry.Solids;

/// <summary>Which sections of a structure are neighbours, so that the solid goes on between them.</summary>
internal static class SolidSections
{
    /// <summary>
    /// The most planes of the grid that may be missing between two sections for the solid to go on between them.
    /// Over a wider gap both sides end, with caps (our choice; whether a gap is allowed at all is decided by who
    /// asks, before: geometry specification 4).
    /// </summary>
    public const int LargestBlendedGap = 2;

    /// <summary>
    /// A margin's reach is cut by this much, mm: where it ends exactly on a plane (M = (n + ½)·Δz), rounding in the
    /// planes' positions must not decide whether that plane is added. It is not (geometry specification 1.5).
    /// </summary>
    public const double Touching = 1e-6;

    /// <summary>Whether the solid goes on from a section to the next one.</summary>
    public static bool Continues(Structure structure, int section) =>
        section + 1 < structure.Regions.Length
        && structure.Grid.IndexOf(structure.Regions[section + 1].Z)
            - structure.Grid.IndexOf(structure.Regions[section].Z) - 1 <= LargestBlendedGap;

    /// <summary>Half the local spacing beyond a section, mm.</summary>
    public static double HalfThickness(Structure structure, int section, CapDirection direction)
    {
        var index = structure.Grid.IndexOf(structure.Regions[section].Z);
        return direction == CapDirection.Superior
            ? structure.Grid.SpacingAbove(index) / 2
            : structure.Grid.SpacingBelow(index) / 2;
    }

    /// <summary>
    /// The structure with every region in canonical form: the channel of a keyhole is no surface, and regions that
    /// enclose nothing are none.
    /// </summary>
    public static Structure Canonical(Structure structure, Margins.GrowthOptions options)
    {
        var regions = new PlanarRegion?[structure.Regions.Length];
        Parallel.For(0, regions.Length, options.Parallel, k =>
            regions[k] = CanonicalRegion.Of(structure.Regions[k].Z, structure.Regions[k].Rings));
        return new Structure(structure.Grid, [.. regions.OfType<PlanarRegion>()]);
    }

    /// <summary>Refuses a structure on a grid without spacing.</summary>
    public static void RequireSpacing(Structure structure, string parameter)
    {
        if (structure.Grid.Positions.Length < 2)
        {
            throw new ArgumentException(
                "A grid of one plane has no spacing, so the solid that a structure on it stands for has no thickness.",
                parameter);
        }
    }
}
