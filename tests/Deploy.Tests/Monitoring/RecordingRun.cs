using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ContourFlow.EndToEnd.Tests;
using ContourFlow.EndToEnd.Tests.Network;
using ContourFlow.EndToEnd.Tests.Service;
using RabbitMQ.Client;

namespace ContourFlow.Deploy.Tests.Monitoring;

/// <summary>
/// Makes the recordings that the rules are tested with: breaks one thing after another in a cluster of real processes, and writes down what they show then. Runs
/// when it is asked for:
/// <c>dotnet run -c Release --project tests/Deploy.Tests -- --explicit only --filter-class "*RecordingRun"</c>
/// </summary>
public sealed class RecordingRun
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact(Explicit = true)]
    public async Task Everything_that_is_alerted_by_happens_once_and_is_recorded()
    {
        await using MonitoredCluster run = await MonitoredCluster.StartAsync(Cancel, setup =>
        {
            setup.Json["Destinations"]!["pacs"]!["LongestPause"] = "00:00:01";
            setup.Json["Destinations"]!["pacs"]!["ReportWait"] = "00:00:01";
        });
        Cluster cluster = run.Cluster;
        await HealthyAsync(run);
        await DosesAsync(run);
        await IntakeAsync(run);
        await DeliveriesAsync(run);
        await WorkersAsync(run);
        await ServersAsync(run);
        await ProcessesAsync(run);
        cluster.Said.Should().NotBeEmpty();
    }

    private static async Task HealthyAsync(MonitoredCluster run)
    {
        await run.Cluster.AllRightAsync(await SendAsync(run, 900, 1), Cancel);
        await RecordAsync("healthy", run, seen => Max(seen, "contourflow_cases", "state", "published") == 1 && Max(seen, "contourflow_destination_reachable") == 1 && Max(seen, "contourflow_outbox_messages") == 0);
    }

    // A dose of the case that was published first, and no worker that would score it.
    private static async Task DosesAsync(MonitoredCluster run)
    {
        foreach (string worker in new[] { "worker-1", "worker-2" })
            run.Remove(worker);
        SmallCase dosed = run.Cluster.Cases(900, 1)[0];
        string folder = run.Cluster.Folder($"case-{dosed.Number}");
        await Pacs.SendAsync(run.Cluster.Setup.Port, [SmallDose.Plan(dosed, folder), SmallDose.Dose(dosed, folder, 20)], Cancel);
        await RecordAsync("dose-waits", run, seen => Max(seen, "contourflow_scoring_waiting") == 1 && Max(seen, "contourflow_scoring_oldest_age_seconds") > 0 && Max(seen, "contourflow_queue_consumers", "queue", "contourflow.score-dose.v1") == 0);
        await run.StartAsync("worker-1", Cancel);
        await run.StartAsync("worker-2", Cancel);
        await run.UntilAsync(seen => Max(seen, "contourflow_scoring_waiting") == 0, Cancel);
    }

    private static async Task IntakeAsync(MonitoredCluster run)
    {
        string port = run.Cluster.Setup.Port.ToString(CultureInfo.InvariantCulture);
        ProgramRun.Of("echoscu", "-aec", "SOMEBODY", "127.0.0.1", port).ExitCode.Should().NotBe(0);
        await RecordAsync("association-rejected", run, seen => Max(seen, "contourflow_receiver_associations_rejected_total") > 0);

        SmallCase part = run.Cluster.Cases(901, 1)[0];
        await Pacs.SendAsync(run.Cluster.Setup.Port, [.. part.Files.Take(30)], Cancel);
        await RecordAsync("case-waits", run, seen => Max(seen, "contourflow_cases_oldest_age_seconds", "state", "waiting") > 0);

        SmallCase held = SmallCase.In(run.Cluster.Folder("held"), 902, gap: true);
        await Pacs.SendAsync(run.Cluster.Setup.Port, held.Files, Cancel);
        await RecordAsync("case-held", run, seen => Max(seen, "contourflow_cases", "state", "held") == 1);

        using SmallDisk disk = SmallDisk.Make(run.Cluster.Folder("small-disk"), "size=64m");
        await run.StartAsync("gateway-full", Cancel, $"Data={disk.Path}", $"Receiver:Port={ServerProcess.FreePort()}");
        await File.WriteAllBytesAsync(Path.Combine(disk.Path, "filled"), new byte[63 << 20], Cancel);
        await RecordAsync("disk-full", run, seen => seen.Any(sample => sample.Name == "contourflow_disk_free_ratio" && sample.Number < 0.03));
        run.Remove("gateway-full");
    }

    private static async Task DeliveriesAsync(MonitoredCluster run)
    {
        run.Cluster.Pacs.Archive.Stop();
        IReadOnlyList<SmallCase> late = await SendAsync(run, 910, 1);
        await RecordAsync("destination-away", run, seen => Max(seen, "contourflow_destination_reachable") == 0 && Max(seen, "contourflow_deliveries_pending") == 1);
        await run.Cluster.Pacs.Archive.StartAgainAsync(Cancel);
        await run.Cluster.AllRightAsync(late, Cancel);

        // The archive reports to a port where nobody listens.
        await run.RestartAsync("publisher", Cancel, "Destinations:pacs:Proof=Commitment");
        await ReportToAsync(run, ServerProcess.FreePort());
        late = await SendAsync(run, 911, 1);
        await RecordAsync("commitment-awaited", run, seen => Max(seen, "contourflow_commitments_awaited") == 1);
        await ReportToAsync(run, run.Cluster.Setup.Port);
        await run.Cluster.AllRightAsync(late, Cancel);
        await run.RestartAsync("publisher", Cancel);

        foreach (string worker in new[] { "worker-1", "worker-2" })
            await run.RestartAsync(worker, Cancel, "Routes:0:Protocol=*", "Routes:0:StructureSet:0=pacs", "Routes:0:Publish=AfterReview");
        late = await SendAsync(run, 912, 1);
        await RecordAsync("case-awaits-review", run, seen => Max(seen, "contourflow_cases", "state", "awaiting-review") == 1);

        run.Remove("publisher");
        await RecordAsync("no-publisher", run, seen => seen.Any(IsPublishers) && seen.Where(IsPublishers).All(sample => sample.Number == 0));
        await run.StartAsync("publisher", Cancel);

        static bool IsPublishers(Sample sample) => sample.Name == "contourflow_queue_consumers" && sample.Labels["queue"] == "contourflow.publish.pacs.v1";
    }

    private static async Task WorkersAsync(MonitoredCluster run)
    {
        foreach (string worker in new[] { "worker-1", "worker-2" })
            run.Remove(worker);
        await SendAsync(run, 920, 1);
        await RecordAsync("no-worker", run, seen => Max(seen, "contourflow_cases_oldest_age_seconds", "state", "queued") > 0 && Max(seen, "contourflow_queue_consumers", "queue", "contourflow.process-case.v1") == 0);

        // A worker that dies of the case, and whose claim holds on.
        await DieAsync(run);
        await RecordAsync("worker-died", run, seen => Max(seen, "contourflow_cases", "state", "processing") == 1);
        await run.StartAsync("worker-1", Cancel);
        await run.StartAsync("worker-2", Cancel);
        await SendOfNewerVersionAsync(run);
        await RecordAsync("dead-letter", run, seen => Max(seen, "contourflow_queue_messages", "queue", "contourflow.process-case.v1_skipped") > 0);

        for (int number = 1; number <= 3; number++)
        {
            await run.RestartAsync("worker-2", Cancel);
            await RecordAsync($"restarted-{number}", run, _ => true);
        }
    }

    private static async Task ServersAsync(MonitoredCluster run)
    {
        await run.Cluster.Broker.StopAsync(Cancel);
        await SendAsync(run, 930, 1);
        await RecordAsync("broker-away", run, seen => Max(seen, "contourflow_queue_reachable") == 0 && Max(seen, "contourflow_outbox_messages") > 0);
        await run.Cluster.Broker.StartedAsync(Cancel);
        await run.UntilAsync(seen => Max(seen, "contourflow_outbox_messages") == 0, Cancel);

        await run.Cluster.Database.KillAsync();
        await RecordAsync("registry-away", run, seen => Max(seen, "contourflow_registry_reachable") == 0);
        await run.Cluster.Database.StartAgainAsync();
        await run.UntilAsync(seen => Max(seen, "contourflow_registry_reachable") == 1, Cancel);

        // A file stands where the folder of objects was: nothing is filed.
        Directory.Move(run.Cluster.Folder("objects"), run.Cluster.Folder("objects-away"));
        await File.WriteAllTextAsync(run.Cluster.Folder("objects"), "", Cancel);
        await SendAsync(run, 1000, 4);
        await RecordAsync("objects-away", run, seen => Max(seen, "contourflow_filing_spooled") > 100);
        foreach (SmallCase[] some in run.Cluster.Cases(1010, 95).Chunk(19))
            await Pacs.SendAsync(run.Cluster.Setup.Port, [.. some.SelectMany(small => small.Files)], Cancel);
        await RecordAsync("spool-nearly-full", run, seen => Max(seen, "contourflow_filing_spooled") > 4000);
        File.Delete(run.Cluster.Folder("objects"));
        Directory.Move(run.Cluster.Folder("objects-away"), run.Cluster.Folder("objects"));
    }

    private static async Task ProcessesAsync(MonitoredCluster run)
    {
        string id = run.Cluster["publisher"].Id.ToString(CultureInfo.InvariantCulture);
        ProgramRun.Of("kill", "-STOP", id).ExitCode.Should().Be(0);
        await RecordAsync("publisher-hangs", run, seen => seen.Any(sample => sample.Name == "up" && sample.Number == 0));
        ProgramRun.Of("kill", "-CONT", id).ExitCode.Should().Be(0);
        run.Remove("review");
        await RecordAsync("no-review", run, _ => true);
    }

    private static async Task<IReadOnlyList<SmallCase>> SendAsync(MonitoredCluster run, int from, int count)
    {
        IReadOnlyList<SmallCase> cases = run.Cluster.Cases(from, count);
        foreach (SmallCase small in cases)
            await Pacs.SendAsync(run.Cluster.Setup.Port, small.Files, Cancel);
        return cases;
    }

    private static async Task ReportToAsync(MonitoredCluster run, int port)
    {
        var modality = new JsonObject { ["AET"] = ServiceSetup.Title, ["Host"] = "127.0.0.1", ["Port"] = port, ["AllowNAction"] = true, ["AllowNEventReport"] = true };
        using var content = new StringContent(modality.ToJsonString());
        using HttpResponseMessage answer = await run.Cluster.Pacs.Archive.Rest.PutAsync(new Uri("modalities/contourflow", UriKind.Relative), content, Cancel);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task DieAsync(MonitoredCluster run)
    {
        using ServiceProcess dying = ServiceProcess.Start(
            "worker", run.Cluster.Setup, "revision-claimed", 1, $"Data={run.Cluster.Folder("dying")}", "Processing:Claim=00:01:00", $"Operations:Port={ServerProcess.FreePort()}");
        await dying.DiedAsync(Cancel);
    }

    // A message of a type that nobody knows goes aside.
    private static async Task SendOfNewerVersionAsync(MonitoredCluster run)
    {
        await using IConnection connection = await run.Cluster.Broker.ConnectAsync(Cancel);
        await using IChannel channel = await connection.CreateChannelAsync(cancellationToken: Cancel);
        byte[] message = Encoding.UTF8.GetBytes("""{"messageId":"8b1b0000-0000-4000-8000-000000000001","messageType":["urn:message:ContourFlow.Contracts.V9:ProcessCase"],"message":{}}""");
        await channel.BasicPublishAsync("", "contourflow.process-case.v1", mandatory: true, new BasicProperties { ContentType = "application/vnd.masstransit+json" }, message, Cancel);
    }

    private static double? Max(IEnumerable<Sample> seen, string name, string? label = null, string? value = null) => seen
        .Where(sample => sample.Name == name && (label is null || sample.Labels.GetValueOrDefault(label) == value))
        .Select(sample => (double?)sample.Number).Max();

    // Only what is ours, and no buckets of histograms: no rule is about them.
    private static async Task RecordAsync(string name, MonitoredCluster run, Func<IReadOnlyList<Sample>, bool> isSo)
    {
        IReadOnlyList<Sample> seen = await run.UntilAsync(isSo, Cancel);
        Recording.Save(name, seen.Where(sample => sample.Name == "up" || (sample.Name.StartsWith("contourflow_", StringComparison.Ordinal) && !sample.Name.EndsWith("_bucket", StringComparison.Ordinal))));
    }
}
