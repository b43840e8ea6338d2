using System.Security.Cryptography;
using ContourFlow.Contracts;
using ContourFlow.EndToEnd.Tests.Network;
using ContourFlow.EndToEnd.Tests.Service;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Filing;
using ContourFlow.Storage.Objects;
using ContourFlow.Storage.Processing;
using Npgsql;

namespace ContourFlow.EndToEnd.Tests.Operations;

/// <summary>A backup of a running service, by the commands of docs/operations.md, into an installation that has nothing: another database, folder, spool and queue.</summary>
public sealed class BackupTests(ReviewedCluster cluster) : IClassFixture<ReviewedCluster>
{
    // No disk has as much room: nothing is filed, and what comes stays in the spool.
    private const string StoreIsFull = "Objects:KeepFreeMiB=1000000000";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Backup_of_a_running_service_goes_on_in_an_empty_installation_and_nothing_is_published_twice()
    {
        Cluster.Needed();
        Tool.Find("pg_dump", "postgresql-client");
        Tool.Find("rsync", "rsync");
        using var backup = new TemporaryFolder();
        IReadOnlyList<SmallCase> cases = cluster.Cases(400, 6);
        SmallCase published = cases[0], waiting = cases[1], awaiting = cases[2], inSpool = cases[3], later = cases[4], held = SmallCase.In(cluster.Folder("case-held"), 410, gap: true);
        SmallCase[] known = [published, waiting, awaiting, held];

        // What there is when the backup is made.
        foreach (SmallCase small in (SmallCase[])[published, awaiting, held])
            await Pacs.SendAsync(cluster.Setup.Port, small.Files, Cancel);
        await Pacs.SendAsync(cluster.Setup.Port, [.. waiting.Files.SkipLast(1)], Cancel);
        await AcceptAsync(cluster.Story, published, () => cluster.Said);
        byte[] first = await File.ReadAllBytesAsync((await cluster.Pacs.ResultsAsync(published.Study, 1, () => cluster.Said, Cancel))[0], Cancel);
        await cluster.Story.InStateAsync(awaiting, CaseState.AwaitingReview, () => cluster.Said, Cancel);
        await cluster.Story.InStateAsync(held, CaseState.Held, () => cluster.Said, Cancel);
        await cluster.Story.InStateAsync(waiting, CaseState.Waiting, () => cluster.Said, Cancel, revision: 0);

        // It waits from its first image on; what is asked for is that all of them were filed, and nothing is about to change.
        var filing = cluster.Story.Get<IFilingRegistry>();
        await Eventually.SoAsync(
            async () => (await filing.LookAtAsync(waiting.CaseId, Cancel))!.Objects.Count == waiting.Files.Count - 1 && await filing.NextDueAsync(Cancel) is null,
            () => $"{cluster.Story.Listed()} {cluster.Said}",
            Cancel);
        await cluster.StopAsync("gateway");
        await cluster.StartAsync("gateway", Cancel, StoreIsFull);
        await Pacs.SendAsync(cluster.Setup.Port, inSpool.Files, Cancel);

        Runbook.Run("Make a backup", [("REGISTRY", Uri(cluster.Setup)), ("OBJECTS", cluster.Folder("objects")), ("BACKUP", backup.Path)]);
        Dictionary<CaseId, CaseDetails> before = await DetailsAsync(cluster.Story, known);

        // What happens after it, until the installation is lost.
        await cluster.StopAsync("gateway");
        await cluster.StartAsync("gateway", Cancel);
        await Pacs.SendAsync(cluster.Setup.Port, later.Files, Cancel);
        await AcceptAsync(cluster.Story, awaiting, () => cluster.Said);
        byte[] second = await File.ReadAllBytesAsync((await cluster.Pacs.ResultsAsync(awaiting.Study, 1, () => cluster.Said, Cancel))[0], Cancel);
        CaseDetails lostOne = await cluster.Story.InStateAsync(inSpool, CaseState.AwaitingReview, () => cluster.Said, Cancel);
        foreach (string name in (string[])["gateway", "worker-1", "worker-2", "publisher"])
            cluster.Kill(name);

        // The empty installation. Only the PACS is the same, and the address that it knows.
        using var place = new TemporaryFolder();
        ServiceSetup restored = await EmptyInstallationAsync(place);
        Runbook.Run("Restore it", [("REGISTRY", Uri(restored)), ("OBJECTS", place["objects"]), ("BACKUP", backup.Path)]);
        await using var story = new CaseStory(restored);
        await SameAsync(story, before, published, awaiting);
        (await story.Cases.FindAsync(inSpool.CaseId, Cancel)).Should().BeNull("what lay in the spool is in no backup");
        (await story.Cases.FindAsync(later.CaseId, Cancel)).Should().BeNull("it came after the backup");

        using ServiceProcess gateway = await ServiceProcess.StartReadyAsync("gateway", restored, Cancel, null, 1, $"Data={place["gateway"]}");
        using ServiceProcess worker = await StartAsync("worker", restored, place);
        using ServiceProcess publisher = await StartAsync("publisher", restored, place);
        string Said() => string.Join(Environment.NewLine, gateway.Said, worker.Said, publisher.Said);

        // The last object of the case that waited, and, by the PACS once more, what is not known.
        await Pacs.SendAsync(restored.Port, [waiting.Files[^1]], Cancel);
        await Pacs.SendAsync(restored.Port, inSpool.Files, Cancel);
        await Pacs.SendAsync(restored.Port, later.Files, Cancel);
        ProgramRun accepted = restored.Run("cases", "accept", awaiting.CaseId.ToString(), "--by", "a reviewer");
        accepted.ExitCode.Should().Be(0, accepted.Out + accepted.Error);
        foreach (SmallCase small in (SmallCase[])[waiting, inSpool, later])
            await AcceptAsync(story, small, Said);

        foreach (SmallCase small in (SmallCase[])[published, waiting, awaiting, inSpool, later])
        {
            CaseDetails details = await story.InStateAsync(small, CaseState.Published, Said, Cancel);
            CaseStory.Once(details, LedgerEvents.RevisionOpened, LedgerEvents.Processed, LedgerEvents.Published);
            SmallCaseTruth.Check((await cluster.Pacs.ResultsAsync(small.Study, 1, Said, Cancel))[0], small);
            (await story.Cases.LedgerFaultAsync(small.CaseId, Cancel)).Should().BeNull();
        }

        // Each is in the archive once: what was published before, what was published after the backup and then again, and what was made anew.
        (await cluster.Pacs.Archive.InstancesAsync(Cancel)).Should().HaveCount(5);
        (await File.ReadAllBytesAsync((await cluster.Pacs.ResultsAsync(published.Study, 1, Said, Cancel))[0], Cancel)).Should().Equal(first);
        (await File.ReadAllBytesAsync((await cluster.Pacs.ResultsAsync(awaiting.Study, 1, Said, Cancel))[0], Cancel)).Should().Equal(second);
        ResultObject again = (await story.Cases.DetailsAsync(inSpool.CaseId, Cancel))!.Revisions.Single().Results.Single(), lost = lostOne.Revisions.Single().Results.Single();
        (again.SopInstanceUid, again.Sha256).Should().Be((lost.SopInstanceUid, lost.Sha256));
        (await story.InStateAsync(held, CaseState.Held, Said, Cancel)).Summary.ReasonCode.Should().Be("roi-gap");
    }

    private async Task<ServiceSetup> EmptyInstallationAsync(TemporaryFolder place)
    {
        Uri broker = await cluster.Broker.StartedAsync(Cancel);
        ServiceSetup setup = new ServiceSetup(place, cluster.Setup.Port).To("pacs", Archive.Title, cluster.Pacs.Archive.DicomPort).Over(broker.ToString(), await cluster.Database.MakeDatabaseAsync());
        setup.Json["Objects"]!["Folder"] = place["objects"];
        setup.Json["Queue"]!["Prefix"] = "restored";
        ReviewedCluster.AfterReview(setup);
        return setup;
    }

    private static Task<ServiceProcess> StartAsync(string role, ServiceSetup setup, TemporaryFolder place) =>
        ServiceProcess.StartReadyAsync(role, setup, Cancel, null, 1, $"Data={place[role]}", $"Operations:Port={ServerProcess.FreePort()}");

    private static async Task AcceptAsync(CaseStory story, SmallCase small, Func<string> said)
    {
        await story.InStateAsync(small, CaseState.AwaitingReview, said, Cancel);
        (await story.Get<ICaseDecisions>().AcceptAsync(new Decision(small.CaseId, null, "a reviewer", ""), Cancel)).Should().Be(DecisionOutcome.Taken);
        await story.InStateAsync(small, CaseState.Published, said, Cancel);
    }

    private static async Task<Dictionary<CaseId, CaseDetails>> DetailsAsync(CaseStory story, IEnumerable<SmallCase> cases)
    {
        var details = new Dictionary<CaseId, CaseDetails>();
        foreach (SmallCase small in cases)
            details[small.CaseId] = (await story.Cases.DetailsAsync(small.CaseId, Cancel))!;
        return details;
    }

    // Cases, ledger and results, before any process has touched them.
    private static async Task SameAsync(CaseStory restored, Dictionary<CaseId, CaseDetails> before, params SmallCase[] withResults)
    {
        foreach ((CaseId id, CaseDetails details) in before)
        {
            (await restored.Cases.DetailsAsync(id, Cancel)).Should().BeEquivalentTo(details, options => options.WithStrictOrdering());
            (await restored.Cases.LedgerFaultAsync(id, Cancel)).Should().BeNull();
        }

        (await restored.Cases.CountsAsync(Cancel)).Should().BeEquivalentTo(before.Values.CountBy(one => one.Summary.State).ToDictionary());
        foreach (SmallCase small in withResults)
        {
            ResultObject result = before[small.CaseId].Revisions.Single().Results.Single();
            await using Stream content = await restored.Get<IObjectStore>().OpenAsync(result.StoreKey, Cancel);
            Convert.ToHexStringLower(await SHA256.HashDataAsync(content, Cancel)).Should().Be(result.Sha256);
        }
    }

    // As PostgreSQL's own programs take it.
    private static string Uri(ServiceSetup setup)
    {
        var connection = new NpgsqlConnectionStringBuilder(setup.Json["Registry"]!["Connection"]!.GetValue<string>());
        return $"postgresql://{connection.Username}@{connection.Host}:{connection.Port}/{connection.Database}";
    }
}
