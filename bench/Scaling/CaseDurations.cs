namespace ContourFlow.Bench.Scaling;

/// <summary>How long a worker is at a case, seconds.</summary>
internal static class CaseDurations
{
    /// <summary>Never below zero, with a long end: the logarithm is normal. Assumed; the queue needs no more of it than mean and deviation.</summary>
    public static Func<Random, double> LogNormal(double mean, double deviation)
    {
        double variance = Math.Log(1 + (deviation * deviation / (mean * mean)));
        double middle = Math.Log(mean) - (variance / 2);
        return random => Math.Exp(middle + (Math.Sqrt(variance) * Normal(random)));
    }

    /// <summary>Without memory.</summary>
    public static Func<Random, double> Exponential(double mean) => random => -mean * Math.Log(1 - random.NextDouble());

    /// <summary>One of those that were measured.</summary>
    public static Func<Random, double> Measured(IReadOnlyList<double> times) => random => times[random.Next(times.Count)];

    // Box and Muller's, one of the pair.
    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
