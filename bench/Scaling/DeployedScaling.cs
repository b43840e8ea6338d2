using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace ContourFlow.Bench.Scaling;

/// <summary>How the manifests scale and stop workers, from the root of the repository.</summary>
internal static class DeployedScaling
{
    /// <summary>The worker's ScaledObject.</summary>
    public const string ScaledObjectFile = "deploy/k8s/components/keda/scaled-object.yaml";

    /// <summary>The worker's Deployment.</summary>
    public const string WorkerFile = "deploy/k8s/base/worker/deployment.yaml";

    private const string ShutdownTimeout = "CONTOURFLOW__Operations__ShutdownTimeout";

    // Of it, the part in which work may end (docs/queue.md).
    private const double PartForWork = 0.6;

    /// <summary>Reads how it is scaled.</summary>
    public static ScaledObject Read(string file)
    {
        using StreamReader reader = File.OpenText(file);
        return ScaledObject.Read(reader);
    }

    /// <summary>Reads how long a worker that is asked to stop may work at its case, s.</summary>
    /// <exception cref="InvalidDataException">The worker has no limit of its own.</exception>
    public static double MayFinish(TextReader worker)
    {
        var stream = new YamlStream();
        stream.Load(worker);
        string? value = stream.Documents.SelectMany(document => document.AllNodes).OfType<YamlMappingNode>()
            .Where(node => Text(node, "name") == ShutdownTimeout).Select(node => Text(node, "value")).SingleOrDefault();
        return value is null
            ? throw new InvalidDataException($"{ShutdownTimeout} is not there.")
            : PartForWork * TimeSpan.Parse(value, CultureInfo.InvariantCulture).TotalSeconds;
    }

    private static string? Text(YamlMappingNode node, string name) => node.Children.TryGetValue(new YamlScalarNode(name), out YamlNode? found) ? (found as YamlScalarNode)?.Value : null;
}
