namespace ContourFlow.Bench.Scaling;

/// <summary>
/// What KEDA does beside the autoscaler that it sets up: it brings a workload from nothing to its first replicas and back, and stands in for the metric
/// where that cannot be had (KEDA's documentation, "Scaling Deployments" and the specification of ScaledObject).
/// </summary>
/// <param name="scaled">What is configured.</param>
internal sealed class Keda(ScaledObject scaled)
{
    private double lastActive = double.NegativeInfinity;
    private int failures;

    /// <summary>The metric as the autoscaler gets it.</summary>
    /// <param name="queueLength">Length of the queue; null where the broker does not say.</param>
    /// <param name="replicas">How many there are.</param>
    /// <returns>With more failures in a row than allowed what gives the fallback's replicas; null: the autoscaler gets no answer.</returns>
    public double? Metric(double? queueLength, int replicas)
    {
        failures = queueLength is null ? failures + 1 : 0;
        return queueLength ?? (FallingBack is { } fallback ? fallback.Of(replicas) * scaled.Value : null);
    }

    /// <summary>Looks once, every <see cref="ScaledObject.PollingInterval"/>.</summary>
    /// <param name="now">Seconds.</param>
    /// <param name="replicas">How many there are.</param>
    /// <param name="queueLength">Length of the queue; null where the broker does not say.</param>
    /// <returns>How many there are to be; all but the first and the last step are the autoscaler's.</returns>
    public int Poll(double now, int replicas, double? queueLength)
    {
        if (queueLength is not { } length)
            return replicas == 0 && FallingBack is { } fallback ? fallback.Of(replicas) : replicas;
        int least = Math.Max(1, scaled.MinReplicaCount);
        if (length > scaled.ActivationValue)
        {
            lastActive = now;
            return replicas == 0 ? least : replicas;
        }

        if (scaled.MinReplicaCount == 0 && replicas > 0 && now - lastActive > scaled.CooldownPeriod)
            return 0;
        return Math.Max(replicas, scaled.MinReplicaCount);
    }

    private Fallback? FallingBack => scaled.Fallback is { } fallback && failures > fallback.FailureThreshold ? fallback : null;
}
