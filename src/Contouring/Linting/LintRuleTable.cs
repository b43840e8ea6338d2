using System.Text;

namespace ContourFlow.Contouring.Linting;

/// <summary>The rules as the Markdown that docs/linting.md has between its two marks.</summary>
public static class LintRuleTable
{
    /// <summary>Line before the generated part.</summary>
    public const string Begin = "<!-- rules: begin (made by the program, see CONTRIBUTING.md) -->";

    /// <summary>Line behind the generated part.</summary>
    public const string End = "<!-- rules: end -->";

    private const string NoSource = "no source found; our advice";

    /// <summary>A table of severities, and a section for each rule.</summary>
    public static string Markdown()
    {
        var text = new StringBuilder();
        var profiles = Enum.GetValues<LintProfile>();
        text.Append("| rule | what is wrong |").AppendJoin(" |", profiles.Select(profile => $" {profile.ToString().ToLowerInvariant()}")).Append(" |\n");
        text.Append("|---|---|").AppendJoin("|", profiles.Select(_ => "---")).Append("|\n");
        foreach (var rule in LintRules.All)
        {
            text.Append($"| [`{rule.Id}`](#{rule.Id}) | {rule.Title}{(rule.NeedsCt ? " (with `--ct`)" : string.Empty)} |")
                .AppendJoin(" |", profiles.Select(profile => $" {Word(rule.SeverityFor(profile))}")).Append(" |\n");
        }

        foreach (var rule in LintRules.All)
        {
            text.Append($"\n### {rule.Id}\n\n{rule.Title}. {rule.Why}\n\nSource: {rule.Source ?? NoSource}.\n");
            if (!rule.Vendors.IsEmpty) text.Append('\n');
            foreach (var vendor in rule.Vendors)
                text.Append($"- {vendor.Profile.ToString().ToLowerInvariant()}, {Word(vendor.Severity)}: {vendor.Source}.\n");
        }

        return text.ToString();
    }

    private static string Word(LintSeverity severity) => severity == LintSeverity.Information ? "info" : severity.ToString().ToLowerInvariant();
}
