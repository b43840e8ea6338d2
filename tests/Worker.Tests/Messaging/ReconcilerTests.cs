using System.Diagnostics.Metrics;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Messaging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ContourFlow.Worker.Tests.Messaging;

public sealed class ReconcilerTests
{
    private static readonly TimeSpan ReissueAfter = TimeSpan.FromSeconds(60);

    private readonly MemoryReconciliation registry = new();
    private readonly MemoryObjects objects = new();
    private readonly Backlog backlog = new();
    private readonly FakeTimeProvider time = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lease_that_is_anothers_leaves_everything_to_it()
    {
        registry.Owner = "another";
        using Reconciler reconciler = Of("amqp://127.0.0.1:1/");

        (await reconciler.ReconcileAsync(Cancel)).Should().BeFalse();

        registry.Silences.Should().BeEmpty();
    }

    [Fact]
    public async Task While_messages_wait_what_is_late_is_not_asked_for_anew()
    {
        using Reconciler reconciler = Of("amqp://127.0.0.1:1/");
        backlog.Waits = true;
        await reconciler.ReconcileAsync(Cancel);
        time.Advance(TimeSpan.FromHours(10));
        await reconciler.ReconcileAsync(Cancel);
        backlog.Waits = false;
        await reconciler.ReconcileAsync(Cancel);
        backlog.Waits = true;
        await reconciler.ReconcileAsync(Cancel);

        // Ten minutes at first, then half the time that messages have been waiting without a break.
        registry.Silences.Should().Equal(TimeSpan.FromMinutes(10), TimeSpan.FromHours(5), ReissueAfter, TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task What_waited_in_memory_is_asked_for_by_the_first_round_of_the_next_process()
    {
        using Reconciler reconciler = Of(url: null);
        await reconciler.ReconcileAsync(Cancel);
        await reconciler.ReconcileAsync(Cancel);

        registry.Silences.Should().Equal(TimeSpan.Zero, ReissueAfter);
    }

    [Fact]
    public async Task Files_that_are_kept_no_longer_are_deleted_and_struck_off_once_an_hour()
    {
        registry.Released.Enqueue(["a", "b", "c"]);
        objects.Young.Add("b");
        using Reconciler reconciler = Of("amqp://127.0.0.1:1/");
        await reconciler.ReconcileAsync(Cancel);
        registry.Released.Enqueue(["d"]);
        await reconciler.ReconcileAsync(Cancel);
        string[] within = [.. registry.Deleted];
        time.Advance(TimeSpan.FromHours(1));
        await reconciler.ReconcileAsync(Cancel);

        objects.Deleted.Should().Equal("a", "b", "c", "d");
        within.Should().Equal("a", "c");
        registry.Deleted.Should().Equal("a", "c", "d");
    }

    [Fact]
    public async Task While_many_files_are_deleted_what_is_late_is_asked_for_in_between()
    {
        for (int batch = 0; batch < 3; batch++)
            registry.Released.Enqueue([.. Enumerable.Range(0, 250).Select(key => $"{batch}-{key}")]);
        registry.Released.Enqueue(["last"]);
        using Reconciler reconciler = Of("amqp://127.0.0.1:1/");
        var deleted = new List<int>();
        for (int round = 1; round <= 5; round++)
        {
            await reconciler.ReconcileAsync(Cancel);
            deleted.Add(registry.Deleted.Count);
        }

        deleted.Should().Equal(250, 500, 750, 751, 751);
        registry.Silences.Should().HaveCount(5);
    }

    [Fact]
    public async Task Process_that_stops_lets_the_lease_go()
    {
        using Reconciler reconciler = Of("amqp://127.0.0.1:1/");
        await reconciler.StartAsync(Cancel);
        while (registry.Owner is null)
            await Task.Delay(5, Cancel);
        await reconciler.StopAsync(Cancel);

        registry.Owner.Should().BeNull();
    }

    private Reconciler Of(string? url)
    {
        IMeterFactory meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        var options = new ServiceOptions
        {
            Process = "tested",
            Queue = new QueueSection { Url = url },
            Operations = new OperationsSection { ReissueAfter = ReissueAfter },
        };
        return new Reconciler(registry, registry, objects, backlog, options, new MessagingMeter(meters), time, NullLogger<Reconciler>.Instance);
    }

    private sealed class Backlog : IQueueBacklog
    {
        public bool Waits { get; set; }

        public Task<bool> WaitsAsync(CancellationToken cancellationToken) => Task.FromResult(Waits);
    }
}
