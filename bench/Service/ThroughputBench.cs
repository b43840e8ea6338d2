using System.Globalization;
using ContourFlow.Bench.Peers;
using ContourFlow.Contracts;
using ContourFlow.EndToEnd.Tests.Service;
using ContourFlow.Storage.Cases;

namespace ContourFlow.Bench.Service;

/// <summary>
/// Cases per hour with several workers of one thread each. All cases wait in the queue before the workers are started; the first two of each worker, which
/// pay for its start, are not counted. Gateway, publisher, broker, database and archive run on the same processors and have their work at the same time.
/// </summary>
internal static class ThroughputBench
{
    private const int WarmUp = 2;

    /// <param name="phantoms">Whether the cases are whole phantoms; small ones otherwise.</param>
    /// <param name="casesPerWorker">How many each worker gets.</param>
    /// <param name="workers">How many workers: one measurement each.</param>
    /// <param name="percent">How much of one processor each worker may use; null: all that it gets.</param>
    public static async Task RunAsync(bool phantoms, int casesPerWorker, IReadOnlyList<int> workers, int? percent = null)
    {
        string share = percent is { } limit ? string.Create(CultureInfo.InvariantCulture, $", held to {limit} % of a processor") : "";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nCases of {(phantoms ? "a thoracic phantom (160-slice CT, two MRs)" : "40 small CT slices and a cord")} waiting, {Environment.ProcessorCount} processors, a thread for each worker{share}.\n"));
        Console.WriteLine("| workers | cases counted | cases/hour | of one worker's times their number | processing of one, mean s | its standard deviation s | worker, processor s/case | gateway | publisher | load |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|");
        double one = 0;
        foreach (int count in workers)
        {
            Rate rate = await MeasureAsync(phantoms, casesPerWorker, count, percent);
            one = one == 0 ? rate.PerHour / count : one;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {count} | {rate.Cases} | {rate.PerHour:0} | {rate.PerHour / (one * count):0.00} | {rate.Mean:0.000} | {rate.Deviation:0.000} | {rate.Worker:0.00} | {rate.Gateway:0.00} | {rate.Publisher:0.00} | {Installation.Load} |"));
        }
    }

    private static async Task<Rate> MeasureAsync(bool phantoms, int casesPerWorker, int workers, int? percent)
    {
        await using Installation installation = await Installation.StartAsync(phantoms ? PhantomCase.Protocol : SmallCase.Protocol, threads: 1);
        int count = casesPerWorker * workers;
        (CaseId Id, IReadOnlyList<string> Files)[] cases = [.. Enumerable.Range(1, count).Select(number => Make(installation[$"case-{number}"], number, phantoms))];
        long sizeBefore = await installation.DatabaseBytesAsync();
        double gateway = installation.ProcessorSeconds("gateway"), publisher = installation.ProcessorSeconds("publisher");
        foreach ((_, IReadOnlyList<string> files) in cases)
            TimedProcess.Run("env", ["TCP_NODELAY=1", "storescu", "-aec", ServiceSetup.Title, "127.0.0.1", installation.Setup.Port.ToString(CultureInfo.InvariantCulture), .. files]);
        await InStateAsync(installation, CaseState.Queued, count);
        gateway = installation.ProcessorSeconds("gateway") - gateway;

        string[] names = [.. Enumerable.Range(1, workers).Select(number => $"worker-{number}")];
        await Task.WhenAll(names.Select(installation.BeginAsync));
        ProcessorShare[] shares = percent is { } limit ? [.. names.Select(name => new ProcessorShare(installation.Processes[name].Id, limit))] : [];
        await InStateAsync(installation, CaseState.Published, count);
        double worker = names.Sum(installation.ProcessorSeconds);
        Array.ForEach(shares, share => share.Dispose());
        publisher = installation.ProcessorSeconds("publisher") - publisher;

        var processed = new List<LedgerEntry>();
        foreach ((CaseId id, _) in cases)
            processed.Add((await installation.Story.Cases.DetailsAsync(id, default))!.Ledger.Single(line => line.Event == LedgerEvents.Processed));
        LedgerEntry[] counted = [.. processed.OrderBy(line => line.At).Skip(WarmUp * workers)];
        DateTimeOffset from = processed.OrderBy(line => line.At).ElementAt((WarmUp * workers) - 1).At;
        double[] times = [.. counted.Select(line => CaseTimes.Steps(line).Values.Sum())];
        double mean = times.Average();
        await GrowthAsync(installation, cases, sizeBefore);
        return new Rate(
            counted.Length,
            counted.Length / (counted[^1].At - from).TotalHours,
            mean,
            Math.Sqrt(times.Sum(time => (time - mean) * (time - mean)) / (times.Length - 1)),
            worker / count,
            gateway / count,
            publisher / count);
    }

    private static (CaseId Id, IReadOnlyList<string> Files) Make(string folder, int number, bool phantoms)
    {
        if (phantoms)
        {
            var phantom = PhantomCase.Write(folder, number);
            return (phantom.CaseId, phantom.Files);
        }

        var small = SmallCase.In(folder, number);
        return (small.CaseId, small.Files);
    }

    private static async Task GrowthAsync(Installation installation, (CaseId Id, IReadOnlyList<string> Files)[] cases, long sizeBefore)
    {
        double sent = cases.Sum(one => one.Files.Sum(path => (double)new FileInfo(path).Length));
        double stored = Directory.EnumerateFiles(installation["objects"], "*", SearchOption.AllDirectories).Sum(path => (double)new FileInfo(path).Length);
        double grown = await installation.DatabaseBytesAsync() - sizeBefore;
        Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"a case: {cases[0].Files.Count} objects of {sent / cases.Length / 1e6:0.00} MB sent, {stored / cases.Length / 1e6:0.00} MB in the object store, {grown / 1e3 / cases.Length:0} KB in the database"));
    }

    private static Task InStateAsync(Installation installation, CaseState state, int count)
    {
        IReadOnlyDictionary<CaseState, int> counts = new Dictionary<CaseState, int>();
        return Eventually.SoAsync(
            async () => (counts = await installation.Story.Cases.CountsAsync(default)).GetValueOrDefault(state) == count,
            () => $"{string.Join(", ", counts)}. {installation.Said}",
            default,
            TimeSpan.FromMinutes(15));
    }

    // Seconds; processor time of workers with their start.
    private sealed record Rate(int Cases, double PerHour, double Mean, double Deviation, double Worker, double Gateway, double Publisher);
}
