using ContourFlow.Servers;
using ContourFlow.Storage;
using ContourFlow.Storage.Publishing;
using ContourFlow.Worker.Commitment;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Publishing;
using Microsoft.Extensions.DependencyInjection;

namespace ContourFlow.EndToEnd.Tests.Publishing;

/// <summary>
/// Reports of storage commitment and answers of archives come on an association's own thread, to which all that is awaited there comes back. PostgreSQL
/// truly waits, where SQLite does not.
/// </summary>
public sealed class ReportsInPostgreSqlTests
{
    private const string Transaction = "2.25.4711";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Report_that_comes_on_a_thread_to_which_awaited_work_comes_back_is_kept()
    {
        await using var server = new PostgreSqlServer();
        var options = new ServiceOptions { Registry = new() { Provider = RegistryProvider.PostgreSql, Connection = await server.MakeDatabaseAsync() } };
        await using ServiceProvider services = new ServiceCollection()
            .AddSingleton(TimeProvider.System).AddLogging().AddStorage(ServiceOptionsLoading.StorageOf(options)).BuildServiceProvider();
        await services.GetRequiredService<IRegistryDatabase>().MigrateAsync(TestContext.Current.CancellationToken);
        var registry = services.GetRequiredService<IPublishingRegistry>();
        RegistrySendLedger ledger = await RegistrySendLedger.LoadAsync(registry, "pacs", ["2.25.1"], TestContext.Current.CancellationToken);
        var reports = new RegistryReports(registry);
        var report = new CommitmentReport(Transaction, [new SopReference("1.2.840.10008.5.1.4.1.1.481.3", "2.25.1")], []);
        bool isKept = false;
        CommitmentReport? found = null, gone = report;

        bool hasEnded = OnThreadToWhichAllComesBack(() =>
        {
            ledger.Write(new Worker.Sending.SendRecord("2.25.1", new string('a', 64), Worker.Sending.SendState.CommitmentAsked) { TransactionUid = Transaction });
            isKept = reports.Keep(report);
            found = reports.Find(Transaction);
            reports.Remove(Transaction);
            gone = reports.Find(Transaction);
        });

        hasEnded.Should().BeTrue("nothing may wait for what comes back to the thread that waits");
        isKept.Should().BeTrue();
        found.Should().BeEquivalentTo(report);
        gone.Should().BeNull();
    }

    private static bool OnThreadToWhichAllComesBack(Action act)
    {
        var thread = new Thread(() =>
        {
            SynchronizationContext.SetSynchronizationContext(new Busy());
            act();
        })
        { IsBackground = true };
        thread.Start();
        return thread.Join(s_patience);
    }

    // What comes back never gets its turn: the thread waits.
    private sealed class Busy : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
        }
    }
}
