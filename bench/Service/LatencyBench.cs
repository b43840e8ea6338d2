using System.Globalization;
using ContourFlow.Bench.Peers;
using ContourFlow.EndToEnd.Tests.Service;
using ContourFlow.Storage.Cases;

namespace ContourFlow.Bench.Service;

/// <summary>
/// One case after the other, each with the whole machine to itself: from the answer to its last object (storescu has ended) until the archive has committed the
/// results. The first one warms every process and is shown apart.
/// </summary>
internal static class LatencyBench
{
    public static async Task RunAsync(int cases, int threads)
    {
        await using Installation installation = await Installation.StartAsync(PhantomCase.Protocol, threads);
        await installation.BeginAsync("worker-1");
        PhantomCase[] phantoms = [.. Enumerable.Range(1, cases).Select(seed => PhantomCase.Write(installation[$"case-{seed}"], seed))];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nOne case at a time, {Environment.ProcessorCount} processors, {threads} threads, quiet time {Installation.QuietTime.TotalSeconds} s; load {Installation.Load}.\n"));
        Console.WriteLine("| case | objects | sending | filing | quiet and look | queue | processing | storing | publishing and proof | from last answer to committed | of which not processing |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|");
        foreach ((PhantomCase phantom, int at) in phantoms.Select((phantom, at) => (phantom, at)))
            await OneAsync(installation, phantom, at);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nLoad at the end: {Installation.Load}."));
    }

    private static async Task OneAsync(Installation installation, PhantomCase phantom, int at)
    {
        long began = TimeProvider.System.GetTimestamp();
        TimedProcess.Run("env", ["TCP_NODELAY=1", "storescu", "-aec", ServiceSetup.Title, "127.0.0.1", installation.Setup.Port.ToString(CultureInfo.InvariantCulture), .. phantom.Files]);
        DateTimeOffset answered = TimeProvider.System.GetUtcNow();
        double sending = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        CaseSummary? now = null;
        await Eventually.SoAsync(
            async () => (now = await installation.Story.Cases.FindAsync(phantom.CaseId, default))?.State is CaseState.Published or CaseState.Held,
            () => $"The case is {now}. {installation.Said}",
            default,
            TimeSpan.FromMinutes(3));
        if (now!.State == CaseState.Held || now.Revision != 1)
            throw new InvalidOperationException($"The case is {now.State} in revision {now.Revision}: {now.ReasonCode} {now.Reason}");
        CaseDetails details = (await installation.Story.Cases.DetailsAsync(phantom.CaseId, default))!;
        CaseTimes times = CaseTimes.Of(details, answered);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {at + 1}{(at == 0 ? ", cold" : "")} | {phantom.Files.Count} | {sending:0.00} | {times.Filing:0.00} | {times.Looking:0.00} | {times.Queue:0.00} | {times.Processing:0.00} | {times.Storing:0.00} | {times.Publishing:0.00} | {times.Total:0.00} | {times.Around:0.00} |"));
        LedgerEntry processed = details.Ledger.Last(line => line.Event == LedgerEvents.Processed);
        Console.Error.WriteLine($"case {at + 1}: {string.Join(", ", CaseTimes.Steps(processed).Select(step => string.Create(CultureInfo.InvariantCulture, $"{step.Key} {step.Value:0.00}")))}; load {Installation.Load}");
    }
}
