using System.Diagnostics.Metrics;
using ContourFlow.Contracts;
using ContourFlow.Contracts.V1;
using ContourFlow.Storage.Messaging;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Messaging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContourFlow.Worker.Tests.Messaging;

public sealed class OutboxDispatcherTests
{
    private static readonly CaseId s_case = CaseId.OfPlanningCt("1.2.3");

    private readonly MemoryOutbox outbox = new();
    private readonly Sender sender = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Messages_that_are_sent_are_taken_out()
    {
        outbox.Add(new ProcessCase(s_case, 1));
        outbox.Add(new CaseHeld(s_case, 1, "no-structure-set", DateTimeOffset.UnixEpoch));
        using OutboxDispatcher dispatcher = Dispatcher();

        (await dispatcher.DispatchAsync(Cancel)).Should().Be((2, 2));

        outbox.Left.Should().Be(0);
        sender.Sent.Should().BeEquivalentTo(typeof(ProcessCase).FullName, typeof(CaseHeld).FullName);
    }

    [Fact]
    public async Task Message_that_cannot_be_sent_is_put_back_and_keeps_no_other()
    {
        outbox.Add(new PublishResults(s_case, 1, "pacs"));
        outbox.Add(new ProcessCase(s_case, 1));
        sender.Fails = type => type.Contains("Publish", StringComparison.Ordinal) ? new TimeoutException() : null;
        using OutboxDispatcher dispatcher = Dispatcher();

        (await dispatcher.DispatchAsync(Cancel)).Should().Be((1, 2));

        outbox.Left.Should().Be(1);
        outbox.Returns.Should().Be(1);
    }

    [Fact]
    public async Task Messages_that_nobody_here_knows_keep_no_other_however_many_they_are()
    {
        for (int message = 1; message <= 250; message++)
            outbox.Add("ContourFlow.Contracts.V9.OfTomorrow", "{}");
        outbox.Add(new ProcessCase(s_case, 1));
        sender.Fails = type => type.Contains("V9", StringComparison.Ordinal) ? new UnknownContractException(type) : null;
        using OutboxDispatcher dispatcher = Dispatcher();

        // A round takes a hundred.
        for (int round = 1; round <= 3; round++)
            await dispatcher.DispatchAsync(Cancel);

        sender.Sent.Should().Equal(typeof(ProcessCase).FullName);
        outbox.Left.Should().Be(250, "a newer version of the program sends them");
    }

    [Fact]
    public async Task Broker_that_answers_nothing_costs_a_round_no_more_than_the_limit_of_one_message()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        for (int revision = 1; revision <= 50; revision++)
            outbox.Add(new ProcessCase(s_case, revision));
        sender.Hangs = true;
        using OutboxDispatcher dispatcher = Dispatcher(time);
        Task<(int Sent, int Taken)> round = dispatcher.DispatchAsync(Cancel);
        await sender.Begun(50, Cancel);

        // The dispatcher's limit for a message is 10 s.
        time.Advance(TimeSpan.FromSeconds(10));

        (await round).Should().Be((0, 50));
        outbox.Left.Should().Be(50);
    }

    [Fact]
    public async Task Message_that_is_written_is_sent_by_the_running_dispatcher()
    {
        using OutboxDispatcher dispatcher = Dispatcher();
        await dispatcher.StartAsync(Cancel);
        outbox.Add(new ProcessCase(s_case, 1));
        await sender.Begun(1, Cancel);
        await dispatcher.StopAsync(Cancel);

        sender.Sent.Should().ContainSingle();
    }

    private OutboxDispatcher Dispatcher(TimeProvider? time = null)
    {
        IMeterFactory meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        return new OutboxDispatcher(outbox, sender, new ServiceOptions { Process = "tested" }, new MessagingMeter(meters), time ?? TimeProvider.System, NullLogger<OutboxDispatcher>.Instance);
    }

    private sealed class Sender : IOutboxSender
    {
        private int begun;

        public System.Collections.Concurrent.ConcurrentBag<string> Sent { get; } = [];

        public Func<string, Exception?> Fails { get; set; } = _ => null;

        public bool Hangs { get; set; }

        public async Task Begun(int count, CancellationToken cancellationToken)
        {
            while (Volatile.Read(ref begun) < count)
                await Task.Delay(5, cancellationToken);
        }

        public Task SendAsync(OutboxMessage message, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref begun);
            if (Hangs)
                return Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            if (Fails(message.Type) is { } fault)
                return Task.FromException(fault);
            Sent.Add(message.Type);
            return Task.CompletedTask;
        }
    }
}
