namespace ContourFlow.Bench.Scaling;

/// <summary>What comes, and what a worker needs for it. All times in seconds.</summary>
internal sealed record Workload
{
    /// <summary>When cases come, in order.</summary>
    public required IReadOnlyList<double> Arrivals { get; init; }

    /// <summary>How long a worker is at one.</summary>
    public required Func<Random, double> Duration { get; init; }

    /// <summary>What the first case of a process takes besides: its code is compiled and its libraries are loaded.</summary>
    public double FirstCaseBesides { get; init; }

    /// <summary>From the decision to have a further pod until its process takes cases.</summary>
    public double StartUp { get; init; }

    /// <summary>How long a worker that is asked to stop may work at its case; then it hands it back.</summary>
    public double MayFinish { get; init; } = double.PositiveInfinity;

    /// <summary>How long the case of a worker that was killed stays claimed.</summary>
    public double Claim { get; init; }

    /// <summary>Mean time between kills of one pod or another; infinite: none is killed.</summary>
    public double KillEvery { get; init; } = double.PositiveInfinity;

    /// <summary>A time in which the broker does not say how long its queue is, though it delivers.</summary>
    public (double From, double To)? MetricAway { get; init; }
}
