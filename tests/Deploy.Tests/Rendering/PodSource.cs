using System.Text.Json.Nodes;

namespace ContourFlow.Deploy.Tests.Rendering;

/// <summary>Pods of an overlay that are alike: those of a workload, or those that the RabbitMQ Cluster Operator makes of a RabbitmqCluster.</summary>
/// <param name="Owner">What they come from.</param>
/// <param name="Labels">Their labels.</param>
/// <param name="Ports">Their ports by name.</param>
internal sealed record PodSource(Manifest Owner, IReadOnlyDictionary<string, string> Labels, IReadOnlyDictionary<string, int> Ports)
{
    /// <summary>Those of a workload.</summary>
    public static PodSource Of(Workload workload) => new(
        workload.Manifest, workload.PodLabels, workload.Containers.SelectMany(container => container.Ports).ToDictionary(StringComparer.Ordinal));

    /// <summary>Those of a RabbitmqCluster, with the labels and ports that the operator's documentation states.</summary>
    public static PodSource OfBroker(Manifest cluster)
    {
        var ports = new Dictionary<string, int>(StringComparer.Ordinal) { ["amqp"] = 5672, ["management"] = 15672, ["prometheus"] = 15692 };
        if (cluster.Spec!["tls"] is JsonObject)
            ports["amqps"] = 5671;
        var labels = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["app.kubernetes.io/name"] = cluster.Name,
            ["app.kubernetes.io/component"] = "rabbitmq",
            ["app.kubernetes.io/part-of"] = "rabbitmq",
        };
        return new PodSource(cluster, labels, ports);
    }

    public override string ToString() => Owner.ToString();
}
