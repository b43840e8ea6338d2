using System.Text.RegularExpressions;
using ContourFlow.EndToEnd.Tests;

namespace ContourFlow.Deploy.Tests.Monitoring;

/// <summary>Each alert by promtool, over what a cluster of real processes showed while that was wrong which it is about (<see cref="RecordingRun"/>).</summary>
public sealed partial class RuleTests
{
    public static TheoryData<string> Alerts => [.. FaultScenario.All.Select(scenario => scenario.Alert)];

    [Fact]
    public void Promtool_has_nothing_against_the_rules()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["rules.yaml"], MonitoringManifests.Rendered.RulesFile);

        ProgramRun run = Promtool.Run("check", "rules", folder["rules.yaml"]);

        run.ExitCode.Should().Be(0, run.Out + run.Error);
        run.Out.Should().Contain($"{MonitoringManifests.Rendered.Alerts.Count} rules found");
    }

    [Fact]
    public void There_is_a_fault_for_each_alert_and_an_alert_for_each_fault() =>
        MonitoringManifests.Rendered.Alerts.Select(alert => alert.Name).Should().BeEquivalentTo(FaultScenario.All.Select(scenario => scenario.Alert));

    [Theory]
    [MemberData(nameof(Alerts))]
    public void An_alert_fires_once_its_fault_has_lasted_and_neither_before_nor_without_it(string name)
    {
        FaultScenario scenario = FaultScenario.All.Single(one => one.Alert == name);
        Alert alert = MonitoringManifests.Rendered.Alerts.Single(one => one.Name == name);
        var firing = new Dictionary<string, string>(scenario.Labels, StringComparer.Ordinal) { ["severity"] = alert.Severity };
        int lasted = RuleTest.Before + scenario.TrueAfter + alert.Minutes;

        ProgramRun run = RuleTest.Run(
            MonitoringManifests.Rendered.RulesFile,
            [.. scenario.Recordings.Select(Recording.Load)],
            scenario.Since,
            lasted + 3,
            (RuleTest.Before - 1, name, []), (lasted - 1, name, []), (lasted, name, [firing]), (lasted + 2, name, [firing]));

        run.ExitCode.Should().Be(0, run.Out + run.Error);
    }

    [Fact]
    public void Nothing_is_alerted_while_all_is_well()
    {
        ProgramRun run = RuleTest.Run(MonitoringManifests.Rendered.RulesFile, [Recording.Load("healthy")], TimeSpan.Zero, 90, [.. Enumerable.Range(0, 90).Select(minute => (minute, (string?)null, Array.Empty<IReadOnlyDictionary<string, string>>()))]);
        run.ExitCode.Should().Be(0, run.Out + run.Error);
    }

    [Fact]
    public void A_fault_that_is_over_before_its_time_alerts_nobody()
    {
        // Four minutes without the archive, of the five that are borne.
        IReadOnlyList<Sample> away = Recording.Load("destination-away");
        ProgramRun run = RuleTest.Run(
            MonitoringManifests.Rendered.RulesFile, [away, away, away, away, Recording.Load("healthy")], TimeSpan.Zero, 40,
            [.. Enumerable.Range(0, 40).Select(minute => (minute, (string?)"ContourFlowDestinationUnreachable", Array.Empty<IReadOnlyDictionary<string, string>>()))]);
        run.ExitCode.Should().Be(0, run.Out + run.Error);
    }

    [Fact]
    public void A_rule_that_looks_for_another_name_is_found_out()
    {
        string wrong = MonitoringManifests.Rendered.RulesFile.Replace("contourflow_destination_reachable", "contourflow_destination_reached", StringComparison.Ordinal);
        FaultScenario scenario = FaultScenario.All.Single(one => one.Alert == "ContourFlowDestinationUnreachable");
        RuleTest.Run(wrong, [.. scenario.Recordings.Select(Recording.Load)], scenario.Since, 40, (35, scenario.Alert, [scenario.Labels])).ExitCode.Should().NotBe(0);
    }

    [Theory]
    [MemberData(nameof(Alerts))]
    public void An_alert_says_what_is_wrong_where_to_read_on_and_no_label_that_it_does_not_have(string name)
    {
        Alert alert = MonitoringManifests.Rendered.Alerts.Single(one => one.Name == name);
        FaultScenario scenario = FaultScenario.All.Single(one => one.Alert == name);

        alert.Severity.Should().BeOneOf("critical", "warning", "info");
        alert.Annotation("summary").Should().NotBeEmpty().And.NotEndWith(".");
        alert.Annotation("description").Should().EndWith(".");
        alert.Annotation("runbook_url").Should().Be($"docs/operations.md#{name.ToLowerInvariant()}");
        LabelInText().Matches(alert.Annotation("summary") + alert.Annotation("description")).Select(match => match.Groups["name"].Value).Should().BeSubsetOf(scenario.Labels.Keys);
    }

    [GeneratedRegex(@"\$labels\.(?<name>\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LabelInText();
}
