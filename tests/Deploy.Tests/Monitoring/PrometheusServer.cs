using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using ContourFlow.EndToEnd.Tests;
using ContourFlow.EndToEnd.Tests.Network;
using ContourFlow.EndToEnd.Tests.Service;

namespace ContourFlow.Deploy.Tests.Monitoring;

/// <summary>
/// A real Prometheus, which scrapes processes by the port, path and labels of the ServiceMonitor and evaluates the rules. What the Prometheus Operator makes of a
/// ServiceMonitor in a cluster, a static configuration says here.
/// </summary>
internal sealed class PrometheusServer : IDisposable
{
    private readonly TemporaryFolder place = new();
    private readonly HttpClient client;
    private readonly Process process;
    private readonly Task<string> said;

    private PrometheusServer(string program, IEnumerable<(string Name, string Component, int Port)> targets)
    {
        int port = ServerProcess.FreePort();
        File.WriteAllText(place["rules.yaml"], MonitoringManifests.Rendered.RulesFile);
        File.WriteAllText(place["prometheus.yaml"], Configuration(targets).ToJsonString());
        client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/") };
        process = ProgramRun.Start(
            program,
            [$"--config.file={place["prometheus.yaml"]}", $"--storage.tsdb.path={place["data"]}", string.Create(CultureInfo.InvariantCulture, $"--web.listen-address=127.0.0.1:{port}"), "--log.level=warn"]);
        _ = process.StandardOutput.ReadToEndAsync();
        said = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts it; the test is skipped where it is not installed.</summary>
    public static async Task<PrometheusServer> StartAsync(IEnumerable<(string Name, string Component, int Port)> targets, CancellationToken cancellationToken)
    {
        var server = new PrometheusServer(Tool.Find("prometheus", "prometheus"), targets);
        try
        {
            await Eventually.SoAsync(server.AnswersAsync, () => "Prometheus does not answer.", cancellationToken);
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>Asks its API (v1), and gives the data of the answer.</summary>
    public async Task<JsonNode> GetAsync(string path, CancellationToken cancellationToken)
    {
        JsonNode answer = JsonNode.Parse(await client.GetStringAsync(new Uri($"api/v1/{path}", UriKind.Relative), cancellationToken))!;
        ((string)answer["status"]!).Should().Be("success");
        return answer["data"]!;
    }

    /// <summary>The series that it has of a selector, each with its labels.</summary>
    public async Task<IReadOnlyList<JsonObject>> SeriesAsync(string selector, CancellationToken cancellationToken) =>
        [.. (await GetAsync($"series?match[]={Uri.EscapeDataString(selector)}", cancellationToken)).AsArray().Select(series => series!.AsObject())];

    public void Dispose()
    {
        client.Dispose();
        if (!process.HasExited)
            process.Kill();
        process.WaitForExit();
        process.Dispose();
        place.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        if (process.HasExited)
            throw new InvalidOperationException($"Prometheus ended with {process.ExitCode}: {await said}");
        try
        {
            using HttpResponseMessage answer = await client.GetAsync(new Uri("-/ready", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    // Some seconds between scrapes and evaluations, so that the test is short and a busy machine answers within them; the rest is the ServiceMonitor's.
    private static JsonObject Configuration(IEnumerable<(string Name, string Component, int Port)> targets)
    {
        JsonNode endpoint = MonitoringManifests.Rendered.ServiceMonitor["endpoints"]!.AsArray().Single()!;
        return new JsonObject
        {
            ["global"] = new JsonObject { ["scrape_interval"] = "5s", ["scrape_timeout"] = "5s", ["evaluation_interval"] = "1s" },
            ["rule_files"] = new JsonArray("rules.yaml"),
            ["scrape_configs"] = new JsonArray(new JsonObject
            {
                ["job_name"] = "contourflow",
                ["metrics_path"] = (string)endpoint["path"]!,
                ["relabel_configs"] = new JsonArray([.. endpoint["relabelings"]!.AsArray().Select(one => (JsonNode)new JsonObject
                {
                    ["source_labels"] = one!["sourceLabels"]!.DeepClone(),
                    ["target_label"] = (string)one["targetLabel"]!,
                    ["action"] = (string)one["action"]!,
                })]),
                ["static_configs"] = new JsonArray([.. targets.Select(target => (JsonNode)new JsonObject
                {
                    ["targets"] = new JsonArray(string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{target.Port}")),
                    ["labels"] = new JsonObject(
                    [
                        // What the operator finds out of the Service, before relabelling.
                        new("__meta_kubernetes_service_label_app_kubernetes_io_component", target.Component),
                        .. MonitoredCluster.Labels(target.Name).Where(label => label.Key is not ("component" or "job")).Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value)),
                    ]),
                })]),
            }),
        };
    }
}
