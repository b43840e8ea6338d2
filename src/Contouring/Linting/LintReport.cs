using System.Collections.Immutable;

namespace ContourFlow.Contouring.Linting;

/// <summary>What the linter says of a structure set.</summary>
/// <param name="Profile">For whom it was judged.</param>
/// <param name="Findings">
/// The findings, gravest first, then in the order of <see cref="LintRules.All"/> and of the file. Of one rule in one
/// ROI at most <see cref="ListedOfAKind"/> are listed.
/// </param>
/// <param name="More">How many more there are of which kind.</param>
public sealed record LintReport(LintProfile Profile, ImmutableArray<LintFinding> Findings, ImmutableArray<LintMore> More)
{
    /// <summary>How many findings of one rule in one ROI are listed.</summary>
    public const int ListedOfAKind = 3;

    /// <summary>Findings of a severity, those that are not listed among them.</summary>
    public int Count(LintSeverity severity) =>
        Findings.Count(finding => finding.Severity == severity) + More.Where(more => more.Severity == severity).Sum(more => more.Count);
}
