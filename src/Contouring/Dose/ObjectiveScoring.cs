using System.Collections.Immutable;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Geometry.Dose;
using static ContourFlow.Contouring.RtObjects.AttributeReading;

namespace ContourFlow.Contouring.Dose;

/// <summary>Holds the figures against the protocol's table (geometry specification 7): unrounded, and indeterminate where a bound lies within the uncertainty.</summary>
internal sealed class ObjectiveScoring(Protocol protocol, DoseRules rules, DoseGrid dose, RtPlan? plan, ImmutableArray<StructureInDose> structures)
{
    /// <summary>Every line of the table.</summary>
    public ImmutableArray<ScoredObjective> Score(ImmutableDictionary<string, ImmutableArray<Roi>> named) =>
        [.. rules.Objectives.Select(objective => Score(objective, named[objective.Structure]))];

    private ScoredObjective Score(DoseObjective objective, ImmutableArray<Roi> rois)
    {
        if (rois.IsEmpty) return Missing(objective);
        if (rois.Length > 1)
        {
            return Without(objective, null, ReasonCodes.RoiAmbiguous,
                $"{rois.Length} ROIs could be {objective.Structure}: {string.Join(", ", rois.Select(roi => $"'{roi.Name}' (number {roi.Number})"))}.");
        }

        var found = structures.FirstOrDefault(structure => ReferenceEquals(structure.Roi, rois[0]));
        if (found?.Dose is not { } inDose)
            return Without(objective, rois[0].Name, found?.Scored.ReasonCode ?? ReasonCodes.RoiEmpty, found?.Scored.Sentence ?? $"'{rois[0].Name}' has no closed contours.");
        if (plan?.Fractions is { } fractions && fractions != rules.Fractions)
        {
            return Without(objective, rois[0].Name, ReasonCodes.DoseOtherFractionation,
                $"The plan has {fractions} fraction(s), and the table is for {rules.Fractions}: its bounds say nothing of this dose.");
        }

        var line = Judge(objective, found, inDose);
        return found.Remark is { } remark ? line with { Sentence = $"{line.Sentence} {remark}" } : line;
    }

    private ScoredObjective Judge(DoseObjective objective, StructureInDose structure, StructureDose inDose)
    {
        var metric = objective.Metric;
        var name = structure.Roi.Name;
        if (metric.Kind == DoseMetricKind.DoseToCc)
        {
            var asked = metric.Value * 1000;
            if (inDose.Nominal.Volume < asked)
            {
                return Without(objective, name, ReasonCodes.DoseVolumeTooSmall,
                    $"'{name}' has {Say(inDose.Nominal.Volume / 1000)} cm³, less than the {Say(metric.Value)} that {metric.Text} asks for.");
            }

            if (dose.LargestCell > asked)
            {
                return Without(objective, name, ReasonCodes.DoseGridTooCoarse,
                    $"A cell of the dose grid has {Say(dose.LargestCell / 1000)} cm³, more than the {Say(metric.Value)} of {metric.Text}: what such a volume gets cannot be told. Export the dose on a finer grid.");
            }
        }

        var (value, low, high) = inDose.Figure(of => Figure(of, metric));
        if (structure.ReachesOutside) return Outside(objective, structure, value, low, high);
        if (!double.IsFinite(value) || !double.IsFinite(low) || !double.IsFinite(high))
            return Without(objective, name, ReasonCodes.DoseVolumeTooSmall, $"{metric.Text} of '{name}' cannot be told: the structure is too small for it.");
        var optimal = Bounds(objective.Optimal, low, high);
        var mandatory = Bounds(objective.Mandatory, low, high);
        var verdict = DoseVerdicts.Of(optimal?.Verdict, mandatory?.Verdict);
        return new(
            objective.Structure, name, metric.Text, metric.Unit, value, low, high, optimal, mandatory, verdict, null,
            DoseVerdicts.Sentence(objective, name, value, low, high, rules.SurfaceUncertainty, verdict, optimal?.Verdict));
    }

    // What is known of the hottest part is the least that it may be: it can break an upper bound, never keep one.
    private static ScoredObjective Outside(DoseObjective objective, StructureInDose structure, double value, double low, double high)
    {
        var sentence = StructureScoring.OutsideSentence(structure.Roi, structure.Dose!.Nominal);
        var isUpper = objective is { Metric.Kind: DoseMetricKind.DoseToCc or DoseMetricKind.CcAtDose, Mandatory: { Low: null, High: not null } };
        if (!isUpper || !(low > objective.Mandatory!.High))
            return Without(objective, structure.Roi.Name, ReasonCodes.DoseOutsideGrid, sentence);
        return new(
            objective.Structure, structure.Roi.Name, objective.Metric.Text, objective.Metric.Unit, value, low, high,
            Bounds(objective.Optimal, double.NaN, double.NaN),
            Bounds(objective.Mandatory, low, high),
            DoseWords.Violated,
            ReasonCodes.DoseOutsideGrid,
            $"What lies within the dose grid breaks the bound already. {sentence}");
    }

    private ScoredObjective Missing(DoseObjective objective)
    {
        var isCalledFor = protocol.Inputs.FirstOrDefault(input => input.Name == objective.Structure) is { } input
            ? input.Required == InputRequirement.Always
            : !protocol.Derived.First(derived => derived.Name == objective.Structure).SkipWithoutOperands;
        return isCalledFor
            ? Without(objective, null, ReasonCodes.RoiMissing, $"The structure set has no {objective.Structure}. Process the case, or score the structure set that was made of it.")
            : Without(objective, null, ReasonCodes.RoiMissing, $"The structure set has no {objective.Structure}, which the protocol does not call for in every case.") with { Verdict = DoseWords.NotApplicable };
    }

    private static ScoredObjective Without(DoseObjective objective, string? roi, string code, string sentence) => new(
        objective.Structure, roi, objective.Metric.Text, objective.Metric.Unit, null, null, null,
        Bounds(objective.Optimal, double.NaN, double.NaN), Bounds(objective.Mandatory, double.NaN, double.NaN), DoseWords.NotEvaluable, code, sentence);

    private static ScoredBounds? Bounds(DoseBounds? bounds, double low, double high) =>
        bounds is null ? null : new(bounds.Low, bounds.High, bounds.Text, double.IsNaN(low) ? null : DoseVerdicts.Of(bounds, low, high));

    private static double Figure(DoseVolume dose, DoseMetric metric) => metric.Kind switch
    {
        DoseMetricKind.DoseToPercent => dose.DoseToPercent(metric.Value),
        DoseMetricKind.DoseToCc => dose.DoseToVolume(metric.Value * 1000),
        DoseMetricKind.Mean => dose.Mean,
        DoseMetricKind.PercentAtDose => 100 * dose.VolumeAtLeast(metric.Value) / dose.Volume,
        DoseMetricKind.CcAtDose => dose.VolumeAtLeast(metric.Value) / 1000,
        _ => throw new ArgumentOutOfRangeException(nameof(metric), metric.Kind, "No such figure."),
    };
}
