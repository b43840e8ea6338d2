using System.Collections.Immutable;
using ContourFlow.Geometry.Booleans;

namespace ContourFlow.Geometry.Structures;

/// <summary>What <see cref="Slivers.Remove"/> took away.</summary>
/// <param name="Structure">The structure without slivers.</param>
/// <param name="RemovedVolume">Area times slab thickness of the pieces removed, mm³.</param>
/// <param name="Pieces">Number of pieces removed, over all planes.</param>
public sealed record SliverRemoval(Structure Structure, double RemovedVolume, int Pieces);

/// <summary>Removal of slivers that a subtraction leaves (rule E9 of the geometry specification).</summary>
public static class Slivers
{
    /// <summary>
    /// Removes pieces that are both small and thin: smaller than <paramref name="area"/> on their plane, and emptied by
    /// an opening. Small but solid pieces, and all holes, stay.
    /// </summary>
    /// <param name="structure">The structure.</param>
    /// <param name="area">Pieces of this area or more always stay, mm².</param>
    /// <param name="opening">Radius of the opening, mm: a piece goes when no disc of this radius fits into it.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative area or an opening that is not positive.</exception>
    public static SliverRemoval Remove(Structure structure, double area, double opening)
    {
        ArgumentNullException.ThrowIfNull(structure);
        ArgumentOutOfRangeException.ThrowIfNegative(area);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(opening);
        var kept = ImmutableArray.CreateBuilder<PlanarRegion>(structure.Regions.Length);
        var volume = 0.0;
        var count = 0;
        foreach (var drawn in structure.Regions)
        {
            if (CanonicalRegion.Of(drawn.Z, drawn.Rings) is not { } region) continue;
            var pieces = RegionPiece.Of(region);

            // Erosion alone decides: what it empties, dilation does not bring back.
            var slivers = pieces.FindAll(p => p.Area < area && PolygonSet.Of([p]).Grow(-opening).IsEmpty);
            if (slivers.Count == 0)
            {
                kept.Add(region);
                continue;
            }

            count += slivers.Count;
            volume += slivers.Sum(p => p.Area) * structure.Grid.Thickness(structure.Grid.IndexOf(region.Z));
            var gone = slivers.SelectMany(p => p.Holes.Prepend(p.Outer)).ToHashSet();
            var rings = region.Rings.RemoveAll(gone.Contains);
            if (!rings.IsEmpty) kept.Add(new PlanarRegion(region.Z, rings));
        }

        return new SliverRemoval(new Structure(structure.Grid, kept.ToImmutable()), volume, count);
    }
}
