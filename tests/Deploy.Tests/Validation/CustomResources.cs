using System.Text.Json.Serialization;
using k8s.Models;

namespace ContourFlow.Deploy.Tests.Validation;

// The kinds that operators bring, with the fields of their documentation that the manifests may use. A field that is not here is a fault.
// KEDA: ScaledObject and TriggerAuthentication specification, version 2.15 and later. RabbitMQ Cluster Operator: API reference, rabbitmq.com/v1beta1.
// Prometheus Operator: API reference, monitoring.coreos.com/v1.

/// <summary>keda.sh/v1alpha1 ScaledObject.</summary>
internal sealed record ScaledObject
{
    public required string ApiVersion { get; init; }

    public required string Kind { get; init; }

    public required V1ObjectMeta Metadata { get; init; }

    public required ScaledObjectSpec Spec { get; init; }
}

internal sealed record ScaledObjectSpec
{
    public required ScaleTarget ScaleTargetRef { get; init; }

    public int? PollingInterval { get; init; }

    public int? CooldownPeriod { get; init; }

    public int? MinReplicaCount { get; init; }

    public int? MaxReplicaCount { get; init; }

    public ScalingFallback? Fallback { get; init; }

    public ScalingDetails? Advanced { get; init; }

    public required IList<ScaleTrigger> Triggers { get; init; }
}

internal sealed record ScaleTarget
{
    public string? ApiVersion { get; init; }

    public string? Kind { get; init; }

    public required string Name { get; init; }

    public string? EnvSourceContainerName { get; init; }
}

internal sealed record ScalingFallback
{
    public required int FailureThreshold { get; init; }

    public required int Replicas { get; init; }

    public string? Behavior { get; init; }
}

internal sealed record ScalingDetails
{
    public bool? RestoreToOriginalReplicaCount { get; init; }

    public AutoscalerDetails? HorizontalPodAutoscalerConfig { get; init; }
}

internal sealed record AutoscalerDetails
{
    public string? Name { get; init; }

    public V2HorizontalPodAutoscalerBehavior? Behavior { get; init; }
}

internal sealed record ScaleTrigger
{
    public required string Type { get; init; }

    public string? Name { get; init; }

    public required IDictionary<string, string> Metadata { get; init; }

    public string? MetricType { get; init; }

    public bool? UseCachedMetrics { get; init; }

    public TriggerCredentials? AuthenticationRef { get; init; }
}

internal sealed record TriggerCredentials
{
    public required string Name { get; init; }

    public string? Kind { get; init; }
}

/// <summary>keda.sh/v1alpha1 TriggerAuthentication.</summary>
internal sealed record TriggerAuthentication
{
    public required string ApiVersion { get; init; }

    public required string Kind { get; init; }

    public required V1ObjectMeta Metadata { get; init; }

    public required TriggerAuthenticationSpec Spec { get; init; }
}

internal sealed record TriggerAuthenticationSpec
{
    public required IList<TriggerSecret> SecretTargetRef { get; init; }
}

internal sealed record TriggerSecret
{
    public required string Parameter { get; init; }

    public required string Name { get; init; }

    public required string Key { get; init; }
}

/// <summary>rabbitmq.com/v1beta1 RabbitmqCluster.</summary>
internal sealed record RabbitmqCluster
{
    public required string ApiVersion { get; init; }

    public required string Kind { get; init; }

    public required V1ObjectMeta Metadata { get; init; }

    public required RabbitmqClusterSpec Spec { get; init; }
}

internal sealed record RabbitmqClusterSpec
{
    public int? Replicas { get; init; }

    public string? Image { get; init; }

    public IList<V1LocalObjectReference>? ImagePullSecrets { get; init; }

    public BrokerService? Service { get; init; }

    public BrokerPersistence? Persistence { get; init; }

    public V1ResourceRequirements? Resources { get; init; }

    public V1Affinity? Affinity { get; init; }

    public IList<V1Toleration>? Tolerations { get; init; }

    public BrokerConfiguration? Rabbitmq { get; init; }

    public BrokerTls? Tls { get; init; }

    public BrokerOverride? Override { get; init; }

    public bool? SkipPostDeploySteps { get; init; }

    public long? TerminationGracePeriodSeconds { get; init; }

    public int? DelayStartSeconds { get; init; }
}

internal sealed record BrokerService
{
    public string? Type { get; init; }

    public IDictionary<string, string>? Annotations { get; init; }
}

internal sealed record BrokerPersistence
{
    public string? StorageClassName { get; init; }

    public ResourceQuantity? Storage { get; init; }
}

internal sealed record BrokerConfiguration
{
    public IList<string>? AdditionalPlugins { get; init; }

    public string? AdditionalConfig { get; init; }

    public string? AdvancedConfig { get; init; }

    public string? EnvConfig { get; init; }
}

internal sealed record BrokerTls
{
    public string? SecretName { get; init; }

    public string? CaSecretName { get; init; }

    public bool? DisableNonTLSListeners { get; init; }
}

internal sealed record BrokerOverride
{
    public BrokerStatefulSet? StatefulSet { get; init; }
}

internal sealed record BrokerStatefulSet
{
    public required BrokerStatefulSetSpec Spec { get; init; }
}

/// <summary>What of a StatefulSet the operator lets be overridden: not all of it.</summary>
internal sealed record BrokerStatefulSetSpec
{
    public int? Replicas { get; init; }

    public V1LabelSelector? Selector { get; init; }

    public V1PodTemplateSpec? Template { get; init; }

    public string? ServiceName { get; init; }

    public string? PodManagementPolicy { get; init; }

    public V1StatefulSetUpdateStrategy? UpdateStrategy { get; init; }
}

/// <summary>monitoring.coreos.com/v1 ServiceMonitor.</summary>
internal sealed record ServiceMonitor
{
    public required string ApiVersion { get; init; }

    public required string Kind { get; init; }

    public required V1ObjectMeta Metadata { get; init; }

    public required ServiceMonitorSpec Spec { get; init; }
}

internal sealed record ServiceMonitorSpec
{
    public string? JobLabel { get; init; }

    public IList<string>? TargetLabels { get; init; }

    public required V1LabelSelector Selector { get; init; }

    public MonitoredNamespaces? NamespaceSelector { get; init; }

    public required IList<MonitoredEndpoint> Endpoints { get; init; }
}

internal sealed record MonitoredNamespaces
{
    public bool? Any { get; init; }

    public IList<string>? MatchNames { get; init; }
}

internal sealed record MonitoredEndpoint
{
    public string? Port { get; init; }

    public string? Path { get; init; }

    public string? Scheme { get; init; }

    public string? Interval { get; init; }

    public string? ScrapeTimeout { get; init; }

    public bool? HonorLabels { get; init; }

    public IList<Relabeling>? Relabelings { get; init; }

    public IList<Relabeling>? MetricRelabelings { get; init; }
}

internal sealed record Relabeling
{
    public IList<string>? SourceLabels { get; init; }

    public string? Separator { get; init; }

    public string? TargetLabel { get; init; }

    public string? Regex { get; init; }

    public string? Replacement { get; init; }

    public string? Action { get; init; }
}

/// <summary>monitoring.coreos.com/v1 PrometheusRule.</summary>
internal sealed record PrometheusRule
{
    public required string ApiVersion { get; init; }

    public required string Kind { get; init; }

    public required V1ObjectMeta Metadata { get; init; }

    public required PrometheusRuleSpec Spec { get; init; }
}

internal sealed record PrometheusRuleSpec
{
    public required IList<RuleGroup> Groups { get; init; }
}

internal sealed record RuleGroup
{
    public required string Name { get; init; }

    public string? Interval { get; init; }

    public IDictionary<string, string>? Labels { get; init; }

    public required IList<AlertRule> Rules { get; init; }
}

internal sealed record AlertRule
{
    public string? Alert { get; init; }

    public string? Record { get; init; }

    public required string Expr { get; init; }

    public string? For { get; init; }

    [JsonPropertyName("keep_firing_for")]
    public string? KeepFiringFor { get; init; }

    public IDictionary<string, string>? Labels { get; init; }

    public IDictionary<string, string>? Annotations { get; init; }
}
