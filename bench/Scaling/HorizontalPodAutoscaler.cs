namespace ContourFlow.Bench.Scaling;

/// <summary>
/// Kubernetes' autoscaler with one external metric and an average as its target, as KEDA sets it up (autoscaling/v2, "Algorithm details" and "Configurable scaling
/// behavior" of its documentation). It has a memory: recommendations for the stabilization windows, changes for the periods of the policies.
/// </summary>
/// <param name="target">What each replica is to have of the metric.</param>
/// <param name="minimum">Fewest replicas, at least one.</param>
/// <param name="maximum">Most replicas.</param>
/// <param name="up">How it adds.</param>
/// <param name="down">How it takes away.</param>
internal sealed class HorizontalPodAutoscaler(double target, int minimum, int maximum, ScalingRules up, ScalingRules down)
{
    /// <summary>How often it looks, s: the controller manager's default.</summary>
    public const double SyncPeriod = 15;

    /// <summary>A metric that is this near to its target changes nothing: the controller manager's default.</summary>
    public const double Tolerance = 0.1;

    private readonly List<(double At, int Replicas)> recommendations = [];
    private readonly List<(double At, int Change)> added = [];
    private readonly List<(double At, int Change)> removed = [];

    /// <summary>Looks once.</summary>
    /// <param name="now">Seconds.</param>
    /// <param name="replicas">How many there are.</param>
    /// <param name="metric">The metric, of all replicas together; null where it could not be had.</param>
    /// <returns>How many there are to be.</returns>
    public int Sync(double now, int replicas, double? metric)
    {
        if (replicas == 0)
            return 0; // switched off; who set it to 0 sets it to something else again
        int desired;
        if (replicas > maximum)
            desired = maximum;
        else if (replicas < minimum)
            desired = minimum;
        else if (metric is { } value)
            desired = Limited(now, replicas, Stabilized(now, replicas, Proposed(replicas, value)));
        else
            return replicas;
        if (desired > replicas)
            added.Add((now, desired - replicas));
        else if (desired < replicas)
            removed.Add((now, replicas - desired));
        Forget(now);
        return desired;
    }

    /// <summary>What the metric alone asks for.</summary>
    internal int Proposed(int replicas, double metric) =>
        Math.Abs((metric / (target * replicas)) - 1) <= Tolerance ? replicas : (int)Math.Ceiling(metric / target);

    private int Stabilized(double now, int replicas, int proposed)
    {
        int least = proposed, most = proposed;
        foreach ((double at, int earlier) in recommendations)
        {
            if (at > now - up.StabilizationWindowSeconds)
                least = Math.Min(least, earlier);
            if (at > now - down.StabilizationWindowSeconds)
                most = Math.Max(most, earlier);
        }

        recommendations.Add((now, proposed));
        return Math.Min(Math.Max(replicas, least), most);
    }

    private int Limited(double now, int replicas, int desired)
    {
        if (desired > replicas)
            return Math.Min(desired, Math.Min(maximum, Math.Max(replicas, UpLimit(now, replicas))));
        if (desired < replicas)
            return Math.Max(desired, Math.Max(minimum, Math.Min(replicas, DownLimit(now, replicas))));
        return desired;
    }

    private int UpLimit(double now, int replicas)
    {
        if (up.Choice == PolicyChoice.Disabled)
            return replicas;
        IEnumerable<int> limits = up.Policies.Select(policy =>
        {
            int before = replicas - Changed(added, now, policy) + Changed(removed, now, policy);
            return policy.IsPercent ? (int)Math.Ceiling(before * (1 + (policy.Value / 100.0))) : before + policy.Value;
        });
        return up.Choice == PolicyChoice.Min ? limits.Min() : limits.Max();
    }

    private int DownLimit(double now, int replicas)
    {
        if (down.Choice == PolicyChoice.Disabled)
            return replicas;
        IEnumerable<int> limits = down.Policies.Select(policy =>
        {
            int before = replicas - Changed(added, now, policy) + Changed(removed, now, policy);
            return policy.IsPercent ? (int)(before * (1 - (policy.Value / 100.0))) : before - policy.Value;
        });
        return down.Choice == PolicyChoice.Min ? limits.Max() : limits.Min();
    }

    private static int Changed(List<(double At, int Change)> changes, double now, ScalingPolicy policy) =>
        changes.Where(one => one.At > now - policy.PeriodSeconds).Sum(one => one.Change);

    private void Forget(double now)
    {
        int window = Math.Max(up.StabilizationWindowSeconds, down.StabilizationWindowSeconds);
        recommendations.RemoveAll(one => one.At < now - window);
        int period = up.Policies.Concat(down.Policies).Select(policy => policy.PeriodSeconds).DefaultIfEmpty(0).Max();
        added.RemoveAll(one => one.At < now - period);
        removed.RemoveAll(one => one.At < now - period);
    }
}
