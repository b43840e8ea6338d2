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
        foreach (var derived in context.Derivation.Derived)
        {
            if (derived.Expression.Expression is WithMargin { Operand: NamedStructure source } grown
                && SourceOf(context, source.Name) is { } operand)
            {
                yield return Measure(context, derived, operand, grown.Margins);
            }
        }
    }

    /// <summary>The geometry that a name stands for: an input, or a derived structure before it was written.</summary>
    internal static Structure? SourceOf(CheckContext context, string name) =>
        context.Derivation.Inputs.FirstOrDefault(input => string.Equals(input.Definition.Name, name, StringComparison.Ordinal))?.Geometry
        ?? context.Derivation.Derived.FirstOrDefault(derived => string.Equals(derived.Definition.Name, name, StringComparison.Ordinal))?.Geometry;

    private static CheckResult Measure(CheckContext context, DerivedStructure derived, Structure source, PatientMargins margins)
    {
        var low = context.Limit(CheckLimitNames.MarginRangeLow);
        var high = context.Limit(CheckLimitNames.MarginRangeHigh);
        var minimum = context.Limit(CheckLimitNames.MarginMinimum);
        var percentileLimit = context.Limit(CheckLimitNames.MarginPercentile975);
        var id = $"margin-{derived.Definition.Name}";
        var title = $"The margin of {derived.RoiName} is really there";
        var limit = $"all {Verdicts.Number(low)} to {Verdicts.Number(high)}, smallest >= {Verdicts.Number(minimum)}, 97.5 % <= {Verdicts.Number(percentileLimit)}";

        // What ends a hundredth of a millimetre sooner or later must not decide: for "not less than the margin" ends
        // in doubt are left out, for "not more" they are put in.
        var least = Samples(context, derived, source, SlabEnd.Of(source, Doubt), margins);
        var most = Samples(context, derived, source, SlabEnd.Of(source, -Doubt), margins);
        if (least.Length == 0)
        {
            return new CheckResult(
                id, title, Severity.Failure, "no contour", limit, $"{derived.RoiName} has no contour in the written object.", Verdicts.Specification, derived.RoiName);
        }

        var smallest = least.MinBy(sample => sample.S);
        var largest = most.MaxBy(sample => sample.S);
        var percentile = most.Select(sample => sample.S).Order().ElementAt((int)Math.Ceiling(0.975 * most.Length) - 1);
        var holds = smallest.S >= Math.Max(low, minimum) && largest.S <= high && percentile <= percentileLimit;
        var worst = (1 - smallest.S) / (1 - low) > (largest.S - 1) / (high - 1) ? smallest : largest;
        return new CheckResult(
            id,
            title,
            holds ? Severity.Information : Severity.Failure,
            $"{Verdicts.Number(smallest.S, 3)} to {Verdicts.Number(largest.S, 3)} (97.5 %: {Verdicts.Number(percentile, 3)}) over {most.Length} vertices",
            limit,
            holds
                ? $"Every vertex lies {ExpressionWords.Describe(margins)} mm from the structure it was grown from (1 = exactly the margin)."
                : $"The margin is missed; the worst place is at x = {worst.Point.X:0.0}, y = {worst.Point.Y:0.0}, z = {worst.Z:0.00} mm.",
            Verdicts.Specification,
            derived.RoiName,
            worst.Z);
    }

    private static ImmutableArray<Sample> Samples(
        CheckContext context, DerivedStructure derived, Structure source, ImmutableArray<SlabEnd> ends, PatientMargins margins)
    {
        var written = context.AsWritten(derived);

        // A plane is a slab of no thickness; an end is the slab from its plane to half a slice beyond.
        var sections = source.Regions.Select(region => (Below: region.Z, Above: region.Z, Gauge: new RegionGauge(region)))
            .Concat(ends.Select(end => (Below: end.Bottom, Above: end.Top, Gauge: new RegionGauge(end.Region))))
            .ToList();

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
                perPlane[index] =
                [
                    .. from ring in region.Rings
                       from point in ring.Points
                       let s = ElementDistance(point, region.Z, sections, margins)
                       where s > onTheSource
                       select new Sample(s, region.Z, point)
                ];
            });
        return [.. perPlane.SelectMany(plane => plane)];
    }

    private static double ElementDistance(
        PlanePoint point, double z, List<(double Below, double Above, RegionGauge Gauge)> sections, PatientMargins margins)
    {
        var smallest = double.PositiveInfinity;
        foreach (var (below, above, gauge) in sections)
        {
            // A source Superior of the vertex reached it by growing Inferior, and the other way round.
            var (away, reach) = z < below ? (below - z, margins.Inferior) : z > above ? (z - above, margins.Superior) : (0, 1);
            if (away > 1.2 * reach) continue;
            var along = away == 0 ? 0 : away / reach;
            if (along >= smallest) continue;
            var inPlane = gauge.Outside(point, margins);
            smallest = Math.Min(smallest, Math.Sqrt((inPlane * inPlane) + (along * along)));
        }

        return smallest;
    }

    private static bool HasZeroInPlane(PatientMargins margins) =>
        margins.Left == 0 || margins.Right == 0 || margins.Anterior == 0 || margins.Posterior == 0;

    private readonly record struct Sample(double S, double Z, PlanePoint Point);
}
