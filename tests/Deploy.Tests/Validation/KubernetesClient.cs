using k8s;
using YamlDotNet.Core;

namespace ContourFlow.Deploy.Tests.Validation;

/// <summary>NuGet's KubernetesClient, read strictly: finds unknown fields and wrong types, but no missing fields.</summary>
internal static class KubernetesClient
{
    private static readonly Dictionary<string, Type> Kinds = new(StringComparer.Ordinal)
    {
        ["keda.sh/v1alpha1/ScaledObject"] = typeof(ScaledObject),
        ["keda.sh/v1alpha1/TriggerAuthentication"] = typeof(TriggerAuthentication),
        ["monitoring.coreos.com/v1/PrometheusRule"] = typeof(PrometheusRule),
        ["monitoring.coreos.com/v1/ServiceMonitor"] = typeof(ServiceMonitor),
        ["rabbitmq.com/v1beta1/RabbitmqCluster"] = typeof(RabbitmqCluster),
    };

    /// <summary>The objects of a stream of YAML, each of its kind's type.</summary>
    /// <exception cref="YamlException">A field is unknown, given twice, or of a wrong type.</exception>
    public static IReadOnlyList<object> Read(string yaml) => KubernetesYaml.LoadAllFromString(yaml, Kinds, strict: true);
}
