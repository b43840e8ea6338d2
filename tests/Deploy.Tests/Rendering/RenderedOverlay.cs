using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace ContourFlow.Deploy.Tests.Rendering;

/// <summary>Everything that one overlay renders to.</summary>
/// <param name="Name">Its folder under deploy/k8s/overlays.</param>
/// <param name="Yaml">What kubectl printed.</param>
internal sealed record RenderedOverlay(string Name, string Yaml)
{
    private static readonly ConcurrentDictionary<string, Lazy<RenderedOverlay>> s_rendered = new(StringComparer.Ordinal);

    /// <summary>The folders that are applied to a cluster.</summary>
    public static IReadOnlyList<string> Names { get; } = FindNames();

    public IReadOnlyList<Manifest> Objects { get; init; } = [.. YamlJson.Documents(Yaml).Select(json => new Manifest(json))];

    public IReadOnlyList<Workload> Workloads => [.. Objects.Where(Workload.Is).Select(manifest => new Workload(manifest))];

    /// <summary>Those of our program.</summary>
    public IEnumerable<Workload> OurWorkloads => Workloads.Where(workload => workload.IsOurs);

    /// <summary>All pods, those of the broker's operator among them.</summary>
    public IReadOnlyList<PodSource> Pods => [.. Workloads.Select(PodSource.Of), .. Of("RabbitmqCluster").Select(PodSource.OfBroker)];

    /// <summary>The ConfigMap of contourflow.json, as the pods of ours mount it.</summary>
    public Manifest ConfigurationMap
    {
        get
        {
            JsonNode volume = OurWorkloads.SelectMany(workload => (JsonArray)workload.PodSpec["volumes"]!).First(one => (string)one!["name"]! == "configuration")!;
            return Of("ConfigMap").Single(map => map.Name == (string)volume["configMap"]!["name"]!);
        }
    }

    /// <summary>contourflow.json.</summary>
    public string Configuration => (string)ConfigurationMap.Json["data"]!["contourflow.json"]!;

    /// <summary>The rendering of an overlay, made once; the test is skipped where kubectl is absent.</summary>
    public static RenderedOverlay Of(string name, bool isOverlay)
    {
        Kubectl.Need();
        string folder = isOverlay ? Path.Combine(Repository.Manifests, "overlays", name) : Path.Combine(Repository.Manifests, name);
        return s_rendered.GetOrAdd(folder, path => new Lazy<RenderedOverlay>(() => new RenderedOverlay(name, Kubectl.Kustomize(path)))).Value;
    }

    /// <inheritdoc cref="Of(string, bool)"/>
    public static RenderedOverlay OfOverlay(string name) => Of(name, isOverlay: true);

    /// <summary>The objects of a kind.</summary>
    public IEnumerable<Manifest> Of(string kind) => Objects.Where(manifest => manifest.Kind == kind);

    /// <summary>The workload of a role.</summary>
    public Workload Role(string component) => OurWorkloads.Single(workload => workload.Component == component);

    /// <summary>A copy in which something is changed: for tests that show what a rule finds.</summary>
    public RenderedOverlay With(Action<RenderedOverlay> change)
    {
        RenderedOverlay copy = this with { Objects = [.. Objects.Select(manifest => new Manifest((JsonObject)manifest.Json.DeepClone()))] };
        change(copy);
        return copy;
    }

    private static string[] FindNames()
    {
        string overlays = Path.Combine(Repository.Manifests, "overlays");
        return [.. Directory.EnumerateFiles(overlays, "kustomization.yaml", SearchOption.AllDirectories)
            .Where(file => !File.ReadAllText(file).Contains("kind: Component", StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(overlays, Path.GetDirectoryName(file)!).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];
    }
}
