using System.Globalization;

namespace ContourFlow.Bench.Capacity;

/// <summary>The tables of docs/capacity.md, from <see cref="Measured"/>.</summary>
internal static class CapacityTables
{
    private static readonly (int PerDay, string Place, int Sites)[] s_scales =
    [
        (100, "one node", 1), (1_000, "one node", 1), (10_000, "one cluster", 1), (100_000, "one cluster", 1), (100_000, "10 sites", 10), (100_000, "100 sites", 100),
    ];

    private static readonly double[] s_limits = [5, 60, 300];

    public static void Print()
    {
        Workers();
        Growth();
    }

    // The busiest hour decides.
    private static double ArrivalsPerSecond(int perDay) => perDay * Measured.PeakOverMean / (Measured.HoursOfDay * 3600);

    private static void Workers()
    {
        Console.WriteLine(Line($"| cases a day | where | cases in the busiest hour, a site | work, in workers | {string.Join(" | ", s_limits.Select(limit => Line($"workers for p95 of {limit} s: a site (all), utilisation")))} |"));
        Console.WriteLine($"|---|---|---|---|{string.Concat(Enumerable.Repeat("---|", s_limits.Length))}");
        foreach ((int perDay, string place, int sites) in s_scales)
        {
            double arrivals = ArrivalsPerSecond(perDay) / sites;
            IEnumerable<string> needed = s_limits.Select(limit =>
            {
                Queueing queueing = Queueing.Fewest(arrivals, Measured.ServiceMean, Measured.ServiceDeviation / Measured.ServiceMean, limit);
                return Line($"{queueing.Servers:N0}{(sites > 1 ? Line($" ({queueing.Servers * sites:N0})") : "")}, {queueing.Utilisation:0%}");
            });
            Console.WriteLine(Line($"| {perDay:N0} | {place} | {arrivals * 3600:N0} | {arrivals * Measured.ServiceMean:0.00} | {string.Join(" | ", needed)} |"));
        }
    }

    private static void Growth()
    {
        Console.WriteLine("\n| cases a day | from the PACS in the busiest hour, Mbit/s | objects a day, GB | objects kept for 90 days, TB | database after 90 days, GB | gateway, processors in the busiest hour | publisher, processors |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (int perDay in s_scales.Select(scale => scale.PerDay).Distinct())
        {
            double arrivals = ArrivalsPerSecond(perDay);
            Console.WriteLine(Line(
                $"| {perDay:N0} | {arrivals * Measured.ReceivedMB * 8:N0} | {perDay * Measured.StoredMB / 1e3:N0} | {perDay * Measured.StoredMB * 90 / 1e6:N1} | {perDay * Measured.DatabaseKB * 90 / 1e6:N0} | {arrivals * Measured.GatewayProcessor:0.00} | {arrivals * Measured.PublisherProcessor:0.00} |"));
        }
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
