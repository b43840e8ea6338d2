using System.Collections.Immutable;
using ContourFlow.Contouring.Deriving;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Geometry.Margins;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Checks;

/// <summary>
/// The margin is really there: every written vertex of a grown structure lies one margin away from the structure it
/// was grown from, measured as s = min over source planes and caps of the element's own distance (1 on its surface).
/// </summary>
internal sealed class MarginCheck : ICaseCheck
{
    // Outlines are written to 0.01 mm and arcs cut to 0.01 mm.
    private const double Doubt = 0.05;

    public IEnumerable<CheckResult> Run(CheckContext context)
    {
        foreach (var grown in context.Grown())
            yield return Measure(context, grown);
    }

    private static CheckResult Measure(CheckContext context, GrownStructure grown)
    {
        var (derived, margins) = (grown.Derived, grown.Margins);
        var low = context.Limit(CheckLimitNames.MarginRangeLow);
        var high = context.Limit(CheckLimitNames.MarginRangeHigh);
        var minimum = context.Limit(CheckLimitNames.MarginMinimum);
        var percentileLimit = context.Limit(CheckLimitNames.MarginPercentile975);
        var id = $"margin-{derived.Definition.Name}";
        var title = $"The margin of {derived.RoiName} is really there";
        var limit = $"all {Verdicts.Number(low)} to {Verdicts.Number(high)}, smallest >= {Verdicts.Number(minimum)}, 97.5 % <= {Verdicts.Number(percentileLimit)}";

        // What ends a hundredth of a millimetre sooner or later must not decide: for "not less than the margin" ends
        // in doubt are left out, for "not more" they are put in.
        var samples = Samples(context, grown);
        if (samples.Length == 0)
        {
            return new CheckResult(
                id, title, Severity.Failure, "no contour", limit, $"{derived.RoiName} has no contour in the written object.", Verdicts.Specification, derived.RoiName);
        }

        var smallest = samples.MinBy(sample => sample.WithSureEnds);
        var largest = samples.MaxBy(sample => sample.WithAllEnds);
        var (least, most) = (smallest.WithSureEnds, largest.WithAllEnds);
        var percentile = samples.Select(sample => sample.WithAllEnds).Order().ElementAt((int)Math.Ceiling(0.975 * samples.Length) - 1);
        var holds = least >= Math.Max(low, minimum) && most <= high && percentile <= percentileLimit;
        var worst = (1 - least) / (1 - low) > (most - 1) / (high - 1) ? smallest : largest;
        return new CheckResult(
            id,
            title,
            holds ? Severity.Information : Severity.Failure,
            $"{Verdicts.Number(least, 3)} to {Verdicts.Number(most, 3)} (97.5 %: {Verdicts.Number(percentile, 3)}) over {samples.Length} vertices",
            limit,
            holds
                ? $"Every vertex lies {ExpressionWords.Describe(margins)} mm from the structure it was grown from (1 = exactly the margin)."
                : $"The margin is missed; the worst place is at x = {worst.Point.X:0.0}, y = {worst.Point.Y:0.0}, z = {worst.Z:0.00} mm.",
            Verdicts.Specification,
            derived.RoiName,
            worst.Z)
        {
            Place = new(worst.Point.X, worst.Point.Y, worst.Z),
        };
    }

    private static ImmutableArray<Sample> Samples(CheckContext context, GrownStructure grown)
    {
        var (_, _, source, margins, written) = grown;

        // A plane is a slab of no thickness; an end is the slab from its plane to half a slice beyond.
        List<Slab> planes = [.. source.Regions.Select(region => new Slab(region.Z, region.Z, new RegionGauge(region)))];
        List<Slab> sureEnds = [.. SlabEnd.Of(source, Doubt).Select(end => new Slab(end.Bottom, end.Top, new RegionGauge(end.Region)))];
        List<Slab> allEnds = [.. SlabEnd.Of(source, -Doubt).Select(end => new Slab(end.Bottom, end.Top, new RegionGauge(end.Region)))];

        // Where a margin is zero the grown structure's surface is the original's, and s says nothing there.
        var onTheSource = HasZeroInPlane(margins) ? 0.5 : -1;
        var perPlane = new List<Sample>[written.Regions.Length];
        Parallel.For(
            0,
            written.Regions.Length,
            new ParallelOptions { MaxDegreeOfParallelism = context.MaximumDegreeOfParallelism },
            index =>
            {
                var region = written.Regions[index];
                var (fromPlanes, fromSure, fromAll) = (InReach(planes, region.Z, margins), InReach(sureEnds, region.Z, margins), InReach(allEnds, region.Z, margins));
                perPlane[index] = [];
                foreach (var point in region.Rings.SelectMany(ring => ring.Points))
                {
                    var s = ElementDistance(point, fromPlanes, margins, double.PositiveInfinity);
                    var sample = new Sample(
                        ElementDistance(point, fromSure, margins, s), ElementDistance(point, fromAll, margins, s), region.Z, point);
                    if (sample.WithSureEnds > onTheSource) perPlane[index].Add(sample);
                }
            });
        return [.. perPlane.SelectMany(plane => plane)];
    }

    // The slabs that can matter for one plane, the nearest along the patient first, each with its part of s.
    private static List<(double Along, RegionGauge Gauge)> InReach(List<Slab> slabs, double z, PatientMargins margins)
    {
        var reached = new List<(double Along, RegionGauge Gauge)>();
        foreach (var slab in slabs)
        {
            // A source Superior of the vertex reached it by growing Inferior, and the other way round.
            var (away, reach) = z < slab.Below ? (slab.Below - z, margins.Inferior) : z > slab.Above ? (z - slab.Above, margins.Superior) : (0, 1);
            if (away <= 1.2 * reach) reached.Add((away == 0 ? 0 : away / reach, slab.Gauge));
        }

        return [.. reached.OrderBy(slab => slab.Along)];
    }

    private static double ElementDistance(
        PlanePoint point, List<(double Along, RegionGauge Gauge)> slabs, PatientMargins margins, double smallest)
    {
        foreach (var (along, gauge) in slabs)
        {
            if (along >= smallest) break;
            var inPlane = gauge.Outside(point, margins, Math.Sqrt((smallest * smallest) - (along * along)));
            smallest = Math.Min(smallest, Math.Sqrt((inPlane * inPlane) + (along * along)));
        }

        return smallest;
    }

    private static bool HasZeroInPlane(PatientMargins margins) =>
        margins.Left == 0 || margins.Right == 0 || margins.Anterior == 0 || margins.Posterior == 0;

    private sealed record Slab(double Below, double Above, RegionGauge Gauge);

    private readonly record struct Sample(double WithSureEnds, double WithAllEnds, double Z, PlanePoint Point);
}
