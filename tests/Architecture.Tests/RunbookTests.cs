using System.Text.RegularExpressions;

namespace ContourFlow.Architecture.Tests;

/// <summary>docs/operations.md and the alerts of deploy/k8s/monitoring are about the same.</summary>
public sealed partial class RunbookTests
{
    private static readonly string s_rules = Read("deploy", "k8s", "monitoring", "rules.yaml");
    private static readonly string s_page = Read("docs", "operations.md");

    private static string[] Alerts => [.. AlertName().Matches(s_rules).Select(match => match.Groups["name"].Value)];

    [Fact]
    public void Every_alert_has_its_section_and_every_section_its_alert() =>
        Section().Matches(s_page).Select(match => match.Groups["name"].Value).Should().BeEquivalentTo(Alerts).And.OnlyHaveUniqueItems().And.NotBeEmpty();

    [Fact]
    public void Every_alert_leads_to_its_own_section() =>
        RunbookUrl().Matches(s_rules).Select(match => match.Groups["anchor"].Value).Should().Equal(Alerts.Select(name => name.ToLowerInvariant()));

    [Fact]
    public void Every_section_says_how_bad_it_is_as_the_alert_does()
    {
        var severities = Severity().Matches(s_rules).Select(match => match.Groups["severity"].Value);
        foreach ((string name, string severity) in Alerts.Zip(severities))
        {
            Match section = Section().Matches(s_page).Single(match => match.Groups["name"].Value == name);
            section.Groups["severity"].Value.Should().BeEquivalentTo(severity, name);
        }
    }

    [Fact]
    public void Links_within_the_page_lead_to_a_heading_of_it()
    {
        var anchors = Heading().Matches(s_page).Select(match => NotInAnchor().Replace(match.Groups["title"].Value.ToLowerInvariant(), "").Replace(' ', '-'));
        OwnLink().Matches(s_page).Select(match => match.Groups["anchor"].Value).Distinct(StringComparer.Ordinal).Should().BeSubsetOf(anchors).And.NotBeEmpty();
    }

    private static string Read(params string[] path) => File.ReadAllText(Path.Combine([Repository.Root, .. path])).Replace("\r\n", "\n", StringComparison.Ordinal);

    [GeneratedRegex(@"^ *- alert: (?<name>\w+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AlertName();

    [GeneratedRegex(@"^ *runbook_url: .*docs/operations\.md#(?<anchor>[\w-]+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RunbookUrl();

    [GeneratedRegex(@"^ *severity: (?<severity>\w+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Severity();

    [GeneratedRegex(@"^### (?<name>ContourFlow\w+)\n\n\*(?<severity>\w+)\.\* \S", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Section();

    [GeneratedRegex(@"^#+ (?<title>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\]\(#(?<anchor>[^)]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OwnLink();

    [GeneratedRegex(@"[^\w\- ]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NotInAnchor();
}
