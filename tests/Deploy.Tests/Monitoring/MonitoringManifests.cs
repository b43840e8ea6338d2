using System.Text.Json.Nodes;
using ContourFlow.Deploy.Tests.Rendering;
using ContourFlow.EndToEnd.Tests;

namespace ContourFlow.Deploy.Tests.Monitoring;

/// <summary>What deploy/k8s/monitoring renders to.</summary>
internal sealed class MonitoringManifests
{
    private static readonly Lazy<MonitoringManifests> s_rendered = new(Render);

    private MonitoringManifests(IReadOnlyList<Manifest> objects) => Objects = objects;

    /// <summary>Rendered once; the test is skipped where kubectl is absent.</summary>
    public static MonitoringManifests Rendered
    {
        get
        {
            Kubectl.Need();
            return s_rendered.Value;
        }
    }

    public IReadOnlyList<Manifest> Objects { get; }

    /// <summary>The groups of rules as Prometheus reads them from a file: JSON is YAML.</summary>
    public string RulesFile => Of("PrometheusRule").Spec!.ToJsonString();

    public IReadOnlyList<Alert> Alerts =>
        [.. ((JsonArray)Of("PrometheusRule").Spec!["groups"]!).SelectMany(group => (JsonArray)group!["rules"]!).Select(rule => new Alert((JsonObject)rule!))];

    public JsonObject ServiceMonitor => Of("ServiceMonitor").Spec!;

    /// <summary>The ConfigMap that Grafana's sidecar finds.</summary>
    public Manifest DashboardMap => Of("ConfigMap");

    public JsonObject Dashboard => JsonNode.Parse((string)DashboardMap.Json["data"]!["contourflow-dashboard.json"]!)!.AsObject();

    /// <summary>Every query of the dashboard.</summary>
    public IReadOnlyList<string> Queries =>
        [.. ((JsonArray)Dashboard["panels"]!).SelectMany(panel => panel!["targets"] as JsonArray ?? []).Select(target => (string)target!["expr"]!)];

    private Manifest Of(string kind) => Objects.Single(manifest => manifest.Kind == kind);

    private static MonitoringManifests Render()
    {
        using var folder = new TemporaryFolder();
        string component = Path.GetRelativePath(folder.Path, Path.Combine(Repository.Manifests, "monitoring"));
        File.WriteAllText(folder["kustomization.yaml"], $"apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nnamespace: contourflow\ncomponents: [{component}]\n");
        return new MonitoringManifests([.. YamlJson.Documents(Kubectl.Kustomize(folder.Path)).Select(json => new Manifest(json))]);
    }
}
