using System.Globalization;
using ContourFlow.Bench.Service;

namespace ContourFlow.Bench.Scaling.Comparison;

/// <summary>
/// The simulation beside the service itself: one, two and four workers, each held to a part of a processor so that all of them fit into this machine, get cases
/// by C-STORE; the simulation gets the same arrivals. Fitted is one thing, how long one worker takes for a case, from a run of its own.
/// Small cases go through everything that a large one goes through; a worker of 10 % takes seconds for one.
/// </summary>
internal static class ScalingComparison
{
    // What pays for a worker's start, before its share is set.
    private const int WarmUp = 15;

    // A third of the cases comes at once, so that there is something to work off; the others at this part of what the workers can do.
    private const double Load = 0.8;

    private const int Simulations = 200;

    /// <param name="casesPerWorker">How many for each worker.</param>
    /// <param name="percent">How much of one processor each worker may use.</param>
    /// <param name="workers">How many workers: one comparison each.</param>
    public static async Task RunAsync(int casesPerWorker, int percent, IReadOnlyList<int> workers)
    {
        string before = Installation.Load;
        RealRun single = await RealRun.OfAsync(workers: 1, casesPerWorker, percent, WarmUp, perSecond: double.PositiveInfinity);
        double[] times = [.. single.Ended.Zip(single.Ended.Skip(1), (one, next) => next - one)];
        double mean = times.Average();
        Console.WriteLine(Line($"\n{Environment.ProcessorCount} processors, load {before}. One worker of {percent} % of a processor, a queue that is never empty: {times.Length} cases, {mean:0.00} s each (deviation {Deviation(times):0.00} s).\n"));
        Console.WriteLine("| workers | cases | | measured | simulated | 5 to 95 % of simulations | error |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (int count in workers)
        {
            RealRun real = await RealRun.OfAsync(count, casesPerWorker, percent, WarmUp, Load * count / mean);
            var work = new Workload { Arrivals = real.Arrivals, Duration = CaseDurations.Measured(times) };
            Figures measured = Figures.Of(real.Arrivals, real.Ended);
            Figures[] simulated = [.. Enumerable.Range(1, Simulations).Select(seed => Figures.Of(real.Arrivals, ServiceSimulation.Fixed(work, count, seed).Ended))];
            Console.Error.WriteLine(Line($"{count} workers: load {Installation.Load}"));
            foreach ((string name, string format, Func<Figures, double> figure) in Figures.All)
            {
                double expected = simulated.Average(figure);
                string range = $"{Part(0.05)} to {Part(0.95)}";
                Console.WriteLine(Line($"| {count} | {real.Ended.Count} | {name} | {figure(measured).ToString(format, CultureInfo.InvariantCulture)} | {expected.ToString(format, CultureInfo.InvariantCulture)} | {range} | {(expected / figure(measured)) - 1:+0%;-0%;0%} |"));

                string Part(double part) => SimulatedRun.Quantile(simulated.Select(figure), part).ToString(format, CultureInfo.InvariantCulture);
            }
        }
    }

    private static double Deviation(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Figures(double PerHour, QueueLength Queue, IReadOnlyList<double> Latencies)
    {
        public static IReadOnlyList<(string Name, string Format, Func<Figures, double> Figure)> All { get; } =
        [
            ("cases/hour", "0", one => one.PerHour),
            ("in the queue or with a worker, mean", "0.0", one => one.Queue.Mean),
            ("the same, most", "0.0", one => one.Queue.Longest),
            ("latency p50, s", "0.0", one => SimulatedRun.Quantile(one.Latencies, 0.5)),
            ("latency p95, s", "0.0", one => SimulatedRun.Quantile(one.Latencies, 0.95)),
            ("longest latency, s", "0.0", one => one.Latencies.Max()),
        ];

        public static Figures Of(IReadOnlyList<double> arrivals, IReadOnlyList<double> ended) =>
            new(3600 * ended.Count / (ended.Max() - arrivals.Min()), QueueLength.Of(arrivals, ended), [.. ended.Zip(arrivals, (end, arrival) => end - arrival)]);
    }
}
