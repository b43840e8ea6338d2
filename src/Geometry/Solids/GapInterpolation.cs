using System.Collections.Immutable;
using ContourFlow.Geometry.Margins;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Geometry.Solids;

/// <summary>Planes without a region between two that have one.</summary>
/// <param name="Below">Position of the last region before the gap, mm.</param>
/// <param name="Above">Position of the first region after it, mm.</param>
/// <param name="MissingPlanes">Number of the grid's planes between them.</param>
public sealed record PlaneGap(double Below, double Above, int MissingPlanes);

/// <summary>A structure with its gaps filled.</summary>
/// <param name="Structure">The structure; regions that were drawn are the same objects as before.</param>
/// <param name="Interpolated">Positions of the planes that got a region, mm, ascending.</param>
/// <param name="Remaining">Gaps that were left as they are.</param>
public sealed record GapFilling(Structure Structure, ImmutableArray<double> Interpolated, ImmutableArray<PlaneGap> Remaining);

/// <summary>
/// Fills planes that were skipped while drawing by the linear blend of the signed distances on both sides
/// (geometry specification 4). Whether a gap may be filled is for the caller to say.
/// </summary>
public static class GapInterpolation
{
    /// <summary>Fills gaps up to a width.</summary>
    /// <param name="structure">The structure.</param>
    /// <param name="maximumMissingPlanes">The widest gap to fill, in planes: 0, 1 or 2.</param>
    /// <param name="options">Lattice, tolerance and threads; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">More planes than the solid is blended over.</exception>
    public static GapFilling Fill(Structure structure, int maximumMissingPlanes, GrowthOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(structure);
        if (maximumMissingPlanes is < 0 or > SolidSections.LargestBlendedGap)
        {
            throw new ArgumentOutOfRangeException(
                nameof(maximumMissingPlanes),
                maximumMissingPlanes,
                $"Gaps of up to {SolidSections.LargestBlendedGap} planes can be filled.");
        }

        options ??= GrowthOptions.Default;
        var gaps = GapsOf(structure);
        if (!gaps.Any(gap => gap.MissingPlanes <= maximumMissingPlanes)) return new(structure, [], gaps);
        var solid = new SolidField(SolidSections.Canonical(structure, options), options);
        var positions = structure.Grid.Positions;
        var regions = structure.Regions.ToBuilder();
        var interpolated = ImmutableArray.CreateBuilder<double>();
        foreach (var gap in gaps)
        {
            if (gap.MissingPlanes > maximumMissingPlanes) continue;
            for (var i = structure.Grid.IndexOf(gap.Below) + 1; positions[i] < gap.Above; i++)
            {
                if (SolidSection.At(solid, positions[i], options) is not { } region) continue;
                regions.Add(region);
                interpolated.Add(positions[i]);
            }
        }

        regions.Sort((a, b) => a.Z.CompareTo(b.Z));
        var filled = new Structure(structure.Grid, regions.ToImmutable());
        // Two sections far apart may blend to nothing: then the gap is still there, and said to be.
        return new(filled, interpolated.ToImmutable(), GapsOf(filled));
    }

    /// <summary>The gaps of a structure, Inferior to Superior.</summary>
    public static ImmutableArray<PlaneGap> GapsOf(Structure structure)
    {
        ArgumentNullException.ThrowIfNull(structure);
        var gaps = ImmutableArray.CreateBuilder<PlaneGap>();
        for (var k = 0; k + 1 < structure.Regions.Length; k++)
        {
            double below = structure.Regions[k].Z, above = structure.Regions[k + 1].Z;
            var missing = structure.Grid.IndexOf(above) - structure.Grid.IndexOf(below) - 1;
            if (missing > 0) gaps.Add(new(below, above, missing));
        }

        return gaps.ToImmutable();
    }
}
