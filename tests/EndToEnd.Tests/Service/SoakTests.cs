using System.Globalization;
using ContourFlow.Storage.Cases;

namespace ContourFlow.EndToEnd.Tests.Service;

/// <summary>
/// Many cases through a cluster in which something breaks every few seconds. It takes long and is run when it is asked for:
/// <code>
/// CONTOURFLOW_SOAK_CASES=300 CONTOURFLOW_SOAK_MINUTES=20 CONTOURFLOW_SOAK_SEED=1 \
///     dotnet run -c Release --project tests/EndToEnd.Tests -- --explicit only --filter-class "*SoakTests" --show-live-output on
/// </code>
/// The minutes are those over which cases are sent; the same seed gives the same cases and the same order of faults, though not the same moments. What
/// the processes said goes into the file that CONTOURFLOW_SOAK_LOG names.
/// </summary>
public sealed class SoakTests(Cluster cluster, ITestOutputHelper output) : IClassFixture<Cluster>
{
    private const int Senders = 3;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact(Explicit = true)]
    public async Task Cluster_in_which_something_breaks_every_few_seconds_loses_nothing_doubles_nothing_and_errs_in_nothing()
    {
        Cluster.Needed();
        int seed = Number("SEED", 1);
        var pace = TimeSpan.FromMinutes(Number("MINUTES", 20)) / Number("CASES", 300);
        SoakCase[] cases = [.. Enumerable.Range(1000, Number("CASES", 300)).Select(number => new SoakCase(cluster.Folder($"case-{number}"), number, seed))];
        var faults = new Faults(cluster, seed);

        using (var stop = new CancellationTokenSource())
        {
            Task breaking = faults.RunAsync(stop.Token, Cancel);
            Task sending = Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => SendAsync(cases, sender, pace)));
            await await Task.WhenAny(sending, breaking);
            await sending;
            await stop.CancelAsync();
            await breaking;
        }

        IReadOnlyDictionary<CaseState, int> counts = new Dictionary<CaseState, int>();
        int held = cases.Count(one => one.HasGap);
        TimeProvider time = TimeProvider.System;
        long began = time.GetTimestamp();
        // What does not come to its end in time is counted below, with what it is at.
        while (time.GetElapsedTime(began) < s_patience && !(counts.GetValueOrDefault(CaseState.Published) == cases.Length - held && counts.GetValueOrDefault(CaseState.Held) == held))
        {
            await Task.Delay(500, Cancel);
            counts = await cluster.Story.Cases.CountsAsync(Cancel);
        }

        output.WriteLine($"{cases.Length} cases, seed {seed}; broken: {string.Join(", ", faults.Happened.CountBy(name => name).OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key} {one.Value}"))}; all done {time.GetElapsedTime(began).TotalSeconds:0} s after the last fault; {string.Join(", ", counts)}");
        var count = new SoakCount(cluster);
        foreach (SoakCase one in cases)
            await count.AddAsync(one, Cancel);
        await count.RestAsync(Cancel);
        output.WriteLine($"cases lost {count.Lost.Count}, results missing {count.Missing.Count}, duplicate instances {count.Duplicate.Count}, wrong results {count.Wrong.Count}, faults of the ledger {count.Ledger.Count}");
        if (Environment.GetEnvironmentVariable("CONTOURFLOW_SOAK_LOG") is { Length: > 0 } log)
            await File.WriteAllTextAsync(log, cluster.AllSaid, Cancel);
        count.All.Should().BeEmpty(cluster.Said);
        faults.Happened.Should().NotBeEmpty();
    }

    private async Task SendAsync(SoakCase[] cases, int sender, TimeSpan pace)
    {
        TimeProvider time = TimeProvider.System;
        long began = time.GetTimestamp();
        for (int at = sender; at < cases.Length; at += Senders)
        {
            TimeSpan early = (pace * at) - time.GetElapsedTime(began);
            if (early > TimeSpan.Zero)
                await Task.Delay(early, Cancel);
            await cases[at].SendAsync(cluster.Setup.Port, Cancel);
        }
    }

    private static int Number(string name, int otherwise) =>
        Environment.GetEnvironmentVariable($"CONTOURFLOW_SOAK_{name}") is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
