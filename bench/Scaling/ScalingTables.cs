using System.Globalization;
using ContourFlow.Bench.Capacity;

namespace ContourFlow.Bench.Scaling;

/// <summary>Days of the service under KEDA and the autoscaler, simulated with the times of <see cref="Measured"/>.</summary>
/// <param name="scaled">How workers are scaled.</param>
/// <param name="mayFinish">How long one that is asked to stop may work at its case, s.</param>
internal sealed class ScalingTables(ScaledObject scaled, double mayFinish)
{
    private const double Day = 24 * 3600;
    private const int Unlimited = 4096;

    private static readonly int[] s_perDay = [100, 1_000, 10_000, 100_000];

    // Of each figure the median over these, of what is longest and most the worst.
    private static readonly int[] s_seeds = [1, 2, 3, 4, 5];

    private static readonly (string Name, IReadOnlyList<double> Hours)[] s_profiles = [("day", CaseArrivals.Day), ("night batch", CaseArrivals.NightBatch)];

    /// <summary>Prints them for what the manifests have.</summary>
    /// <param name="scaledObject">File with the worker's ScaledObject.</param>
    /// <param name="worker">File with its Deployment.</param>
    public static void Print(string scaledObject, string worker)
    {
        using StreamReader reader = File.OpenText(worker);
        new ScalingTables(DeployedScaling.Read(scaledObject), DeployedScaling.MayFinish(reader)).Print();
    }

    private void Print()
    {
        Console.WriteLine(Line($"\n{scaled.MinReplicaCount} to {scaled.MaxReplicaCount} workers, {scaled.Value:0.##} cases of the queue for each; a case takes {Measured.ServiceMean:0.#} s (deviation {Measured.ServiceDeviation:0.#} s), a further pod {Measured.StartUp:0} s.\n"));
        Console.WriteLine("| cases a day | they come | latency p50 | p95 | longest | most that wait | most workers | worker-hours | of these at work | handed back |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|");
        foreach ((int perDay, (string name, IReadOnlyList<double> hours)) in s_perDay.SelectMany(perDay => s_profiles.Select(profile => (perDay, profile))))
            Row(Line($"{perDay:N0} | {name}"), Days(perDay, hours, scaled), perDay);

        Console.WriteLine("\nThe fewest for maxReplicaCount that keep 95 % of the latencies below five minutes, everything else the same:\n");
        Console.WriteLine("| cases a day | they come | maxReplicaCount | latency p50 | p95 | longest | most that wait | most workers | worker-hours | of these at work | handed back |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|");
        foreach ((int perDay, (string name, IReadOnlyList<double> hours)) in s_perDay.SelectMany(perDay => s_profiles.Select(profile => (perDay, profile))))
        {
            int? enough = Enough(perDay, hours);
            Row(Line($"{perDay:N0} | {name} | {enough?.ToString(CultureInfo.InvariantCulture) ?? "none: they come too slowly"}"), Days(perDay, hours, scaled with { MaxReplicaCount = enough ?? Unlimited }), perDay);
        }

        Faults();
    }

    // What goes wrong on the busiest day that the most workers of the manifests are enough for.
    private void Faults()
    {
        int perDay = s_perDay.Last(one => Enough(one, CaseArrivals.Day) <= scaled.MaxReplicaCount || one == s_perDay[0]);
        Console.WriteLine(Line($"\n{perDay:N0} cases, by day, with faults:\n"));
        Console.WriteLine("| fault | latency p50 | p95 | longest | most that wait | most workers | worker-hours | of these at work | handed back |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        Row("none", Days(perDay, CaseArrivals.Day, scaled), perDay);
        Row("one pod or another killed every ten minutes", Days(perDay, CaseArrivals.Day, scaled, work => work with { KillEvery = 600 }), perDay);
        Row("the broker's management does not answer from 10:30 to 12:00", Days(perDay, CaseArrivals.Day, scaled, work => work with { MetricAway = (10.5 * 3600, 12 * 3600) }), perDay);
        Row("a further pod takes five minutes (a node has to come first)", Days(perDay, CaseArrivals.Day, scaled, work => work with { StartUp = 300 }), perDay);
    }

    private static void Row(string what, SimulatedRun[] days, int perDay)
    {
        double hours = Median(days.Select(day => day.ReplicaHours));
        Console.WriteLine(Line(
            $"| {what} | {Time(Median(days.Select(day => day.Latency(0.5))))} | {Time(Median(days.Select(day => day.Latency(0.95))))} | {Time(days.Max(day => day.Latency(1)))} | {days.Max(day => day.LongestBacklog):N0} | {days.Max(day => day.PeakReplicas)} | {hours:0} | {perDay * Measured.ServiceMean / 3600 / hours:0%} | {Median(days.Select(day => (double)day.HandedBack)):0} |"));
    }

    private SimulatedRun[] Days(int perDay, IReadOnlyList<double> hours, ScaledObject policy, Func<Workload, Workload>? change = null) =>
        [.. s_seeds.AsParallel().AsOrdered().Select(seed =>
        {
            var work = new Workload
            {
                Arrivals = CaseArrivals.Of(perDay, hours, new Random(seed)),
                Duration = CaseDurations.LogNormal(Measured.ServiceMean, Measured.ServiceDeviation),
                FirstCaseBesides = Measured.FirstCaseBesides,
                StartUp = Measured.StartUp,
                MayFinish = mayFinish,
                Claim = Measured.Claim,
            };
            return ServiceSimulation.Scaled(change?.Invoke(work) ?? work, policy, Day, seed);
        })];

    // The latency only falls with more workers, but for chance: halving finds the place.
    private int? Enough(int perDay, IReadOnlyList<double> hours)
    {
        int below = scaled.MinReplicaCount - 1, enough = Unlimited;
        if (!IsEnough(enough))
            return null;
        while (enough - below > 1)
        {
            int middle = (enough + below) / 2;
            if (IsEnough(middle))
                enough = middle;
            else
                below = middle;
        }

        return enough;

        bool IsEnough(int most) => Median(Days(perDay, hours, scaled with { MaxReplicaCount = most }).Select(day => day.Latency(0.95))) <= 300;
    }

    private static double Median(IEnumerable<double> values) => SimulatedRun.Quantile(values, 0.5);

    private static string Time(double seconds) => seconds < 120 ? Line($"{seconds:0} s") : seconds < 7200 ? Line($"{seconds / 60:0} min") : Line($"{seconds / 3600:0.0} h");

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
