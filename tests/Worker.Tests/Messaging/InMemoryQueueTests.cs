using ContourFlow.Contouring.Faults;
using ContourFlow.Contracts;
using ContourFlow.Contracts.V1;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Messaging;

namespace ContourFlow.Worker.Tests.Messaging;

/// <summary>The queue in memory.</summary>
public sealed class InMemoryQueueTests
{
    private static readonly CaseId s_case = CaseId.OfPlanningCt("1.2.3");

    private static readonly ServiceOptions s_options = new()
    {
        Process = "tested",
        Queue = new QueueSection { RedeliveryPauses = [TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(100)] },
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Failure_that_may_pass_is_delivered_again_for_as_long_as_it_takes()
    {
        await using QueueHost worker = await QueueHost.StartAsync(s_options, consumes: true, Cancel);
        worker.Probe.Do = (_, redelivery) => redelivery < 4 ? throw new TransientException("The store is away.", new IOException()) : Task.CompletedTask;

        worker.Outbox.Add(new ProcessCase(s_case, 1));
        await worker.Probe.UntilAsync(5, Cancel);

        var deliveries = worker.Probe.Deliveries.ToArray();
        deliveries.Select(delivery => delivery.Redelivery).Should().Equal(0, 1, 2, 3, 4);

        // The last pause of the configuration, twice over; a timer may be early by its grain.
        (deliveries[4].At - deliveries[2].At).Should().BeGreaterThan(TimeSpan.FromMilliseconds(180));
    }

    [Fact]
    public async Task Fault_is_delivered_once_and_the_next_message_is_taken()
    {
        await using QueueHost worker = await QueueHost.StartAsync(s_options, consumes: true, Cancel);
        worker.Probe.Do = (message, _) => message.Revision == 1 ? throw new ProgramFaultException(new InvalidOperationException()) : Task.CompletedTask;

        worker.Outbox.Add(new ProcessCase(s_case, 1));
        worker.Outbox.Add(new ProcessCase(s_case, 2));
        await worker.Probe.UntilAsync(2, Cancel);
        worker.Outbox.Add(new ProcessCase(s_case, 3));
        await worker.Probe.UntilAsync(3, Cancel);

        worker.Probe.Deliveries.Select(delivery => delivery.Message.Revision).Should().BeEquivalentTo([1, 2, 3]);
    }

    [Fact]
    public async Task Backlog_counts_what_waits_behind_a_consumer_that_is_busy()
    {
        var free = new TaskCompletionSource();
        await using QueueHost worker = await QueueHost.StartAsync(s_options, consumes: true, Cancel);
        worker.Probe.Do = (_, _) => free.Task;
        var backlog = (IQueueBacklog)worker.Services.GetService(typeof(IQueueBacklog))!;

        worker.Outbox.Add(new ProcessCase(s_case, 1));
        worker.Outbox.Add(new ProcessCase(s_case, 2));
        await worker.Probe.UntilAsync(1, Cancel);
        while (worker.Outbox.Left > 0)
            await Task.Delay(10, Cancel);
        (await backlog.WaitsAsync(Cancel)).Should().BeTrue();

        free.SetResult();
        await worker.Probe.UntilAsync(2, Cancel);
        (await backlog.WaitsAsync(Cancel)).Should().BeFalse();
    }
}
