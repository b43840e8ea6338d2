using System.Collections.Immutable;
using System.Net;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Tests.DicomWeb;
using ContourFlow.Worker.Tests.Operations.Cases;

namespace ContourFlow.Worker.Tests.Operations.Health;

/// <summary>What probes are answered: by role, each dependency by its name, and no secret.</summary>
[Collection(OperationsAlone.Name)]
public sealed class HealthTests
{
    [Fact]
    public async Task A_worker_is_ready_with_registry_object_store_and_queue()
    {
        await using RegistryOfTest registry = await RegistryOfTest.MakeAsync();
        await using OperationsHost host = await OperationsHost.StartAsync(registry, Roles.Worker);

        Probe ready = await host.UntilAsync("ready", HttpStatusCode.OK);

        ready.Status.Should().Be("healthy");
        ready.Checks.Keys.Should().BeEquivalentTo("registry", "object store", "queue");
        ready.Checks.Values.Should().OnlyContain(check => check.Status == "healthy" && check.Sentence.Length > 0);
    }

    [Fact]
    public async Task An_object_store_that_is_away_makes_a_worker_unready_until_it_is_back()
    {
        await using RegistryOfTest registry = await RegistryOfTest.MakeAsync();
        await using OperationsHost host = await OperationsHost.StartAsync(registry, Roles.Worker);
        await host.UntilAsync("ready", HttpStatusCode.OK);
        string folder = Path.Combine(registry.Data, "objects");
        Directory.Delete(folder, recursive: true);
        await File.WriteAllTextAsync(folder, "", TestContext.Current.CancellationToken);

        Probe away = await host.ProbeAsync("ready");

        away.Code.Should().Be(HttpStatusCode.ServiceUnavailable);
        away.Checks["object store"].Status.Should().Be("unhealthy");
        away.Checks["registry"].Status.Should().Be("healthy");
        (await host.ProbeAsync("live")).Code.Should().Be(HttpStatusCode.OK);

        File.Delete(folder);
        Directory.CreateDirectory(folder);
        await host.UntilAsync("ready", HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_registry_without_tables_of_this_version_is_not_started_nor_ready()
    {
        await using RegistryOfTest registry = RegistryOfTest.Empty();
        await using OperationsHost host = await OperationsHost.StartAsync(registry, Roles.Publisher);

        (await host.ProbeAsync("live")).Code.Should().Be(HttpStatusCode.OK);
        Probe startup = await host.ProbeAsync("startup");
        startup.Code.Should().Be(HttpStatusCode.ServiceUnavailable);
        startup.Checks["migrations"].Status.Should().Be("unhealthy");
        (await host.ProbeAsync("ready")).Checks["registry"].Status.Should().Be("unhealthy");

        await registry.MigrateAsync();

        (await host.UntilAsync("startup", HttpStatusCode.OK)).Checks.Keys.Should().BeEquivalentTo("migrations", "bus");
        await host.UntilAsync("ready", HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_broker_that_is_away_makes_a_worker_unready_and_is_told_of_a_gateway()
    {
        await using RegistryOfTest registry = await RegistryOfTest.MakeAsync();
        using var closed = new ClosedPort();
        ServiceOptions options = new() { Queue = new QueueSection { Url = $"amqp://guest:xyzzy@127.0.0.1:{closed.Port}/" } };
        await using OperationsHost worker = await OperationsHost.StartAsync(registry, Roles.Worker, options);
        await using OperationsHost gateway = await OperationsHost.StartAsync(registry, Roles.Gateway, options);
        await gateway.ReceiveAsync(new MemoryIntake());

        Probe unready = await worker.ProbeAsync("ready");
        unready.Code.Should().Be(HttpStatusCode.ServiceUnavailable);
        unready.Checks["queue"].Status.Should().Be("unhealthy");
        unready.Text.Should().NotContain("xyzzy");
        Probe degraded = await gateway.ProbeAsync("ready");
        degraded.Code.Should().Be(HttpStatusCode.OK, degraded.Text);
        degraded.Status.Should().Be("degraded");
        degraded.Checks["queue"].Status.Should().Be("degraded");
        (await gateway.ProbeAsync("startup")).Code.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_gateway_is_ready_while_it_listens_and_its_spool_has_room()
    {
        await using RegistryOfTest registry = await RegistryOfTest.MakeAsync();
        await using OperationsHost host = await OperationsHost.StartAsync(registry, Roles.Gateway);
        var spool = new MemoryIntake();

        (await host.ProbeAsync("startup")).Checks["receiver"].Status.Should().Be("unhealthy");
        (await host.ProbeAsync("ready")).Checks["receiver"].Status.Should().Be("unhealthy");
        await host.ReceiveAsync(spool);
        (await host.ProbeAsync("startup")).Code.Should().Be(HttpStatusCode.OK);
        (await host.UntilAsync("ready", HttpStatusCode.OK)).Checks.Keys.Should().Contain(["receiver", "spool", "registry", "object store", "queue"]);

        spool.HasRoom = false;
        Probe full = await host.ProbeAsync("ready");
        full.Code.Should().Be(HttpStatusCode.ServiceUnavailable);
        full.Checks["spool"].Status.Should().Be("unhealthy");
        full.Checks["spool"].Sentence.Should().Contain("KeepFreeMiB").And.Contain("5000 objects wait", "the disk is not the only reason");
        full.Checks["receiver"].Status.Should().Be("healthy");

        host.Get<Worker.Operations.ReceiverWatch>().Receiver = null;
        (await host.ProbeAsync("ready")).Checks["receiver"].Status.Should().Be("unhealthy");
        (await host.ProbeAsync("startup")).Code.Should().Be(HttpStatusCode.OK, "it has started");
    }

    [Fact]
    public async Task A_gateway_alone_has_started_although_the_registry_is_not_there()
    {
        await using RegistryOfTest registry = RegistryOfTest.Empty();
        await using OperationsHost gateway = await OperationsHost.StartAsync(registry, Roles.Gateway);
        await gateway.ReceiveAsync(new MemoryIntake());

        (await gateway.ProbeAsync("startup")).Code.Should().Be(HttpStatusCode.OK, "its spool needs no registry, and a probe that fails ends it");
        Probe ready = await gateway.UntilAsync("ready", HttpStatusCode.OK);
        ready.Checks["registry"].Status.Should().Be("degraded");
    }

    [Fact]
    public async Task A_dead_archive_is_named_and_leaves_a_publisher_ready()
    {
        await using RegistryOfTest registry = await RegistryOfTest.MakeAsync();
        await registry.ProcessedAsync(1, destinations: ["pacs", "tps"]);
        await registry.PostponedAsync(1, "pacs", "PACS cannot be reached.");
        registry.Time.Advance(TimeSpan.FromHours(3));
        ServiceOptions options = new()
        {
            Destinations = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, new Dictionary<string, DestinationSection>(StringComparer.Ordinal) { ["pacs"] = new() { Remote = "PACS@127.0.0.1:104" }, ["other"] = new() { Remote = "OTHER@127.0.0.1:104" } }),
        };
        await using OperationsHost host = await OperationsHost.StartAsync(registry, Roles.Publisher, options);

        Probe ready = await host.UntilAsync("ready", HttpStatusCode.OK);

        ready.Status.Should().Be("degraded");
        ready.Checks["destination pacs"].Should().Be(("degraded", "1 results wait for it, the oldest for 3 h."));
        ready.Checks["destination other"].Status.Should().Be("healthy");
    }
}
