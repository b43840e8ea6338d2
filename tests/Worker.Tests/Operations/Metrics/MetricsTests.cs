using ContourFlow.Servers;
using ContourFlow.Storage.Publishing;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Messaging;
using ContourFlow.Worker.Tests.DicomWeb;
using ContourFlow.Worker.Tests.Operations.Cases;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContourFlow.Worker.Tests.Operations.Metrics;

/// <summary>What a scrape shows of registry, receiver and queue.</summary>
[Collection(OperationsAlone.Name)]
public sealed class MetricsTests(RabbitMqServer server)
{
    [Fact]
    public async Task Cases_are_counted_by_state_and_the_oldest_has_its_age()
    {
        await using RegistryOfTest registry = await RegistryOfTest.MakeAsync();
        await registry.WaitsAsync(1, "Something.");
        await registry.WaitsAsync(2, "Something.");
        await registry.ProcessedAsync(3, destinations: ["pacs"]);
        registry.Time.Advance(TimeSpan.FromMinutes(10));
        await using OperationsHost host = await OperationsHost.StartAsync(registry, Roles.Worker);

        IReadOnlyDictionary<string, double> seen = await host.ScrapeAsync();

        seen["contourflow_registry_reachable"].Should().Be(1);
        seen["contourflow_cases{state=\"waiting\"}"].Should().Be(2);
        seen["contourflow_cases{state=\"publishing\"}"].Should().Be(1);
        seen["contourflow_cases{state=\"held\"}"].Should().Be(0);
        // The first was filed at 12:00 and waits since; the clock went on a minute with each of three cases, and ten more.
        seen["contourflow_cases_oldest_age_seconds{state=\"waiting\"}"].Should().BeApproximately(780, 61);
        seen["contourflow_deliveries_pending{destination=\"pacs\"}"].Should().Be(1);
        seen["contourflow_deliveries_oldest_age_seconds{destination=\"pacs\"}"].Should().BeApproximately(600, 61);
        // RevisionOpened, ProcessCase, CaseProcessed, PublishResults: nobody has sent them.
        seen["contourflow_outbox_messages"].Should().Be(4);
        seen["contourflow_disk_free_ratio{folder=\"data\"}"].Should().BeInRange(0, 1);
        seen.Keys.Should().NotContain(name => name.StartsWith("contourflow_receiver", StringComparison.Ordinal), "a worker receives nothing");
    }

    [Fact]
    public async Task A_delivery_whose_report_of_storage_commitment_does_not_come_is_counted_with_its_age()
    {
        await using RegistryOfTest registry = await RegistryOfTest.MakeAsync();
        await registry.ProcessedAsync(3, destinations: ["pacs"]);
        await using OperationsHost host = await OperationsHost.StartAsync(registry, Roles.Worker);
        (await host.ScrapeAsync()).Keys.Should().NotContain(name => name.StartsWith("contourflow_commitments", StringComparison.Ordinal));
        await registry.PostponedAsync(3, "pacs", "No report.");
        await registry.Get<IPublishingRegistry>().TakeDownAsync("pacs", [new SentObject("2.25.3", new string('a', 64), nameof(Worker.Sending.SendState.CommitmentAsked), 0, "2.25.9", null, 1, FollowsOther: false)], TestContext.Current.CancellationToken);
        registry.Time.Advance(TimeSpan.FromMinutes(10));

        IReadOnlyDictionary<string, double> seen = await host.ScrapeAsync();

        seen["contourflow_commitments_awaited{destination=\"pacs\"}"].Should().Be(1);
        seen["contourflow_commitments_oldest_age_seconds{destination=\"pacs\"}"].Should().BeApproximately(600, 1);
    }

    [Fact]
    public async Task A_process_shows_when_it_started_and_whether_its_page_listens()
    {
        await using RegistryOfTest registry = await RegistryOfTest.MakeAsync();
        double started = registry.Time.GetUtcNow().ToUnixTimeSeconds();
        await using (OperationsHost host = await OperationsHost.StartAsync(registry, Roles.Review))
        {
            registry.Time.Advance(TimeSpan.FromHours(1));
            IReadOnlyDictionary<string, double> seen = await host.ScrapeAsync();
            seen["contourflow_process_start_time_seconds"].Should().Be(started);
            seen["contourflow_review_listening"].Should().Be(0, "the page is not part of this host");
        }

        await using OperationsHost worker = await OperationsHost.StartAsync(registry, Roles.Worker);
        (await worker.ScrapeAsync()).Keys.Should().NotContain("contourflow_review_listening");
    }

    [Fact]
    public async Task Scrapes_within_some_seconds_read_the_registry_once()
    {
        await using RegistryOfTest registry = await RegistryOfTest.MakeAsync();
        await using OperationsHost host = await OperationsHost.StartAsync(registry, Roles.Worker);
        (await host.ScrapeAsync())["contourflow_cases{state=\"waiting\"}"].Should().Be(0);
        await registry.FileAsync(1, then: TimeSpan.FromSeconds(4));

        (await host.ScrapeAsync())["contourflow_cases{state=\"waiting\"}"].Should().Be(0, "figures are up to five seconds old");
        registry.Time.Advance(TimeSpan.FromSeconds(2));
        (await host.ScrapeAsync())["contourflow_cases{state=\"waiting\"}"].Should().Be(1);
    }

    [Fact]
    public async Task A_registry_that_cannot_be_read_has_no_figures_but_that()
    {
        await using RegistryOfTest registry = RegistryOfTest.Empty();
        await using OperationsHost host = await OperationsHost.StartAsync(registry, Roles.Worker);

        IReadOnlyDictionary<string, double> seen = await host.ScrapeAsync();

        seen["contourflow_registry_reachable"].Should().Be(0);
        seen.Keys.Should().NotContain(name => name.StartsWith("contourflow_cases", StringComparison.Ordinal) || name.StartsWith("contourflow_outbox", StringComparison.Ordinal));
        await registry.MigrateAsync();
        registry.Time.Advance(TimeSpan.FromSeconds(6));
        (await host.ScrapeAsync())["contourflow_registry_reachable"].Should().Be(1);
    }

    [Fact]
    public async Task A_gateway_shows_its_associations_and_objects()
    {
        await using RegistryOfTest registry = await RegistryOfTest.MakeAsync();
        await using OperationsHost host = await OperationsHost.StartAsync(registry, Roles.Gateway);
        await host.ReceiveAsync(new MemoryIntake());
        Worker.Receiving.ReceiverState state = host.Get<Worker.Operations.ReceiverWatch>().Receiver!.State;
        state.Counts.Associate();
        state.Counts.Associate();
        state.Counts.Reject();
        state.Counts.Take(Worker.Intake.Reception.Stored);
        state.Counts.Refuse();

        IReadOnlyDictionary<string, double> seen = await host.ScrapeAsync();

        seen["contourflow_receiver_associations_total"].Should().Be(2);
        seen["contourflow_receiver_associations_rejected_total"].Should().Be(1);
        seen["contourflow_receiver_associations_open"].Should().Be(0);
        seen["contourflow_receiver_objects_total{outcome=\"stored\"}"].Should().Be(1);
        seen["contourflow_receiver_objects_total{outcome=\"refused\"}"].Should().Be(1);
    }

    [Fact]
    public async Task Queues_of_a_broker_are_counted_as_far_as_they_are_there()
    {
        ServiceOptions options = new() { Queue = new QueueSection { Url = (await server.StartedAsync(TestContext.Current.CancellationToken)).ToString(), Prefix = "metrics" } };
        var names = new QueueNames("metrics");
        await new QueueTopology(options, NullLogger<QueueTopology>.Instance).EnsureAsync(names.ProcessCase, TestContext.Current.CancellationToken);
        await using RegistryOfTest registry = await RegistryOfTest.MakeAsync();
        await using OperationsHost host = await OperationsHost.StartAsync(registry, Roles.Worker, options);

        IReadOnlyDictionary<string, double> seen = await host.ScrapeAsync();

        seen["contourflow_queue_reachable"].Should().Be(1);
        seen["contourflow_queue_messages{queue=\"metrics.process-case.v1\"}"].Should().Be(0);
        seen["contourflow_queue_messages{queue=\"metrics.process-case.v1.dead\"}"].Should().Be(0);
        seen["contourflow_queue_consumers{queue=\"metrics.process-case.v1\"}"].Should().Be(0);
        seen.Keys.Should().NotContain("contourflow_queue_messages{queue=\"metrics.webhooks.v1\"}");
    }

    [Fact]
    public async Task A_broker_that_is_away_has_no_figures_but_that()
    {
        using var closed = new ClosedPort();
        await using RegistryOfTest registry = await RegistryOfTest.MakeAsync();
        await using OperationsHost host = await OperationsHost.StartAsync(registry, Roles.Worker, new ServiceOptions { Queue = new QueueSection { Url = $"amqp://guest:xyzzy@127.0.0.1:{closed.Port}/" } });

        IReadOnlyDictionary<string, double> seen = await host.ScrapeAsync();

        seen["contourflow_queue_reachable"].Should().Be(0);
        seen["contourflow_registry_reachable"].Should().Be(1);
        seen.Keys.Should().NotContain(name => name.StartsWith("contourflow_queue_messages", StringComparison.Ordinal));
    }
}
