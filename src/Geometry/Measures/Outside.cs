using System.Collections.Immutable;
using ContourFlow.Geometry.Booleans;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Geometry.Measures;

/// <summary>How much of one structure lies outside of another.</summary>
/// <param name="Volume">Volume of the first without the second, mm³.</param>
/// <param name="MaximumDistance">
/// Largest distance within a plane from a point of the first to the second, mm, over planes where both are; 0 when
/// nothing is outside there. Determined to 0.02 mm.
/// </param>
/// <param name="WorstPlane">Position of the plane of the largest distance, mm; null when nothing is outside.</param>
/// <param name="PlanesWithout">Positions of planes where the first is and the second is not at all, ascending.</param>
public sealed record OutsideMeasure(double Volume, double MaximumDistance, double? WorstPlane, ImmutableArray<double> PlanesWithout);

/// <summary>Measures of inclusion: cord in canal, GTV in CTV and the like.</summary>
public static class Outside
{
    private const double Precision = 0.02;

    /// <summary>Measures what of <paramref name="inner"/> lies outside of <paramref name="outer"/>.</summary>
    /// <exception cref="ArgumentException">The structures lie on different grids.</exception>
    /// <exception cref="InvalidOperationException">Something is outside and the grid has one plane only.</exception>
    public static OutsideMeasure Of(Structure inner, Structure outer)
    {
        var difference = StructureBooleans.Difference(inner, outer);
        var planes = difference.Regions.Select(r => r.Z).ToArray();
        var parts = difference.Regions.Select(r => new ContourIndex(r)).ToArray();
        var outlines = planes.Select(z => outer.RegionAt(z) is { } drawn && CanonicalRegion.Of(z, drawn.Rings) is { } region
            ? new ContourIndex(region)
            : null).ToArray();

        // Vertices first: they nearly always hold the worst point, and then no plane needs a search of its inside.
        var worst = new double[planes.Length];
        Parallel.For(0, worst.Length, i => worst[i] = outlines[i] is { } outline ? FarthestVertex(parts[i], outline) : 0);
        var known = worst.DefaultIfEmpty(0).Max();
        Parallel.For(0, worst.Length, i =>
        {
            if (outlines[i] is not { } outline) return;
            var farthest = Farthest(parts[i], outline, known);
            if (farthest > known) worst[i] = farthest;
        });

        var maximum = worst.DefaultIfEmpty(0).Max();
        return new OutsideMeasure(StructureMeasures.Volume(difference), maximum,
            maximum > 0 ? planes[Array.IndexOf(worst, maximum)] : null,
            [.. planes.Where((_, i) => outlines[i] is null)]);
    }

    private static double FarthestVertex(ContourIndex part, ContourIndex from) =>
        Math.Sqrt(part.Region.Rings.SelectMany(r => r.Points).Max(p => from.SquaredDistance(p)));

    /// <summary>
    /// The largest distance from a point of the outside part to the outline of what it should be in. That point need
    /// not lie on an outline (a filled hole's is its middle), so squares are searched, halved while they may hold a
    /// larger distance than the best one known, over all planes.
    /// </summary>
    private static double Farthest(ContourIndex part, ContourIndex from, double best)
    {
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
