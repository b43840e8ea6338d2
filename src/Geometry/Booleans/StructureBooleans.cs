using ContourFlow.Geometry.Structures;

namespace ContourFlow.Geometry.Booleans;

/// <summary>
/// Union, intersection and difference of structures, plane by plane, on the planes of their common grid. Results are
/// canonical and the same to the bit at any degree of parallelism.
/// </summary>
public static class StructureBooleans
{
    /// <summary>Points in either structure.</summary>
    /// <param name="first">A structure.</param>
    /// <param name="second">A structure on the same grid.</param>
    /// <param name="maximumDegreeOfParallelism">Planes worked on at a time; −1 for one a processor.</param>
    /// <exception cref="ArgumentException">The structures lie on different grids.</exception>
    public static Structure Union(Structure first, Structure second, int maximumDegreeOfParallelism = -1) =>
        ByPlane(first, second, RegionBooleans.Union, maximumDegreeOfParallelism);

    /// <summary>Points in both structures.</summary>
    /// <inheritdoc cref="Union"/>
    public static Structure Intersection(Structure first, Structure second, int maximumDegreeOfParallelism = -1) =>
        ByPlane(first, second, RegionBooleans.Intersection, maximumDegreeOfParallelism);

    /// <summary>Points in the first structure and not in the second. Keeps every piece and every hole.</summary>
    /// <inheritdoc cref="Union"/>
    public static Structure Difference(Structure first, Structure second, int maximumDegreeOfParallelism = -1) =>
        ByPlane(first, second, RegionBooleans.Difference, maximumDegreeOfParallelism);

    /// <summary>True when both grids have the same frame of reference, axes and positions, to the bit.</summary>
    internal static bool ShareGrid(Structure first, Structure second) =>
        ReferenceEquals(first.Grid, second.Grid)
        || (first.Grid.FrameOfReference == second.Grid.FrameOfReference
            && first.Grid.Axes == second.Grid.Axes
            && first.Grid.Positions.AsSpan().SequenceEqual(second.Grid.Positions.AsSpan()));

    /// <summary>Runs a per-plane function over the planes where either structure has a region.</summary>
    internal static Structure ByPlane(
        Structure first, Structure second, Func<PlanarRegion?, PlanarRegion?, PlanarRegion?> function, int parallelism)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (!ShareGrid(first, second))
            throw new ArgumentException("The structures lie on different grids.", nameof(second));

        var pairs = Pairs(first, second);
        var results = new PlanarRegion?[pairs.Count];
        Parallel.For(0, pairs.Count, new ParallelOptions { MaxDegreeOfParallelism = parallelism },
            i => results[i] = function(pairs[i].First, pairs[i].Second));
        return new Structure(first.Grid, [.. results.OfType<PlanarRegion>()]);
    }

    /// <summary>The regions of two structures plane by plane, ascending, null where one has none.</summary>
    internal static List<(PlanarRegion? First, PlanarRegion? Second)> Pairs(Structure first, Structure second)
    {
        var pairs = new List<(PlanarRegion?, PlanarRegion?)>(first.Regions.Length + second.Regions.Length);
        int i = 0, j = 0;
        while (i < first.Regions.Length || j < second.Regions.Length)
        {
            var a = i < first.Regions.Length ? first.Regions[i] : null;
            var b = j < second.Regions.Length ? second.Regions[j] : null;
            if (b is null || (a is not null && a.Z < b.Z))
            {
                pairs.Add((a, null));
                i++;
            }
            else if (a is null || b.Z < a.Z)
            {
                pairs.Add((null, b));
                j++;
            }
            else
            {
                pairs.Add((a, b));
                i++;
                j++;
            }
        }

        return pairs;
    }
}
