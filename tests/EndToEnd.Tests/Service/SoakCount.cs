using AwesomeAssertions.Execution;
using ContourFlow.Storage.Cases;

namespace ContourFlow.EndToEnd.Tests.Service;

/// <summary>What is wrong after a soak, counted from the archive and from the registry: a sentence each, cases by their CT series.</summary>
internal sealed class SoakCount(Cluster cluster)
{
    private readonly HashSet<string> expected = new(StringComparer.Ordinal);

    public List<string> Lost { get; } = [];

    public List<string> Missing { get; } = [];

    public List<string> Duplicate { get; } = [];

    public List<string> Wrong { get; } = [];

    public List<string> Ledger { get; } = [];

    /// <summary>Everything that is wrong.</summary>
    public IEnumerable<string> All =>
        [.. Lost.Select(one => $"lost: {one}"), .. Missing.Select(one => $"missing: {one}"), .. Duplicate.Select(one => $"duplicate: {one}"), .. Wrong.Select(one => $"wrong: {one}"), .. Ledger.Select(one => $"ledger: {one}")];

    /// <summary>Counts a case in.</summary>
    public async Task AddAsync(SoakCase soaked, CancellationToken cancellationToken)
    {
        SmallCase newest = soaked.Newest;
        if (await cluster.Story.Cases.DetailsAsync(newest.CaseId, cancellationToken) is not { } details)
        {
            Lost.Add($"{newest.CtSeries}: the registry does not know it");
            return;
        }

        await LedgerAsync(soaked, details, cancellationToken);
        IReadOnlyList<string> names = await cluster.Pacs.InstancesOfAsync(newest.Study, cancellationToken);
        expected.UnionWith(names);
        if (soaked.HasGap)
        {
            if (details.Summary is not { State: CaseState.Held, ReasonCode: "roi-gap", Reason.Length: > 0 })
                Wrong.Add($"{newest.CtSeries}: {details.Summary.State} for {details.Summary.ReasonCode} instead of held for roi-gap");
            if (names.Count > 0)
                Wrong.Add($"{newest.CtSeries}: held, and {names.Count} results are in the archive");
            return;
        }

        if (details.Summary.State != CaseState.Published)
            Missing.Add($"{newest.CtSeries}: {details.Summary.State}, revision {details.Summary.Revision}, {details.Summary.ReasonCode} {string.Join(' ', details.Summary.WaitingFor)}");
        int right = 0, older = 0;
        foreach (string file in await cluster.Pacs.ResultsAsync(newest.Study, names.Count, () => cluster.Said, cancellationToken))
        {
            string[] faults = FaultsOf(file, newest);
            if (faults.Length == 0)
                right++;
            else if (soaked.Older is { } first && FaultsOf(file, first).Length == 0)
                older++;
            else
                Wrong.Add($"{newest.CtSeries}: {faults[0]}");
        }

        if (right == 0)
            Missing.Add($"{newest.CtSeries}: the archive has no result of its newest structure set, {newest.StructureSet}; {Story(details, newest)}");
        if (right > 1 || older > 1)
            Duplicate.Add($"{newest.CtSeries}: {right} results of its newest structure set, {older} of the one before");
    }

    /// <summary>What else is in the archive.</summary>
    public async Task RestAsync(CancellationToken cancellationToken)
    {
        int all = (await cluster.Pacs.Archive.InstancesAsync(cancellationToken)).Length;
        if (all != expected.Count)
            Duplicate.Add($"the archive has {all} objects, {expected.Count} of them in the studies that were sent");
    }

    // Once a revision, for the newest of a case that can be done; never twice for any.
    private async Task LedgerAsync(SoakCase soaked, CaseDetails details, CancellationToken cancellationToken)
    {
        string series = details.Summary.CtSeriesInstanceUid;
        foreach ((int revision, string happened, int times) in details.Ledger
            .Where(line => line.Event is LedgerEvents.RevisionOpened or LedgerEvents.Processed or LedgerEvents.Published)
            .GroupBy(line => (line.Revision, line.Event))
            .Select(group => (group.Key.Revision, group.Key.Event, group.Count())))
        {
            if (times > 1)
                Ledger.Add($"{series}, revision {revision}: {happened} {times} times");
        }

        string[] needed = soaked.HasGap ? [LedgerEvents.RevisionOpened, LedgerEvents.Held] : [LedgerEvents.RevisionOpened, LedgerEvents.Processed, LedgerEvents.Published];
        foreach (string one in needed.Where(one => !details.Ledger.Any(line => line.Event == one && line.Revision == details.Summary.Revision)))
            Ledger.Add($"{series}, revision {details.Summary.Revision}: no {one}");
        if (await cluster.Story.Cases.LedgerFaultAsync(details.Summary.CaseId, cancellationToken) is { } fault)
            Ledger.Add($"{series}: {fault}");
    }

    private static string Story(CaseDetails details, SmallCase newest) =>
        $"case {details.Summary.CaseId}: {string.Join("; ", details.Revisions.Select(one => $"revision {one.Revision} {one.State}, {one.Inputs.Count} inputs {(one.Inputs.Any(input => input.SopInstanceUid == newest.StructureSet) ? "with" : "without")} it"))}; {string.Join(", ", details.Ledger.Select(line => $"{line.Event} {line.Revision} {line.At:HH:mm:ss.fff}"))}";

    private static string[] FaultsOf(string file, SmallCase truth)
    {
        using var scope = new AssertionScope();
        SmallCaseTruth.Check(file, truth);
        return scope.Discard();
    }
}
