using ContourFlow.Geometry.Structures;

namespace ContourFlow.Geometry.Measures;

/// <summary>How far the surfaces of two structures are apart.</summary>
/// <param name="Mean">Mean distance over both surfaces, mm.</param>
/// <param name="Percentile95">Distance that 95 % of both surfaces stay within, mm.</param>
/// <param name="Maximum">Largest distance (Hausdorff), mm.</param>
/// <param name="Shortfall">
/// How far the first structure falls short of the second: the largest distance from a point of the second's outlines
/// that the first does not hold to the first's outlines, mm; 0 when it holds them all.
/// </param>
public sealed record SurfaceDistances(double Mean, double Percentile95, double Maximum, double Shortfall);

/// <summary>
/// Distances between the surfaces of two structures. Definition: a structure's surface is sampled by its outlines on
/// its planes, at most 0.25 mm apart; each sample's distance is the one in space to the nearest outline of the other
/// structure on any of its planes, so that a plane that only one of them has counts with its distance along the
/// normal. Both directions go into one set of samples, each weighted by the outline's length and the plane's slab
/// that it stands for.
/// </summary>
public static class SurfaceDistance
{
    /// <summary>Within a nanometre a point is on the outline, and a closed region holds its outline.</summary>
    private const double OnOutline = 1e-6;

    /// <summary>Compares a structure with a reference.</summary>
    /// <param name="result">The structure that is judged.</param>
    /// <param name="truth">The reference; may lie on other planes of the same frame and axes.</param>
    /// <param name="step">Largest distance between samples along an outline, mm.</param>
    /// <returns>All zero when both are empty, infinite when only one is.</returns>
    /// <exception cref="ArgumentException">The structures have different frames of reference or axes.</exception>
    public static SurfaceDistances Between(Structure result, Structure truth, double step = 0.25)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(step);
        if (result.Grid.FrameOfReference != truth.Grid.FrameOfReference || result.Grid.Axes != truth.Grid.Axes)
            throw new ArgumentException("The structures lie in different frames of reference or axes.", nameof(truth));
        ContourIndex[] ofResult = Indexed(result), ofTruth = Indexed(truth);
        if (ofResult.Length == 0 && ofTruth.Length == 0) return new SurfaceDistances(0, 0, 0, 0);
        if (ofResult.Length == 0 || ofTruth.Length == 0)
        {
            return new SurfaceDistances(double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity,
                ofResult.Length == 0 ? double.PositiveInfinity : 0);
        }

        var samples = Samples(result, ofResult, ofTruth, step);
        var back = Samples(truth, ofTruth, ofResult, step);
        var shortfall = back.Where(s => !s.IsHeld).Select(s => s.Distance).DefaultIfEmpty(0).Max();
        samples.AddRange(back);
        samples.Sort((a, b) => a.Distance.CompareTo(b.Distance));
        double weight = 0, sum = 0;
        foreach (var sample in samples)
        {
            weight += sample.Weight;
            sum += sample.Weight * sample.Distance;
        }

        double passed = 0;
        var at95 = samples[^1].Distance;
        foreach (var sample in samples)
        {
            passed += sample.Weight;
            if (passed < 0.95 * weight) continue;
            at95 = sample.Distance;
            break;
        }

        return new SurfaceDistances(sum / weight, at95, samples[^1].Distance, shortfall);
    }

    private static ContourIndex[] Indexed(Structure structure) =>
        [.. structure.Regions.Select(r => CanonicalRegion.Of(r.Z, r.Rings)).OfType<PlanarRegion>().Select(r => new ContourIndex(r))];

    private static List<Sample> Samples(Structure structure, ContourIndex[] from, ContourIndex[] to, double step)
    {
        var byPlane = new List<Sample>[from.Length];
        Parallel.For(0, from.Length, i => byPlane[i] = PlaneSamples(structure, from[i].Region, to, step));
        return [.. byPlane.SelectMany(s => s)];
    }

    private static List<Sample> PlaneSamples(Structure structure, PlanarRegion region, ContourIndex[] others, double step)
    {
        var thickness = structure.Grid.Positions.Length > 1 ? structure.Grid.Thickness(structure.Grid.IndexOf(region.Z)) : 1;
        var nearestFirst = others.OrderBy(o => Math.Abs(o.Region.Z - region.Z)).ToArray();
        var samples = new List<Sample>();
        foreach (var ring in region.Rings)
        {
            for (var i = 0; i < ring.Points.Length; i++)
            {
                PlanePoint a = ring.Points[i], b = ring.Points[(i + 1) % ring.Points.Length];
                double dx = b.X - a.X, dy = b.Y - a.Y, length = Math.Sqrt((dx * dx) + (dy * dy));
                var parts = (int)Math.Ceiling(length / step);
                for (var k = 0; k < parts; k++)
                {
                    var point = new PlanePoint(a.X + (dx * k / parts), a.Y + (dy * k / parts));
                    var distance = Distance(point, region.Z, nearestFirst);
                    samples.Add(new Sample(distance, length / parts * thickness, distance <= OnOutline
                        || (nearestFirst[0].Region.Z == region.Z && nearestFirst[0].Contains(point))));
                }
            }
        }

        return samples;
    }

    private static double Distance(PlanePoint point, double z, ContourIndex[] nearestFirst)
    {
        var best = double.PositiveInfinity;
        foreach (var other in nearestFirst)
        {
            var dz = other.Region.Z - z;
            if (dz * dz >= best) break;
            best = Math.Min(best, other.SquaredDistance(point, best - (dz * dz)) + (dz * dz));
        }

        return Math.Sqrt(best);
    }

    private readonly record struct Sample(double Distance, double Weight, bool IsHeld);
}
