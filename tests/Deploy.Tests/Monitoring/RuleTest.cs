using System.Globalization;
using System.Text.Json.Nodes;
using ContourFlow.EndToEnd.Tests;

namespace ContourFlow.Deploy.Tests.Monitoring;

/// <summary>
/// A unit test of promtool for one scenario, made of recordings: a quarter of an hour as <c>healthy</c> shows it, then as the fault shows it. What was recorded
/// stays as it is, and ages grow by a minute each minute, as they do. Series that the fault does not have end; those that it has in addition begin.
/// </summary>
internal static class RuleTest
{
    /// <summary>Minutes of health before the fault.</summary>
    public const int Before = 15;

    private const int Minute = 60;

    /// <summary>Runs promtool over a scenario, and says what it said.</summary>
    /// <param name="rules">The groups of rules.</param>
    /// <param name="recordings">What the minutes after <see cref="Before"/> show; the last goes on.</param>
    /// <param name="since">For how long it has been so already.</param>
    /// <param name="minutes">How long the test is.</param>
    /// <param name="expected">At a minute: the labels of the alerts that fire then, of one name or of all.</param>
    public static ProgramRun Run(
        string rules, IReadOnlyList<IReadOnlyList<Sample>> recordings, TimeSpan since, int minutes, params (int At, string? Alert, IReadOnlyDictionary<string, string>[] Firing)[] expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["rules.yaml"], rules);
        var test = new JsonObject
        {
            ["rule_files"] = new JsonArray("rules.yaml"),
            ["evaluation_interval"] = "1m",
            ["tests"] = new JsonArray(new JsonObject
            {
                ["interval"] = "1m",
                ["input_series"] = new JsonArray([.. Series(recordings, since, minutes).Select(series => (JsonNode)new JsonObject { ["series"] = series.Key, ["values"] = series.Value })]),
                ["promql_expr_test"] = new JsonArray([.. expected.Select(one => (JsonNode)Expected(one.At, one.Alert, one.Firing))]),
            }),
        };
        File.WriteAllText(folder["test.yaml"], test.ToJsonString());
        return Promtool.Run("test", "rules", folder["test.yaml"]);
    }

    private static JsonObject Expected(int minute, string? alert, IReadOnlyDictionary<string, string>[] firing) => new()
    {
        ["expr"] = alert is null ? "ALERTS{alertstate=\"firing\"}" : $"ALERTS{{alertstate=\"firing\",alertname=\"{alert}\"}}",
        ["eval_time"] = $"{minute}m",
        ["exp_samples"] = new JsonArray([.. firing.Select(labels => (JsonNode)new JsonObject
        {
            ["labels"] = new Sample("ALERTS", new Dictionary<string, string>(labels, StringComparer.Ordinal) { ["alertstate"] = "firing", ["alertname"] = alert! }, "1").Series,
            ["value"] = 1,
        })]),
    };

    private static IEnumerable<KeyValuePair<string, string>> Series(IReadOnlyList<IReadOnlyList<Sample>> recordings, TimeSpan since, int minutes)
    {
        Dictionary<string, Sample> healthy = BySeries(Recording.Load("healthy"));
        Dictionary<string, Sample>[] faults = [.. recordings.Select(BySeries)];
        foreach (string series in faults.SelectMany(fault => fault.Keys).Concat(healthy.Keys).Distinct(StringComparer.Ordinal))
        {
            var values = new List<string>();
            bool was = false;
            for (int minute = 0; minute < minutes; minute++)
            {
                int after = minute - Before;
                Dictionary<string, Sample> now = after < 0 ? healthy : faults[Math.Min(after, faults.Length - 1)];
                bool isThere = now.TryGetValue(series, out Sample? sample);
                values.Add(isThere ? Value(sample!, after, since) : was ? "stale" : "_");
                was = isThere;
            }

            yield return KeyValuePair.Create(series, string.Join(' ', values));
        }
    }

    private static string Value(Sample sample, int after, TimeSpan since) => after >= 0 && sample.Name.EndsWith("_oldest_age_seconds", StringComparison.Ordinal) && sample.Number > 0
        ? (sample.Number + since.TotalSeconds + (after * Minute)).ToString(CultureInfo.InvariantCulture)
        : sample.Value;

    private static Dictionary<string, Sample> BySeries(IReadOnlyList<Sample> samples) => samples.ToDictionary(sample => sample.Series, StringComparer.Ordinal);
}
