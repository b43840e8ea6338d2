namespace ContourFlow.Bench.Scaling;

/// <summary>What a simulation gave. All times in seconds; a case's latency is from its place in the queue until it is processed.</summary>
/// <param name="Latencies">Of each case, in the order of their arrivals.</param>
/// <param name="Ended">When each was processed, in the same order.</param>
/// <param name="LongestBacklog">Most cases that waited at a time; those that a worker is at are not counted.</param>
/// <param name="MeanBacklog">Mean of it, from the first arrival to the last end.</param>
/// <param name="ReplicaHours">Hours of pods, from their begin to their end, start-up among them.</param>
/// <param name="PeakReplicas">Most pods that were wanted at a time.</param>
/// <param name="HandedBack">Cases that a worker had to hand back because it was asked to stop.</param>
/// <param name="Killed">Cases whose worker was killed.</param>
internal sealed record SimulatedRun(
    IReadOnlyList<double> Latencies,
    IReadOnlyList<double> Ended,
    int LongestBacklog,
    double MeanBacklog,
    double ReplicaHours,
    int PeakReplicas,
    int HandedBack,
    int Killed)
{
    /// <summary>The latency that this part of the cases does not exceed; 0 without cases.</summary>
    public double Latency(double part) => Quantile(Latencies, part);

    /// <summary>The value that this part of the values does not exceed; 0 without values.</summary>
    public static double Quantile(IEnumerable<double> values, double part)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? 0 : sorted[Math.Max(0, (int)Math.Ceiling(part * sorted.Length) - 1)];
    }
}
