using System.Text.Json.Nodes;
using ContourFlow.EndToEnd.Tests.Service;

namespace ContourFlow.Deploy.Tests.Monitoring;

/// <summary>A real Prometheus beside a cluster of real processes: it gets metrics from each, its rules run, and everything that rules and dashboard name is there.</summary>
public sealed class PrometheusTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_process_is_scraped_the_rules_run_and_every_metric_and_label_that_is_named_exists()
    {
        _ = MonitoringManifests.Rendered;
        await using MonitoredCluster run = await MonitoredCluster.StartAsync(Cancel);
        using PrometheusServer prometheus = await PrometheusServer.StartAsync(run.Targets, Cancel);
        IReadOnlyList<SmallCase> cases = run.Cluster.Cases(950, 1);
        await Pacs.SendAsync(run.Cluster.Setup.Port, cases[0].Files, Cancel);
        await run.Cluster.AllRightAsync(cases, Cancel);
        // A dose that is scored and one that is refused: each says more than the other.
        string folder = run.Cluster.Folder("case-950");
        await Pacs.SendAsync(run.Cluster.Setup.Port, [SmallDose.Plan(cases[0], folder), SmallDose.Dose(cases[0], folder, 20), SmallDose.Dose(cases[0], folder, 20, "relative", units: "RELATIVE")], Cancel);
        await Eventually.SoAsync(async () => (await prometheus.SeriesAsync("contourflow_destination_reachable", Cancel)).Count > 0, () => "Nothing of destinations was scraped.", Cancel);
        await Eventually.SoAsync(async () => (await RulesAsync(prometheus)).All(rule => (string?)rule["health"] == "ok"), () => "Not every rule has been evaluated.", Cancel);

        JsonArray targets = [];
        await Eventually.SoAsync(
            async () => (targets = (await prometheus.GetAsync("targets", Cancel))["activeTargets"]!.AsArray()).All(target => (string)target!["health"]! == "up"),
            () => $"Not every process is scraped: {targets.ToJsonString()}",
            Cancel);
        targets.Select(target => (string)target!["labels"]!["component"]!).Should().BeEquivalentTo("gateway", "worker", "worker", "publisher", "review");
        IReadOnlyList<JsonObject> rules = await RulesAsync(prometheus);
        rules.Select(rule => (string)rule["name"]!).Should().BeEquivalentTo(MonitoringManifests.Rendered.Alerts.Select(alert => alert.Name));
        rules.Should().OnlyContain(rule => string.IsNullOrEmpty((string?)rule["lastError"]));
        rules.Where(rule => (string?)rule["state"] == "firing").Should().BeEmpty("all is well");

        IReadOnlyList<string> expressions = [.. MonitoringManifests.Rendered.Alerts.Select(alert => alert.Expression), .. MonitoringManifests.Rendered.Queries];
        // A process counts the end of its work after it has told it, and is scraped later still.
        IReadOnlyList<string> absent = [];
        await Eventually.SoAsync(async () => (absent = await AbsentAsync(prometheus, expressions)).Count == 0, () => $"Not there: {string.Join(", ", absent)}.", Cancel);
        (await AbsentAsync(prometheus, ["max by (namespace, street) (contourflow_cases{stat=\"held\"}) + contourflow_case"]))
            .Should().HaveCount(3, "a metric, a label that is chosen by and one that is grouped by, which do not exist, are found");
    }

    private static async Task<IReadOnlyList<JsonObject>> RulesAsync(PrometheusServer prometheus) =>
        [.. (await prometheus.GetAsync("rules", Cancel))["groups"]!.AsArray().SelectMany(group => group!["rules"]!.AsArray()).Select(rule => rule!.AsObject())];

    // What shows only after a fault is in the recordings, which are of real runs too.
    private static async Task<IReadOnlyList<string>> AbsentAsync(PrometheusServer prometheus, IReadOnlyList<string> expressions)
    {
        var known = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (JsonObject series in await prometheus.SeriesAsync("{job=\"contourflow\"}", Cancel))
            Add((string)series["__name__"]!, series.Select(label => label.Key));
        foreach (Sample sample in Recording.Names.SelectMany(Recording.Load))
            Add(sample.Name, sample.Labels.Keys);
        var absent = new List<string>();
        foreach (string expression in expressions)
        {
            IReadOnlyList<MetricReference> named = MetricReference.Of(expression);
            named.Should().NotBeEmpty(expression);
            absent.AddRange(named.Where(metric => !known.ContainsKey(metric.Name)).Select(metric => metric.Name));
            absent.AddRange(named.Where(metric => known.ContainsKey(metric.Name)).SelectMany(metric => metric.Labels.Where(label => !known[metric.Name].Contains(label)).Select(label => $"{metric.Name}{{{label}}}")));
            absent.AddRange(MetricReference.Grouped(expression).Where(label => !named.Any(metric => known.TryGetValue(metric.Name, out HashSet<string>? labels) && labels.Contains(label))).Select(label => $"by ({label}): {expression}"));
        }

        return [.. absent.Distinct(StringComparer.Ordinal)];

        void Add(string name, IEnumerable<string> labels)
        {
            if (!known.TryGetValue(name, out HashSet<string>? seen))
                known[name] = seen = new HashSet<string>(StringComparer.Ordinal);
            seen.UnionWith(labels);
        }
    }
}
