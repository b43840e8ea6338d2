namespace ContourFlow.Bench.Scaling;

/// <summary>A limit to how fast replicas are added or taken away: `type: Pods` or `Percent` of an autoscaler's policies.</summary>
/// <param name="IsPercent">Whether the value is percent of the replicas at the begin of the period; pods otherwise.</param>
/// <param name="Value">How many.</param>
/// <param name="PeriodSeconds">In this time.</param>
internal sealed record ScalingPolicy(bool IsPercent, int Value, int PeriodSeconds);

/// <summary>Which of several policies counts.</summary>
internal enum PolicyChoice
{
    /// <summary>The one that changes most.</summary>
    Max,

    /// <summary>The one that changes least.</summary>
    Min,

    /// <summary>Nothing is changed in this direction.</summary>
    Disabled,
}

/// <summary>How an autoscaler behaves in one direction.</summary>
/// <param name="StabilizationWindowSeconds">The safest recommendation of this time counts.</param>
/// <param name="Choice">Which policy counts.</param>
/// <param name="Policies">The policies.</param>
internal sealed record ScalingRules(int StabilizationWindowSeconds, PolicyChoice Choice, IReadOnlyList<ScalingPolicy> Policies)
{
    /// <summary>What Kubernetes does where nothing is said of scaling up: at once, by four pods or to the double in 15 s, whichever is more.</summary>
    public static ScalingRules DefaultUp { get; } = new(0, PolicyChoice.Max, [new(true, 100, 15), new(false, 4, 15)]);

    /// <summary>What Kubernetes does where nothing is said of scaling down: the most that was recommended in five minutes, all of it at once.</summary>
    public static ScalingRules DefaultDown { get; } = new(300, PolicyChoice.Max, [new(true, 100, 15)]);
}
