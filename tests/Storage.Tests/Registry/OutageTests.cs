using System.Diagnostics;
using ContourFlow.Servers;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Objects;
using ContourFlow.Storage.Processing;
using ContourFlow.Storage.Registry;
using Microsoft.EntityFrameworkCore;
using static ContourFlow.Storage.Tests.Sample;

namespace ContourFlow.Storage.Tests.Registry;

public sealed class OutageTests(Registries registries)
{
    public static TheoryData<RegistryProvider> Providers => Registries.Providers;

    [Fact]
    public async Task A_server_that_is_restarted_is_unavailable_and_then_as_before()
    {
        // Its own server: the others' tests go on meanwhile.
        await using var server = new PostgreSqlServer();
        await using var registry = new TestRegistry(RegistryProvider.PostgreSql, await server.MakeDatabaseAsync());
        await registry.Database.MigrateAsync(default);
        await OpenedAsync(registry);

        await server.StopAsync();
        Func<Task>[] calls =
        [
            () => registry.Filing.FileAsync(Study(2), default),
            () => registry.Processing.ClaimAsync(Case(1), 1, "worker", TimeSpan.FromSeconds(20), 5, default),
            () => registry.Queries.ListAsync(new CaseFilter(), default),
            () => registry.Outbox.TakeAsync("sender", 10, TimeSpan.FromMinutes(1), default),
            () => registry.Database.MigrateAsync(default),
        ];
        foreach (Func<Task> call in calls)
            (await call.Should().ThrowAsync<StoreUnavailableException>()).Which.Message.Should().NotContain("127.0.0.1");
        (await registry.Database.FaultAsync(default)).Should().StartWith("The registry is not available");

        await server.StartAgainAsync();
        (await registry.Database.FaultAsync(default)).Should().BeNull();
        await registry.Filing.FileAsync(Study(2), default);
        (await registry.Processing.ClaimAsync(Case(1), 1, "worker", TimeSpan.FromSeconds(20), 5, default)).Outcome.Should().Be(ClaimOutcome.Claimed);

        // Once more, without a call in between: the connections in the pool are dead, and nobody is to see that.
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => registry.Queries.CountsAsync(default)));
        await server.KillAsync();
        await server.StartAgainAsync();
        (await registry.Processing.CompleteAsync(Case(1), 1, 0, "worker", Result(destinations: ["pacs"]), default)).Should().BeTrue();
        (await registry.Queries.LedgerFaultAsync(Case(1), default)).Should().BeNull();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_transaction_that_dies_before_its_commit_leaves_nothing(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await OpenedAsync(registry);
        await MessagesAsync(registry);
        Func<Task> dying = () => registry.Transactions.WriteAsync(
            async work =>
            {
                CaseRow row = (await work.LockAsync(Case(1), default))!;
                RevisionRow revision = (await work.RevisionAsync(row, 1, default))!;
                await new Completion(work, row, revision, "worker").RunAsync(Result(destinations: ["pacs"]), default);
                await work.Db.SaveChangesAsync();
                throw new InvalidOperationException("killed");
            },
            default);
        await dying.Should().ThrowAsync<InvalidOperationException>().WithMessage("killed");
        CaseDetails details = (await registry.Queries.DetailsAsync(Case(1), default))!;
        details.Summary.State.Should().Be(CaseState.Queued);
        details.Deliveries.Should().BeEmpty();
        details.Ledger.Should().HaveCount(2);
        (await MessagesAsync(registry)).Should().BeEmpty();
        (await registry.Processing.CompleteAsync(Case(1), 1, 0, "worker", Result(destinations: ["pacs"]), default)).Should().BeTrue();
    }

    [Fact]
    public async Task A_connection_that_is_cut_before_the_commit_is_tried_anew_and_done_once()
    {
        await using TestRegistry registry = await registries.MakeAsync(RegistryProvider.PostgreSql);
        await OpenedAsync(registry);
        int tries = 0;
        await registry.Transactions.WriteAsync(
            async work =>
            {
                CaseRow row = (await work.LockAsync(Case(1), default))!;
                work.Tell(row, 1, LedgerEvents.Retried, "", new { });
                await work.Db.SaveChangesAsync();
                if (++tries == 1)
                    await work.Db.Database.ExecuteSqlRawAsync("SELECT pg_terminate_backend(pg_backend_pid())");
            },
            default);
        tries.Should().Be(2);
        (await LedgerAsync(registry)).Should().Equal(LedgerEvents.CaseCreated, LedgerEvents.RevisionOpened, LedgerEvents.Retried);
    }

    [Fact]
    public async Task Another_process_that_writes_in_the_file_is_waited_for()
    {
        const string Program = """
            import sqlite3, sys, time
            db = sqlite3.connect(sys.argv[1], timeout=30, isolation_level=None)
            for i in range(60):
                db.execute('BEGIN IMMEDIATE')
                db.execute("INSERT INTO commitment_reports VALUES (?, '{}', 0)", ('python-%d' % i,))
                if i == 0: print('writing', flush=True)
                time.sleep(0.01)
                db.execute('COMMIT')
            """;
        if (!File.Exists("/usr/bin/python3"))
            Assert.Skip("Python is not installed (package python3)");
        await using TestRegistry registry = await registries.MakeAsync(RegistryProvider.Sqlite);
        using Process other = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", Program, registry.Connection]) { RedirectStandardOutput = true })!;
        (await other.StandardOutput.ReadLineAsync()).Should().Be("writing");
        for (int patient = 1; patient <= 20; patient++)
            await OpenedAsync(registry, patient);
        await other.WaitForExitAsync();
        other.ExitCode.Should().Be(0);
        await using RegistryContext db = registry.Contexts.CreateDbContext();
        (await db.CommitmentReports.CountAsync()).Should().Be(60);
        (await registry.Outbox.BacklogAsync(default)).Count.Should().Be(40);
    }

    [Fact]
    public async Task A_disk_that_is_full_is_unavailable_and_then_as_before()
    {
        using var folder = new TemporaryFolder();
        using SmallDisk disk = SmallDisk.Make(folder["disk"], "size=3m");
        await using var registry = new TestRegistry(RegistryProvider.Sqlite, Path.Combine(disk.Path, "registry.db"));
        await registry.Database.MigrateAsync(default);
        await OpenedAsync(registry);
        string filling = Path.Combine(disk.Path, "filling");
        await using (var fill = new FileStream(filling, FileMode.Create))
        {
            fill.SetLength(0);
            byte[] block = new byte[4096];
            Action write = () =>
            {
                while (true)
                {
                    fill.Write(block);
                    fill.Flush();
                }
            };
            write.Should().Throw<IOException>();
        }

        Func<Task> file = async () =>
        {
            for (int patient = 2; patient <= 200; patient++)
                await registry.Filing.FileAsync(Study(patient), default);
        };
        await file.Should().ThrowAsync<StoreUnavailableException>();
        File.Delete(filling);
        await registry.Filing.FileAsync(Study(201), default);
        (await registry.Queries.LedgerFaultAsync(Case(1), default)).Should().BeNull();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }
}
