namespace ContourFlow.Contouring.Linting;

/// <summary>Something that the linter found.</summary>
/// <param name="Rule">Id of the rule.</param>
/// <param name="Severity">What it weighs for the profile.</param>
/// <param name="Place">Where it is.</param>
/// <param name="Sentence">What is there, for a human. ROI names, labels, UIDs and figures; never who the patient is.</param>
public sealed record LintFinding(string Rule, LintSeverity Severity, LintPlace Place, string Sentence);

/// <summary>Findings of one rule in one ROI that were counted and not listed.</summary>
/// <param name="Rule">Id of the rule.</param>
/// <param name="Severity">What they weigh.</param>
/// <param name="RoiNumber">The ROI, or null.</param>
/// <param name="RoiName">Its name, or null.</param>
/// <param name="Count">How many more there are.</param>
public sealed record LintMore(string Rule, LintSeverity Severity, int? RoiNumber, string? RoiName, int Count);
