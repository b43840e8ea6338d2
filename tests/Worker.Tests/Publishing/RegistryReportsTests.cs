using ContourFlow.Storage;
using ContourFlow.Storage.Publishing;
using ContourFlow.Worker.Commitment;
using ContourFlow.Worker.Publishing;
using ContourFlow.Worker.Sending;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace ContourFlow.Worker.Tests.Publishing;

/// <summary>
/// A report of an archive is handled on the thread of its association, which waits until the report is kept, and to which everything that is awaited there
/// wants to come back (as the server of src/Dicom has it, OwnThread).
/// </summary>
public sealed class RegistryReportsTests
{
    private const int Reports = 100;
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Reports_that_come_while_a_publisher_writes_are_kept_on_a_thread_that_waits_and_so_is_what_is_sent()
    {
        using var folder = new TemporaryFolder();
        var options = new StorageOptions { Connection = folder["registry.db"], ObjectFolder = folder["objects"], Process = "test", FreeBytes = 0 };
        await using ServiceProvider services = new ServiceCollection().AddStorage(options).BuildServiceProvider();
        await services.GetRequiredService<IRegistryDatabase>().MigrateAsync(TestContext.Current.CancellationToken);
        var registry = services.GetRequiredService<IPublishingRegistry>();
        await registry.TakeDownAsync("pacs", [.. Enumerable.Range(1, Reports).Select(number => Sent(number, 1))], TestContext.Current.CancellationToken);

        // Two publishers write all the time: who writes has to wait, now and then.
        bool isOver = false;
        Task[] publishers = [.. Enumerable.Range(1, 2).Select(publisher => Task.Run(async () =>
        {
            for (int attempts = 1; !Volatile.Read(ref isOver); attempts++)
                await registry.TakeDownAsync($"pacs-{publisher}", [Sent(1, attempts)], default);
        }))];
        int kept = 0;
        var reports = new RegistryReports(registry);
        RegistrySendLedger ledger = await RegistrySendLedger.LoadAsync(registry, "pacs", [], TestContext.Current.CancellationToken);
        var association = new Thread(() =>
        {
            SynchronizationContext.SetSynchronizationContext(new WaitingThread());
            for (int number = 1; number <= Reports; number++)
            {
                if (!reports.Keep(new CommitmentReport(Uid(number), [], [])) || reports.Find(Uid(number)) is null)
                    return;
                reports.Remove(Uid(number));
                ledger.Write(new SendRecord(Uid(number), "", SendState.Sent));
                Interlocked.Increment(ref kept);
            }
        })
        { IsBackground = true };
        association.Start();
        bool hasEnded = await Task.Run(() => association.Join(s_deadline), TestContext.Current.CancellationToken);
        Volatile.Write(ref isOver, true);

        hasEnded.Should().BeTrue($"{Volatile.Read(ref kept)} of {Reports} reports were kept, and then the thread waited for itself");
        kept.Should().Be(Reports);
        await Task.WhenAll(publishers);
        SqliteConnection.ClearAllPools();
    }

    private static string Uid(int number) => $"2.25.{number}";

    private static SentObject Sent(int number, int attempts) => new(Uid(number), "", "CommitmentAsked", null, Uid(number), null, attempts, FollowsOther: false);

    // Its thread waits: what is posted to it does not run.
    private sealed class WaitingThread : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
        }
    }
}
