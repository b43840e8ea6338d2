namespace ContourFlow.Bench.Scaling;

/// <summary>How the replicas of a fallback and those that are there go together; KEDA's names.</summary>
internal enum FallbackBehavior
{
    /// <summary>Those of the fallback.</summary>
    Static,

    /// <summary>Those that are there.</summary>
    CurrentReplicas,

    /// <summary>Those that are there, where these are more.</summary>
    CurrentReplicasIfHigher,

    /// <summary>Those that are there, where these are fewer.</summary>
    CurrentReplicasIfLower,
}

/// <summary>What KEDA does while the metric cannot be had.</summary>
/// <param name="FailureThreshold">After more failures in a row than these.</param>
/// <param name="Replicas">So many replicas.</param>
/// <param name="Behavior">Or those that are there.</param>
internal sealed record Fallback(int FailureThreshold, int Replicas, FallbackBehavior Behavior = FallbackBehavior.Static)
{
    /// <summary>How many there are to be.</summary>
    public int Of(int current) => Behavior switch
    {
        FallbackBehavior.CurrentReplicas => current,
        FallbackBehavior.CurrentReplicasIfHigher => Math.Max(current, Replicas),
        FallbackBehavior.CurrentReplicasIfLower => Math.Min(current, Replicas),
        _ => Replicas,
    };
}
