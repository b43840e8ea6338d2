namespace ContourFlow.Bench.Scaling;

/// <summary>How many cases were in the queue or with a worker, as KEDA counts them, from when each came and was processed.</summary>
/// <param name="Mean">Mean over the time from the first arrival to the last end.</param>
/// <param name="Longest">Most at a time.</param>
internal sealed record QueueLength(double Mean, int Longest)
{
    /// <summary>Of these cases.</summary>
    /// <param name="arrivals">When each came, s.</param>
    /// <param name="ended">When each was processed, s.</param>
    public static QueueLength Of(IReadOnlyList<double> arrivals, IReadOnlyList<double> ended)
    {
        // Little: what each case was there for, added up, is what was there at each time, added up.
        double there = ended.Sum() - arrivals.Sum();
        int length = 0, longest = 0;
        foreach ((double _, int change) in arrivals.Select(at => (at, 1)).Concat(ended.Select(at => (at, -1))).Order())
            longest = Math.Max(longest, length += change);
        return new QueueLength(there / (ended.Max() - arrivals.Min()), longest);
    }
}
