using System.Text;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contracts;
using ContourFlow.Contracts.V1;
using ContourFlow.Servers;
using ContourFlow.Worker.Messaging;
using RabbitMQ.Client;

namespace ContourFlow.Worker.Tests.Messaging;

/// <summary>The queue on a real RabbitMQ: what is asserted is the broker's behaviour with our queues.</summary>
[Collection("broker")]
public sealed class RabbitMqQueueTests(RabbitMqServer broker)
{
    private static readonly CaseId s_case = CaseId.OfPlanningCt("1.2.3");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Command_is_kept_in_its_queue_before_any_worker_was_there_and_taken_by_the_first()
    {
        BrokerPlace place = await PlaceAsync();
        await using (QueueHost gateway = await QueueHost.StartAsync(place.Options, consumes: false, Cancel))
        {
            gateway.Outbox.Add(new ProcessCase(s_case, 3));
            await place.UntilDepthAsync(place.Names.ProcessCase, 1, Cancel);

            // It is struck off once the broker has confirmed it, a moment after it is to be seen there.
            while (gateway.Outbox.Left > 0)
                await Task.Delay(20, Cancel);
        }

        // It declares the same queues in MassTransit's way: other arguments would be refused by the broker (406).
        await using QueueHost worker = await QueueHost.StartAsync(place.Options, consumes: true, Cancel);
        await worker.Probe.UntilAsync(1, Cancel);

        worker.Probe.Deliveries.Should().ContainSingle().Which.Message.Should().Be(new ProcessCase(s_case, 3));
    }

    [Fact]
    public async Task Failure_that_may_pass_is_delivered_again_after_each_pause_and_the_last_pause_repeats()
    {
        BrokerPlace place = await PlaceAsync();
        await using QueueHost worker = await QueueHost.StartAsync(place.Options, consumes: true, Cancel);
        worker.Probe.Do = (_, redelivery) => redelivery < 3 ? throw new TransientException("The store is away.", new IOException()) : Task.CompletedTask;

        worker.Outbox.Add(new ProcessCase(s_case, 1));
        await worker.Probe.UntilAsync(4, Cancel);

        var deliveries = worker.Probe.Deliveries.ToArray();
        deliveries.Select(delivery => delivery.Redelivery).Should().Equal(0, 1, 2, 3);

        // The pauses of the configuration: 1 s, 2 s, and 2 s again. Each has a queue of its own; the broker's clock counts whole milliseconds.
        string[] waited = [.. new[] { 1, 2, 2 }.Select(seconds => QueueNames.Again(place.Names.ProcessCase, TimeSpan.FromSeconds(seconds)))];
        deliveries.Select(delivery => delivery.WaitedIn).Should().Equal([null, .. waited]);
        Gap(1).Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(0.99));
        Gap(2).Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(1.99));
        Gap(3).Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(1.99));
        (await place.DepthAsync(QueueNames.Error(place.Names.ProcessCase), Cancel)).Should().BeLessThanOrEqualTo(0);

        TimeSpan Gap(int index) => deliveries[index].At - deliveries[index - 1].At;
    }

    [Fact]
    public async Task Fault_of_the_program_goes_to_the_error_queue_once_with_its_kind_and_place_and_without_its_text()
    {
        BrokerPlace place = await PlaceAsync();
        await using QueueHost worker = await QueueHost.StartAsync(place.Options, consumes: true, Cancel);
        worker.Probe.Do = (_, _) =>
        {
            try
            {
                throw new InvalidOperationException("DOE^JOHN");
            }
            catch (InvalidOperationException fault)
            {
                throw new ProgramFaultException(fault);
            }
        };

        worker.Outbox.Add(new ProcessCase(s_case, 1));
        await place.UntilDepthAsync(QueueNames.Error(place.Names.ProcessCase), 1, Cancel);

        worker.Probe.Deliveries.Should().ContainSingle();
        BasicGetResult message = (await place.TakeAsync(QueueNames.Error(place.Names.ProcessCase), Cancel))!;
        string headers = string.Join('\n', message.BasicProperties.Headers!.Select(header => $"{header.Key}={(header.Value is byte[] text ? Encoding.UTF8.GetString(text) : header.Value)}"));
        headers.Should().Contain("InvalidOperationException").And.Contain(nameof(RabbitMqQueueTests)).And.NotContain("DOE");
        Encoding.UTF8.GetString(message.Body.Span).Should().NotContain("DOE");
    }

    [Fact]
    public async Task Message_that_processes_die_of_is_dead_lettered_at_the_delivery_limit()
    {
        BrokerPlace place = await PlaceAsync();
        await using QueueHost gateway = await QueueHost.StartAsync(place.Options, consumes: false, Cancel);
        gateway.Outbox.Add(new ProcessCase(s_case, 1));
        string queue = place.Names.ProcessCase;
        await place.UntilDepthAsync(queue, 1, Cancel);

        // A process that dies leaves its connection with the message unacknowledged. The limit is 2 redeliveries: the third death is the last.
        for (int death = 1; death <= 3; death++)
        {
            await place.UntilDepthAsync(queue, 1, Cancel);
            await using IConnection connection = await place.ConnectAsync(Cancel);
            await using IChannel channel = await connection.CreateChannelAsync(cancellationToken: Cancel);
            (await channel.BasicGetAsync(queue, autoAck: false, Cancel)).Should().NotBeNull();
        }

        await place.UntilDepthAsync(QueueNames.Dead(queue), 1, Cancel);
        BasicGetResult dead = (await place.TakeAsync(QueueNames.Dead(queue), Cancel))!;
        Encoding.UTF8.GetString((byte[])dead.BasicProperties.Headers!["x-first-death-reason"]!).Should().Be("delivery_limit");
        await place.UntilDepthAsync(queue, 0, Cancel);
    }

    [Fact]
    public async Task Queues_that_are_deleted_under_a_running_process_are_declared_again()
    {
        BrokerPlace place = await PlaceAsync();
        await using QueueHost worker = await QueueHost.StartAsync(place.Options, consumes: true, Cancel);
        worker.Outbox.Add(new ProcessCase(s_case, 1));
        await worker.Probe.UntilAsync(1, Cancel);
        worker.Probe.Do = (_, redelivery) => redelivery < 1 ? throw new TransientException("The store is away.", new IOException()) : Task.CompletedTask;

        await place.DeleteAsync(place.Names.ProcessCase, Cancel);
        await place.DeleteAsync(QueueNames.Again(place.Names.ProcessCase, TimeSpan.FromSeconds(1)), Cancel);
        worker.Outbox.Add(new ProcessCase(s_case, 2));
        await worker.Probe.UntilAsync(3, Cancel);

        worker.Probe.Deliveries.Select(delivery => (delivery.Message.Revision, delivery.Redelivery)).Should().Equal((1, 0), (2, 0), (2, 1));
    }

    [Fact]
    public async Task Broker_that_is_away_stops_neither_start_nor_decisions_and_one_that_lost_its_queues_gets_all_messages()
    {
        // One of its own: other tests are at the one that they share.
        await using var own = new RabbitMqServer();
        var place = new BrokerPlace(await own.StartedAsync(Cancel));
        await using QueueHost worker = await QueueHost.StartAsync(place.Options, consumes: true, Cancel);
        worker.Outbox.Add(new ProcessCase(s_case, 1));
        await worker.Probe.UntilAsync(1, Cancel);

        await own.KillAsync(Cancel);
        own.LoseEverything();
        Task<QueueHost> starting = QueueHost.StartAsync(place.Options with { Process = "another" }, consumes: false, Cancel);
        await using QueueHost another = await starting.WaitAsync(TimeSpan.FromSeconds(60), Cancel);
        worker.Outbox.Add(new ProcessCase(s_case, 2));
        another.Outbox.Add(new ProcessCase(s_case, 3));
        while (worker.Outbox.Returns == 0 || another.Outbox.Returns == 0)
            await Task.Delay(50, Cancel);
        worker.Outbox.Left.Should().Be(1);
        await own.StartedAsync(Cancel);
        await worker.Probe.UntilAsync(3, Cancel);

        worker.Probe.Deliveries.Select(delivery => delivery.Message.Revision).Distinct().Should().BeEquivalentTo([1, 2, 3]);
        while (worker.Outbox.Left + another.Outbox.Left > 0)
            await Task.Delay(50, Cancel);
    }

    [Fact]
    public async Task Waiting_commands_are_seen_and_none_are_seen_once_they_are_taken()
    {
        BrokerPlace place = await PlaceAsync();
        await using QueueHost gateway = await QueueHost.StartAsync(place.Options, consumes: false, Cancel);
        var backlog = (IQueueBacklog)gateway.Services.GetService(typeof(IQueueBacklog))!;
        (await backlog.WaitsAsync(Cancel)).Should().BeFalse();

        gateway.Outbox.Add(new ProcessCase(s_case, 1));
        await place.UntilDepthAsync(place.Names.ProcessCase, 1, Cancel);
        (await backlog.WaitsAsync(Cancel)).Should().BeTrue();

        // The broker's own count follows a moment later.
        await place.TakeAsync(place.Names.ProcessCase, Cancel);
        await place.UntilDepthAsync(place.Names.ProcessCase, 0, Cancel);
        (await backlog.WaitsAsync(Cancel)).Should().BeFalse();
    }

    private async Task<BrokerPlace> PlaceAsync() => new(await broker.StartedAsync(Cancel));
}
