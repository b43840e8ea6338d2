using ContourFlow.EndToEnd.Tests.Network;
using ContourFlow.Storage.Cases;

namespace ContourFlow.EndToEnd.Tests.Service;

/// <summary>The service as many processes over RabbitMQ and PostgreSQL, from the PACS to the PACS, and what happens to each of them meanwhile.</summary>
public sealed class ClusterTests(ClusterWithDoses cluster) : IClassFixture<ClusterWithDoses>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Worker_that_is_killed_among_many_cases_costs_nothing_but_time()
    {
        Cluster.Needed();
        IReadOnlyList<SmallCase> cases = cluster.Cases(200, 6);

        Task sending = Task.WhenAll(cases.Chunk(3).Select(async part =>
        {
            foreach (SmallCase small in part)
                await Pacs.SendAsync(cluster.Setup.Port, small.Files, Cancel);
        }));
        await Eventually.SoAsync(
            async () => (await Task.WhenAll(cases.Select(small => cluster.Story.Cases.FindAsync(small.CaseId, Cancel)))).Any(one => one?.State is CaseState.Processing or CaseState.Publishing or CaseState.Published),
            () => cluster.Said,
            Cancel);
        cluster.Kill("worker-1");
        await sending;

        await cluster.AllRightAsync(cases, Cancel);
        await cluster.StartAsync("worker-1", Cancel);
    }

    [Fact]
    public async Task Worker_that_is_killed_among_doses_costs_nothing_but_time()
    {
        Cluster.Needed();
        IReadOnlyList<SmallCase> cases = cluster.Cases(250, 3);
        foreach (SmallCase small in cases)
            await Pacs.SendAsync(cluster.Setup.Port, small.Files, Cancel);
        await cluster.AllRightAsync(cases, Cancel);

        // A scoring takes a moment, which nobody can be sure to hit: the only worker dies at it, and the doses wait.
        cluster.Kill("worker-1");
        cluster.Kill("worker-2");
        foreach (SmallCase small in cases)
        {
            string folder = cluster.Folder($"case-{small.Number}");
            await Pacs.SendAsync(cluster.Setup.Port, [SmallDose.Plan(small, folder), SmallDose.Dose(small, folder, 20)], Cancel);
        }

        using (ServiceProcess dying = ServiceProcess.Start(
            "worker", cluster.Setup, Worker.Hosting.KillPoint.OfDoses[0], 1, $"Data={cluster.Folder("dying")}", $"Operations:Port={ServerProcess.FreePort()}"))
            await dying.DiedAsync(Cancel);
        await cluster.StartAsync("worker-1", Cancel);

        foreach (SmallCase small in cases)
        {
            await DoseStory.UntilAsync(cluster.Story, small, () => cluster.AllSaid, "20 Gy scored on 1");
            CaseStory.Once((await cluster.Story.Cases.DetailsAsync(small.CaseId, Cancel))!, LedgerEvents.DoseScored);
        }

        await cluster.StartAsync("worker-2", Cancel);
    }

    [Fact]
    public async Task Publisher_and_gateway_that_are_killed_go_on_where_they_were()
    {
        Cluster.Needed();
        IReadOnlyList<SmallCase> cases = cluster.Cases(210, 3);
        await Pacs.SendAsync(cluster.Setup.Port, cases[0].Files, Cancel);

        cluster.Kill("publisher");
        bool isSent = Pacs.TrySend(cluster.Setup.Port, cases[1].Files.Take(20));
        cluster.Kill("gateway");
        isSent.Should().BeTrue();
        await cluster.StartAsync("gateway", Cancel);
        await Pacs.SendAsync(cluster.Setup.Port, [.. cases[1].Files.Skip(20)], Cancel);
        await Pacs.SendAsync(cluster.Setup.Port, cases[2].Files, Cancel);
        await cluster.StartAsync("publisher", Cancel);

        await cluster.AllRightAsync(cases, Cancel);
    }

    [Fact]
    public async Task Broker_that_is_restarted_and_one_that_has_lost_its_queues_lose_no_case()
    {
        Cluster.Needed();
        IReadOnlyList<SmallCase> cases = cluster.Cases(220, 4);
        await Pacs.SendAsync(cluster.Setup.Port, cases[0].Files, Cancel);
        await cluster.Broker.StopAsync(Cancel);
        await Pacs.SendAsync(cluster.Setup.Port, cases[1].Files, Cancel);
        await cluster.Broker.StartedAsync(Cancel);
        await cluster.AllRightAsync(cases.Take(2), Cancel);

        await Pacs.SendAsync(cluster.Setup.Port, cases[2].Files, Cancel);
        await cluster.Broker.KillAsync(Cancel);
        cluster.Broker.LoseEverything();
        await cluster.Broker.StartedAsync(Cancel);
        await Pacs.SendAsync(cluster.Setup.Port, cases[3].Files, Cancel);

        await cluster.AllRightAsync(cases, Cancel);
    }

    [Fact]
    public async Task Database_that_is_killed_and_comes_back_delays_and_loses_nothing()
    {
        Cluster.Needed();
        IReadOnlyList<SmallCase> cases = cluster.Cases(230, 3);
        await Pacs.SendAsync(cluster.Setup.Port, cases[0].Files, Cancel);
        await cluster.Database.KillAsync();

        // The spool takes what comes: the gateway needs no database for that.
        await Pacs.SendAsync(cluster.Setup.Port, cases[1].Files, Cancel);
        await cluster.Database.StartAgainAsync();
        await Pacs.SendAsync(cluster.Setup.Port, cases[2].Files, Cancel);

        await cluster.AllRightAsync(cases, Cancel);
    }

    [Fact]
    public async Task Worker_on_the_old_protocol_and_one_on_the_new_both_finish_and_each_result_names_its_protocol()
    {
        Cluster.Needed();
        IReadOnlyList<SmallCase> cases = cluster.Cases(240, 6);
        using var changed = new TemporaryFolder();
        string original = Path.Combine(cluster.Folder("protocols"), $"{SmallCase.Protocol}.yaml");
        await File.WriteAllTextAsync(changed[$"{SmallCase.Protocol}.yaml"], await File.ReadAllTextAsync(original, Cancel) + "# a later version\n", Cancel);
        string old = HashOf(original), later = HashOf(changed[$"{SmallCase.Protocol}.yaml"]);

        // Which of two workers gets a case is the broker's choice: the new one has some for itself, then both are there, then the old one is alone.
        cluster.Kill("worker-1");
        cluster.Kill("worker-2");
        await cluster.StartAsync("worker-2", Cancel, $"Processing:Protocols={changed.Path}");
        (await ProtocolsOfAsync(cases.Take(2))).Should().Equal(later, later);
        await cluster.StartAsync("worker-1", Cancel);
        (await ProtocolsOfAsync(cases.Skip(2).Take(2))).Should().BeSubsetOf([old, later]);
        cluster.Kill("worker-2");
        (await ProtocolsOfAsync(cases.Skip(4))).Should().Equal(old, old);
        await cluster.StartAsync("worker-2", Cancel);
    }

    // The cases are sent and done; by the protocols with these hashes.
    private async Task<IReadOnlyList<string>> ProtocolsOfAsync(IEnumerable<SmallCase> cases)
    {
        foreach (SmallCase small in cases)
            await Pacs.SendAsync(cluster.Setup.Port, small.Files, Cancel);
        await cluster.AllRightAsync(cases, Cancel);
        var hashes = new List<string>();
        foreach (SmallCase small in cases)
            hashes.Add((await cluster.Story.Cases.DetailsAsync(small.CaseId, Cancel))!.Revisions.Single().ProtocolHash!);
        return hashes;
    }

    private static string HashOf(string file) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)));
}
