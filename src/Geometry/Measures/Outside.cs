using System.Collections.Immutable;
using ContourFlow.Geometry.Booleans;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Geometry.Measures;

/// <summary>How much of one structure lies outside of another.</summary>
/// <param name="Volume">Volume of the first without the second, mm³.</param>
/// <param name="MaximumDistance">
/// Largest distance within a plane from a point of the first to the second, mm, over planes where both are; 0 when
/// nothing is outside there. Determined to 0.01 mm.
/// </param>
/// <param name="WorstPlane">Position of the plane of the largest distance, mm; null when nothing is outside.</param>
/// <param name="PlanesWithout">Positions of planes where the first is and the second is not at all, ascending.</param>
public sealed record OutsideMeasure(double Volume, double MaximumDistance, double? WorstPlane, ImmutableArray<double> PlanesWithout);

/// <summary>Measures of inclusion: cord in canal, GTV in CTV and the like.</summary>
public static class Outside
{
    private const double Precision = 0.01;

    /// <summary>Measures what of <paramref name="inner"/> lies outside of <paramref name="outer"/>.</summary>
    /// <exception cref="ArgumentException">The structures lie on different grids.</exception>
    /// <exception cref="InvalidOperationException">Something is outside and the grid has one plane only.</exception>
    public static OutsideMeasure Of(Structure inner, Structure outer)
    {
        var difference = StructureBooleans.Difference(inner, outer);
        var worst = new double[difference.Regions.Length];
        Parallel.For(0, worst.Length, i =>
        {
            var there = outer.RegionAt(difference.Regions[i].Z) is { } region ? CanonicalRegion.Of(region.Z, region.Rings) : null;
            worst[i] = there is null ? double.NaN : Farthest(new ContourIndex(difference.Regions[i]), new ContourIndex(there));
        });

        double maximum = 0;
        double? plane = null;
        for (var i = 0; i < worst.Length; i++)
        {
            if (worst[i] > maximum) (maximum, plane) = (worst[i], difference.Regions[i].Z);
        }

        return new OutsideMeasure(StructureMeasures.Volume(difference), maximum, plane,
            [.. difference.Regions.Where((_, i) => double.IsNaN(worst[i])).Select(r => r.Z)]);
    }

    /// <summary>
    /// The largest distance from a point of the outside part to the outline of what it should be in. That point need
    /// not lie on an outline (a filled hole's is its middle), so squares are searched, halved while they may hold a
    /// larger distance than the best one known.
    /// </summary>
    private static double Farthest(ContourIndex part, ContourIndex from)
    {
        var best = 0.0;
        foreach (var ring in part.Region.Rings)
        {
            foreach (var point in ring.Points) best = Math.Max(best, Math.Sqrt(from.SquaredDistance(point)));
        }

        var bounds = RegionMeasures.Bounds(part.Region);
        var queue = new PriorityQueue<(PlanePoint Centre, double Half), double>();
        Consider(new PlanePoint((bounds.MinX + bounds.MaxX) / 2, (bounds.MinY + bounds.MaxY) / 2), Math.Max(bounds.Width, bounds.Height) / 2);
        while (queue.TryDequeue(out var square, out var bound) && -bound > best + Precision)
        {
            var half = square.Half / 2;
            Consider(new PlanePoint(square.Centre.X - half, square.Centre.Y - half), half);
            Consider(new PlanePoint(square.Centre.X + half, square.Centre.Y - half), half);
            Consider(new PlanePoint(square.Centre.X - half, square.Centre.Y + half), half);
            Consider(new PlanePoint(square.Centre.X + half, square.Centre.Y + half), half);
        }

        return best;

        void Consider(PlanePoint centre, double half)
        {
            var diagonal = half * Math.Sqrt(2);
            var isInside = part.Contains(centre);
            if (!isInside && part.SquaredDistance(centre, diagonal * diagonal) >= diagonal * diagonal) return;
            var distance = Math.Sqrt(from.SquaredDistance(centre));
            if (isInside) best = Math.Max(best, distance);
            if (distance + diagonal > best + Precision) queue.Enqueue((centre, half), -(distance + diagonal));
        }
    }
}
