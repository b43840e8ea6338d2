using System.Text.Json.Nodes;

namespace ContourFlow.Deploy.Tests.Rendering;

/// <summary>An object that makes pods: Deployment, StatefulSet or Job.</summary>
internal sealed record Workload(Manifest Manifest)
{
    private static readonly string[] Kinds = ["Deployment", "StatefulSet", "Job", "CronJob", "DaemonSet"];

    public string Name => Manifest.Name;

    /// <summary>gateway, worker, publisher, review, migration, database.</summary>
    public string Component => PodLabels["app.kubernetes.io/component"];

    /// <summary>Whether its pods run our program.</summary>
    public bool IsOurs => PodLabels.TryGetValue("app.kubernetes.io/name", out string? name) && name == "contourflow";

    public IReadOnlyDictionary<string, string> PodLabels => Manifest.TextsOf(Template["metadata"]!["labels"]);

    public JsonObject PodSpec => (JsonObject)Template["spec"]!;

    public IReadOnlyList<Container> Containers =>
        [.. ((JsonArray)PodSpec["containers"]!).Concat(PodSpec["initContainers"] as JsonArray ?? []).Select(node => new Container((JsonObject)node!))];

    /// <summary>Claims of its own (StatefulSet), by the name of the volume.</summary>
    public IEnumerable<string> ClaimTemplates =>
        (Manifest.Spec!["volumeClaimTemplates"] as JsonArray ?? []).Select(claim => (string)claim!["metadata"]!["name"]!);

    /// <summary>How many pods; null where that is not said.</summary>
    public int? Replicas => (int?)Manifest.Spec!["replicas"];

    public TimeSpan Grace => TimeSpan.FromSeconds((int?)PodSpec["terminationGracePeriodSeconds"] ?? 30);

    private JsonObject Template => (JsonObject)Manifest.Spec!["template"]!;

    public static bool Is(Manifest manifest) => Kinds.Contains(manifest.Kind, StringComparer.Ordinal);

    public override string ToString() => Manifest.ToString();
}
