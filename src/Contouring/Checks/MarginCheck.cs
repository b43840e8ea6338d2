using System.Collections.Immutable;
using ContourFlow.Contouring.Deriving;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Geometry.Margins;
using ContourFlow.Geometry.Solids;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Checks;

/// <summary>
/// The margin is really there: every written vertex of a grown structure lies one margin away from the structure it
/// was grown from, measured as s = min over source planes and caps of the element's own distance (1 on its surface).
/// </summary>
internal sealed class MarginCheck : ICaseCheck
{
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

        var (samples, positions) = Samples(context.AsWritten(derived), source, margins, context.MaximumDegreeOfParallelism);
        if (samples.Length == 0)
        {
            return new CheckResult(
                id, title, Severity.Failure, "no contour", limit, $"{derived.RoiName} has no contour in the written object.", Verdicts.Specification, derived.RoiName);
        }

        var worst = Worst(samples, low, high);
        var sorted = samples.Sort();
        var percentile = sorted[(int)Math.Ceiling(0.975 * sorted.Length) - 1];
        var holds = sorted[0] >= Math.Max(low, minimum) && sorted[^1] <= high && percentile <= percentileLimit;
        var outside = samples.Count(s => s < low || s > high);
        return new CheckResult(
            id,
            title,
            holds ? Severity.Information : Severity.Failure,
            $"{Verdicts.Number(sorted[0], 3)} to {Verdicts.Number(sorted[^1], 3)} (97.5 %: {Verdicts.Number(percentile, 3)}) over {sorted.Length} vertices",
            limit,
            holds
                ? $"Every vertex lies {ExpressionWords.Describe(margins)} mm from the structure it was grown from (1 = exactly the margin)."
                : $"{outside} of {sorted.Length} vertices lie outside the range; the worst is at z = {positions[worst]:0.00} mm.",
            Verdicts.Specification,
            derived.RoiName,
            positions[worst]);
    }

    private static (ImmutableArray<double> Samples, ImmutableArray<double> Positions) Samples(
        Structure written, Structure source, PatientMargins margins, int maximumDegreeOfParallelism)
    {
        var sections = Sections(source);

        // Where a margin is zero the grown structure's surface is the original's, and s says nothing there.
        var onTheSource = HasZeroInPlane(margins) ? 0.5 : -1;
        var perPlane = new List<double>[written.Regions.Length];
        Parallel.For(
            0,
            written.Regions.Length,
            new ParallelOptions { MaxDegreeOfParallelism = maximumDegreeOfParallelism },
            index =>
            {
                var region = written.Regions[index];
                perPlane[index] =
                [
                    .. from ring in region.Rings
                       from point in ring.Points
                       let s = ElementDistance(point, region.Z, sections, margins)
                       where s > onTheSource
                       select s
                ];
            });
        return (
            [.. perPlane.SelectMany(plane => plane)],
            [.. perPlane.SelectMany((plane, index) => Enumerable.Repeat(written.Regions[index].Z, plane.Count))]);
    }

    // A plane is a slab of no thickness; a cap is the slab from its plane to half a slice beyond.
    private static List<(double Below, double Above, RegionGauge Gauge)> Sections(Structure source)
    {
        var sections = source.Regions.Select(region => (region.Z, region.Z, new RegionGauge(region))).ToList();
        foreach (var cap in LocalCaps.Of(source))
        {
            var end = cap.Direction == CapDirection.Superior ? cap.Z + cap.HalfThickness : cap.Z - cap.HalfThickness;
            sections.Add((Math.Min(cap.Z, end), Math.Max(cap.Z, end), new RegionGauge(cap.Region)));
        }

        return sections;
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

    private static int Worst(ImmutableArray<double> samples, double low, double high)
    {
        var worst = 0;
        for (var i = 1; i < samples.Length; i++)
        {
            if (Excess(samples[i]) > Excess(samples[worst])) worst = i;
        }

        return worst;

        // How far towards (or past) the limit a sample lies, so that both sides compare.
        double Excess(double s) => s < 1 ? (1 - s) / (1 - low) : (s - 1) / (high - 1);
    }
}
