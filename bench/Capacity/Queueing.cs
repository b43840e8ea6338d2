namespace ContourFlow.Bench.Capacity;

/// <summary>
/// Waiting in an M/G/c queue: arrivals without memory, any distribution of the service time, c servers, one line. Means by Allen and Cunneen's approximation, which is
/// exact for M/M/c and for M/G/1; the tail of the wait is taken to be exponential, as it is for M/M/c.
/// </summary>
/// <param name="ArrivalsPerSecond">λ.</param>
/// <param name="Mean">Mean of the service time, s.</param>
/// <param name="Variation">Its standard deviation by its mean.</param>
/// <param name="Servers">c.</param>
internal sealed record Queueing(double ArrivalsPerSecond, double Mean, double Variation, int Servers)
{
    /// <summary>Work offered, a = λS, in servers.</summary>
    public double Offered => ArrivalsPerSecond * Mean;

    /// <summary>Part of the time that a server is at something, ρ = a/c.</summary>
    public double Utilisation => Offered / Servers;

    /// <summary>Probability of having to wait (Erlang's C).</summary>
    public double WaitProbability
    {
        get
        {
            // Erlang's B by its recursion, which never leaves the range of a double; C from it.
            double blocked = 1;
            for (int servers = 1; servers <= Servers; servers++)
                blocked = Offered * blocked / (servers + (Offered * blocked));
            return blocked / (1 - (Utilisation * (1 - blocked)));
        }
    }

    /// <summary>Mean wait of those who wait, s.</summary>
    private double WaitOfWaiting => Mean / (Servers * (1 - Utilisation)) * (1 + (Variation * Variation)) / 2;

    /// <summary>Mean wait of all, s.</summary>
    public double MeanWait => WaitProbability * WaitOfWaiting;

    /// <summary>The wait that this part of the cases does not exceed, s.</summary>
    public double WaitOf(double part) => Math.Max(0, WaitOfWaiting * Math.Log(WaitProbability / (1 - part)));

    /// <summary>The fewest servers with which 95 % of the cases wait no longer than a limit.</summary>
    public static Queueing Fewest(double arrivalsPerSecond, double mean, double variation, double limit)
    {
        var queueing = new Queueing(arrivalsPerSecond, mean, variation, (int)(arrivalsPerSecond * mean) + 1);
        while (queueing.WaitOf(0.95) > limit)
            queueing = queueing with { Servers = queueing.Servers + 1 };
        return queueing;
    }
}
