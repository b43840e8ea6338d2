using System.Collections.Immutable;
using ContourFlow.Contouring.Deriving;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Geometry.Planes;

namespace ContourFlow.Contouring.Reporting;

/// <summary>The sentences of the report that are put together from figures.</summary>
internal static class ReportWords
{
    /// <summary>The whole case in one or two sentences.</summary>
    public static string Summary(CaseResult result)
    {
        var derived = result.Derivation.Derived.Select(made => made.RoiName).ToImmutableArray();
        var made = derived.IsEmpty
            ? "Nothing was derived"
            : $"{List(derived)} {(derived.Length == 1 ? "was" : "were")} derived from {List(Sources(result))}"
                + (result.Derivation.Level is { } level ? $" for level {Level(level)}" : string.Empty);
        var failed = result.Checks.Where(check => check.Severity == Severity.Failure).ToImmutableArray();
        if (failed.Length > 0)
            return $"{made}, but {failed.Length} of {Count(result.Checks.Length, "check")} failed: {List([.. failed.Select(check => check.Title)])}.";
        if (result.IsPartlyHeld)
            made += $"; {List([.. result.Derivation.Held.Select(held => held.Name)])} {(result.Derivation.Held.Length == 1 ? "is" : "are")} held because the fusion of an MR is refused";
        var warned = result.Checks.Count(check => check.Severity == Severity.Warning);
        return warned == 0
            ? $"{made}; {(result.Checks.Length == 1 ? "the check" : $"all {result.Checks.Length} checks")} passed."
            : $"{made}; {result.Checks.Length - warned} of {Count(result.Checks.Length, "check")} passed, {Count(warned, "warning")} to review.";
    }

    /// <summary>"T7", "L5 to S1", or what is known when the vertebra is not.</summary>
    public static string Level(LevelDetermination level) => (level.First, level.Last) switch
    {
        ({ } first, { } last) when first == last => first.ToString(),
        ({ } first, { } last) => $"{first} to {last}",
        ({ } only, null) => only.ToString(),
        (null, { } only) => only.ToString(),
        _ => Group(level.Group),
    };

    /// <summary>The level group in words.</summary>
    public static string Group(LevelGroup group) => group switch
    {
        LevelGroup.Spine => "C1–L5",
        LevelGroup.Sacrum => "S1–S5",
        _ => "L5 and S1",
    };

    /// <summary>"160 planes, 1.25 mm apart" or the range of the distances.</summary>
    public static string Planes(PlaneGrid grid)
    {
        if (grid.Positions.Length < 2) return "1 plane";
        var gaps = Enumerable.Range(0, grid.Positions.Length - 1).Select(grid.SpacingAbove).ToImmutableArray();
        var (least, most) = (ReportNumber.Mm(gaps.Min()), ReportNumber.Mm(gaps.Max()));
        return least == most
            ? $"{grid.Positions.Length} planes, {least} mm apart"
            : $"{grid.Positions.Length} planes, {least} to {most} mm apart";
    }

    /// <summary>"1 check", "2 checks".</summary>
    public static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{number} {noun}s";

    /// <summary>The ROIs that something was derived from; others may have been read for the checks only.</summary>
    private static ImmutableArray<string> Sources(CaseResult result) =>
        [.. result.Derivation.Derived.SelectMany(made => made.Operands).Select(operand => operand.RoiName).Distinct(StringComparer.Ordinal)];

    private static string List(ImmutableArray<string> names) => names.Length switch
    {
        0 => "nothing",
        1 => names[0],
        _ => $"{string.Join(", ", names[..^1])} and {names[^1]}",
    };
}
