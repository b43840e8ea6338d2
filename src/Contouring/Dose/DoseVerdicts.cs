using System.Collections.Immutable;
using System.Globalization;
using ContourFlow.Contouring.Protocols;

namespace ContourFlow.Contouring.Dose;

/// <summary>How figures with their uncertainty become verdicts.</summary>
internal static class DoseVerdicts
{
    // From the worst. A line without a figure weighs more than an indeterminate one: nothing is known of it.
    private static readonly ImmutableArray<string> s_fromTheWorst =
        [DoseWords.Violated, DoseWords.NotEvaluable, DoseWords.Indeterminate, DoseWords.Mandatory, DoseWords.Optimal];

    /// <summary>Whether a figure that lies between two values lies within bounds: pass, fail or indeterminate.</summary>
    public static string Of(DoseBounds bounds, double low, double high)
    {
        double from = bounds.Low ?? double.NegativeInfinity, to = bounds.High ?? double.PositiveInfinity;
        if (low >= from && high <= to) return DoseWords.Pass;
        return high < from || low > to ? DoseWords.Fail : DoseWords.Indeterminate;
    }

    /// <summary>The verdict on a line, of those on its bounds; at least one is there.</summary>
    public static string Of(string? optimal, string? mandatory) => (mandatory, optimal) switch
    {
        (DoseWords.Fail, _) => DoseWords.Violated,
        (DoseWords.Indeterminate, _) => DoseWords.Indeterminate,
        (_, DoseWords.Indeterminate) => DoseWords.Indeterminate,
        (DoseWords.Pass, null) => DoseWords.Met,
        (_, DoseWords.Pass) => DoseWords.Optimal,
        // Aimed at and missed, where nothing is mandatory, breaks nothing.
        _ => DoseWords.Mandatory,
    };

    /// <summary>The verdict on the whole table: its worst line. Lines that do not apply do not count.</summary>
    public static string Worst(ImmutableArray<string> lines)
    {
        var counted = lines.Where(line => line != DoseWords.NotApplicable).Select(line => line == DoseWords.Met ? DoseWords.Optimal : line).ToHashSet(StringComparer.Ordinal);
        return s_fromTheWorst.FirstOrDefault(counted.Contains, DoseWords.NotEvaluable);
    }

    /// <summary>The whole table in a sentence.</summary>
    public static string Summary(string verdict, ImmutableArray<ScoredObjective> objectives)
    {
        var parts = new[] { DoseWords.Violated, DoseWords.NotEvaluable, DoseWords.Indeterminate }
            .Select(word => (Word: word, Lines: objectives.Where(line => line.Verdict == word).Select(line => $"{line.Structure} {line.Metric}").ToList()))
            .Where(part => part.Lines.Count > 0)
            .Select(part => $"{Said(part.Word)}: {string.Join(", ", part.Lines)}.");
        var rest = verdict switch
        {
            DoseWords.Optimal => "Everything that is aimed at is reached.",
            DoseWords.Mandatory => "Nothing that must not be missed is missed; not everything that is aimed at is reached.",
            _ => string.Empty,
        };
        return string.Join(' ', parts.Append(rest)).Trim();
    }

    /// <summary>What a line's figure means, for a person.</summary>
    public static string Sentence(
        DoseObjective objective, string roi, double value, double low, double high, double uncertainty, string verdict, string? optimal)
    {
        var unit = objective.Metric.Unit;
        var figure = string.Create(
            CultureInfo.InvariantCulture,
            $"{objective.Metric.Text} of '{roi}' is {value:0.00} {unit} ({low:0.00} to {high:0.00} with the surface within {uncertainty:0.###} mm)");
        var means = verdict switch
        {
            DoseWords.Optimal => $"as aimed at, {objective.Optimal!.Text}",
            DoseWords.Met => $"as it must be, {objective.Mandatory!.Text}",
            DoseWords.Mandatory when objective.Mandatory is null => $"not as aimed at, {objective.Optimal!.Text}",
            DoseWords.Mandatory => $"as it must be, {objective.Mandatory.Text}, and not as aimed at, {objective.Optimal!.Text}",
            DoseWords.Violated => $"not as it must be, {objective.Mandatory!.Text}",
            DoseWords.Indeterminate when optimal == DoseWords.Indeterminate && objective.Mandatory is not null && DoseVerdicts.Of(objective.Mandatory, low, high) == DoseWords.Pass =>
                $"as it must be, {objective.Mandatory.Text}; whether it is as aimed at, {objective.Optimal!.Text}, lies within the uncertainty",
            _ => $"and whether it is as it must be, {(objective.Mandatory ?? objective.Optimal)!.Text}, lies within the uncertainty",
        };
        return $"{figure}: {means}.";
    }

    private static string Said(string word) => word switch
    {
        DoseWords.Violated => "Violated",
        DoseWords.NotEvaluable => "Not evaluable",
        _ => "Indeterminate",
    };
}
