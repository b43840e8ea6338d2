using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace ContourFlow.Bench.Scaling;

/// <summary>KEDA's ScaledObject with one trigger on the length of a queue. What it leaves out has KEDA's and Kubernetes' defaults.</summary>
internal sealed record ScaledObject
{
    /// <summary>How often KEDA looks, s.</summary>
    public double PollingInterval { get; init; } = 30;

    /// <summary>How long nothing has to be there before the last replica goes, s; only with <see cref="MinReplicaCount"/> 0.</summary>
    public double CooldownPeriod { get; init; } = 300;

    public int MinReplicaCount { get; init; }

    public int MaxReplicaCount { get; init; } = 100;

    /// <summary>Messages for each replica.</summary>
    public double Value { get; init; } = 20;

    /// <summary>More than this brings the first replica.</summary>
    public double ActivationValue { get; init; }

    /// <summary>What there is to be after too many failures in a row; null: nothing is changed.</summary>
    public Fallback? Fallback { get; init; }

    public ScalingRules ScaleUp { get; init; } = ScalingRules.DefaultUp;

    public ScalingRules ScaleDown { get; init; } = ScalingRules.DefaultDown;

    /// <summary>The autoscaler that KEDA makes of it.</summary>
    public HorizontalPodAutoscaler Autoscaler() => new(Value, Math.Max(1, MinReplicaCount), MaxReplicaCount, ScaleUp, ScaleDown);

    /// <summary>Reads the only ScaledObject of a file of manifests.</summary>
    /// <exception cref="InvalidDataException">There is none or several, or it has something that is not simulated.</exception>
    public static ScaledObject Read(TextReader manifests)
    {
        var stream = new YamlStream();
        stream.Load(manifests);
        YamlMappingNode[] found = [.. stream.Documents.Select(document => document.RootNode).OfType<YamlMappingNode>().Where(root => Text(root, "kind") == "ScaledObject")];
        if (found.Length != 1)
            throw new InvalidDataException($"There are {found.Length} ScaledObjects instead of one.");
        YamlMappingNode spec = Group(found[0], "spec") ?? throw new InvalidDataException("The ScaledObject has no spec.");
        if (Text(spec, "idleReplicaCount") is not null)
            throw new InvalidDataException("idleReplicaCount is not simulated.");
        // Cases are simulated. Doses ask for workers by a queue of their own, which counts only where it is the longer one: a dose takes a second.
        YamlMappingNode[] triggers = [.. List(spec, "triggers").Where(trigger => Text(Group(trigger, "metadata"), "queueName")?.Contains(".score-dose.", StringComparison.Ordinal) != true)];
        if (triggers is not [{ } trigger] || Text(trigger, "type") != "rabbitmq" || Group(trigger, "metadata") is not { } metadata)
            throw new InvalidDataException("One trigger of type rabbitmq is simulated, beside that of doses.");
        if (Text(metadata, "mode") != "QueueLength" || Text(trigger, "metricType") is not (null or "AverageValue") || Text(metadata, "excludeUnacknowledged") == "true" || Text(metadata, "protocol") != "http")
            throw new InvalidDataException("A queue's length by protocol http, with what is unacknowledged, as an average is simulated.");
        YamlMappingNode? behavior = Group(Group(Group(spec, "advanced"), "horizontalPodAutoscalerConfig"), "behavior");
        var unsaid = new ScaledObject();
        return new ScaledObject
        {
            PollingInterval = Number(spec, "pollingInterval") ?? unsaid.PollingInterval,
            CooldownPeriod = Number(spec, "cooldownPeriod") ?? unsaid.CooldownPeriod,
            MinReplicaCount = (int?)Number(spec, "minReplicaCount") ?? unsaid.MinReplicaCount,
            MaxReplicaCount = (int?)Number(spec, "maxReplicaCount") ?? unsaid.MaxReplicaCount,
            Value = Number(metadata, "value") ?? throw new InvalidDataException("The trigger has no value."),
            ActivationValue = Number(metadata, "activationValue") ?? unsaid.ActivationValue,
            Fallback = Group(spec, "fallback") is { } fallback
                ? new Fallback((int)Needed(fallback, "failureThreshold"), (int)Needed(fallback, "replicas"), Enum.Parse<FallbackBehavior>(Text(fallback, "behavior") ?? nameof(FallbackBehavior.Static), ignoreCase: true))
                : null,
            ScaleUp = Rules(Group(behavior, "scaleUp"), ScalingRules.DefaultUp),
            ScaleDown = Rules(Group(behavior, "scaleDown"), ScalingRules.DefaultDown),
        };
    }

    private static ScalingRules Rules(YamlMappingNode? rules, ScalingRules unsaid)
    {
        if (rules is null)
            return unsaid;
        ScalingPolicy[] policies = [.. List(rules, "policies").Select(policy =>
            new ScalingPolicy(Text(policy, "type") == "Percent", (int)Needed(policy, "value"), (int)Needed(policy, "periodSeconds")))];
        return new ScalingRules(
            (int?)Number(rules, "stabilizationWindowSeconds") ?? unsaid.StabilizationWindowSeconds,
            Text(rules, "selectPolicy") is { } choice ? Enum.Parse<PolicyChoice>(choice) : unsaid.Choice,
            policies.Length == 0 ? unsaid.Policies : policies);
    }

    private static YamlNode? Node(YamlMappingNode? map, string name) =>
        map is not null && map.Children.TryGetValue(new YamlScalarNode(name), out YamlNode? node) ? node : null;

    private static YamlMappingNode? Group(YamlMappingNode? map, string name) => Node(map, name) as YamlMappingNode;

    private static IEnumerable<YamlMappingNode> List(YamlMappingNode map, string name) => (Node(map, name) as YamlSequenceNode)?.Children.OfType<YamlMappingNode>() ?? [];

    private static string? Text(YamlMappingNode? map, string name) => (Node(map, name) as YamlScalarNode)?.Value;

    private static double? Number(YamlMappingNode map, string name) => Text(map, name) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : null;

    private static double Needed(YamlMappingNode map, string name) => Number(map, name) ?? throw new InvalidDataException($"{name} is missing.");
}
