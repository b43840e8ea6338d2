namespace ContourFlow.Contouring.Linting;

/// <summary>What is known of one system about one rule.</summary>
/// <param name="Profile">The system.</param>
/// <param name="Severity">What the rule weighs for it.</param>
/// <param name="Source">Where that was found: document and section, or repository and number of the issue, and what it says.</param>
public sealed record VendorBehaviour(LintProfile Profile, LintSeverity Severity, string Source);
