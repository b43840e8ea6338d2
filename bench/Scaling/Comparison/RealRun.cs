using System.Diagnostics;
using System.Globalization;
using ContourFlow.Bench.Peers;
using ContourFlow.Bench.Service;
using ContourFlow.EndToEnd.Tests.Service;
using ContourFlow.Storage.Cases;

namespace ContourFlow.Bench.Scaling.Comparison;

/// <summary>A run of the service itself; times in seconds from the first arrival, as its ledger has them, cases by their arrivals.</summary>
/// <param name="Arrivals">When each case went to the queue.</param>
/// <param name="Ended">When each was processed, in the same order.</param>
internal sealed record RealRun(IReadOnlyList<double> Arrivals, IReadOnlyList<double> Ended)
{
    /// <summary>Runs it.</summary>
    /// <param name="workers">Workers of one thread.</param>
    /// <param name="casesPerWorker">Cases for each of them.</param>
    /// <param name="percent">How much of one processor each may use.</param>
    /// <param name="warmUp">Cases for each before its share is set; they are not counted.</param>
    /// <param name="perSecond">Rate of the cases after the first third, which comes at once; infinite: all come at once.</param>
    public static async Task<RealRun> OfAsync(int workers, int casesPerWorker, int percent, int warmUp, double perSecond)
    {
        await using Installation installation = await Installation.StartAsync(SmallCase.Protocol, threads: 1);
        int warming = warmUp * workers, count = casesPerWorker * workers;
        SmallCase[] cases = [.. Enumerable.Range(1, warming + count).Select(number => SmallCase.In(installation[$"case-{number}"], number))];
        string[] names = [.. Enumerable.Range(1, workers).Select(number => $"worker-{number}")];
        await Task.WhenAll(names.Select(installation.BeginAsync));
        foreach (SmallCase small in cases.Take(warming))
            Send(installation, small);
        await PublishedAsync(installation, warming);

        ProcessorShare[] shares = [.. names.Select(name => new ProcessorShare(installation.Processes[name].Id, percent))];
        try
        {
            double[] after = [.. double.IsFinite(perSecond) ? CaseArrivals.Poisson(count - (count / 3), perSecond, new Random(workers)) : Enumerable.Repeat(0.0, count - (count / 3))];
            foreach (SmallCase small in cases.Skip(warming).Take(count / 3))
                Send(installation, small);
            var watch = Stopwatch.StartNew();
            foreach ((SmallCase small, double at) in cases.Skip(warming + (count / 3)).Zip(after))
            {
                if (TimeSpan.FromSeconds(at) - watch.Elapsed is { Ticks: > 0 } early)
                    await Task.Delay(early);
                Send(installation, small);
            }

            await PublishedAsync(installation, warming + count);
        }
        finally
        {
            Array.ForEach(shares, share => share.Dispose());
        }

        var times = new List<(DateTimeOffset Opened, DateTimeOffset Processed)>();
        foreach (SmallCase small in cases.Skip(warming))
        {
            IReadOnlyList<LedgerEntry> ledger = (await installation.Story.Cases.DetailsAsync(small.CaseId, default))!.Ledger;
            times.Add((ledger.Single(line => line.Event == LedgerEvents.RevisionOpened).At, ledger.Single(line => line.Event == LedgerEvents.Processed).At));
        }

        times.Sort();
        return new RealRun([.. times.Select(one => (one.Opened - times[0].Opened).TotalSeconds)], [.. times.Select(one => (one.Processed - times[0].Opened).TotalSeconds)]);
    }

    private static void Send(Installation installation, SmallCase small) =>
        TimedProcess.Run("env", ["TCP_NODELAY=1", "storescu", "-aec", ServiceSetup.Title, "127.0.0.1", installation.Setup.Port.ToString(CultureInfo.InvariantCulture), .. small.Files]);

    private static Task PublishedAsync(Installation installation, int count)
    {
        IReadOnlyDictionary<CaseState, int> counts = new Dictionary<CaseState, int>();
        return Eventually.SoAsync(
            async () => (counts = await installation.Story.Cases.CountsAsync(default)).GetValueOrDefault(CaseState.Published) == count,
            () => $"{string.Join(", ", counts)}. {installation.Said}",
            default,
            TimeSpan.FromMinutes(10));
    }
}
