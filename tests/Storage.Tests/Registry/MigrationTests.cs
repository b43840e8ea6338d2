using ContourFlow.Storage.Registry;
using Microsoft.EntityFrameworkCore;
using static ContourFlow.Storage.Tests.Sample;

namespace ContourFlow.Storage.Tests.Registry;

public sealed class MigrationTests(Registries registries)
{
    public static TheoryData<RegistryProvider> Providers => Registries.Providers;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task The_migrations_lead_to_the_model(RegistryProvider provider)
    {
        await using var registry = new TestRegistry(provider, provider == RegistryProvider.Sqlite ? "none.db" : "Host=127.0.0.1");
        await using RegistryContext db = registry.Contexts.CreateDbContext();
        db.Database.HasPendingModelChanges().Should().BeFalse("run tools/add-migration.sh");
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Processes_that_start_at_once_migrate_once(RegistryProvider provider)
    {
        string connection = await registries.MakeConnectionAsync(provider, isMigrated: false);
        TestRegistry[] processes = [.. Enumerable.Range(1, 4).Select(number => new TestRegistry(provider, connection, $"process-{number}"))];
        await Task.WhenAll(processes.Select(process => Task.Run(() => process.Database.MigrateAsync(default))));
        foreach (TestRegistry process in processes)
        {
            (await process.Database.FaultAsync(default)).Should().BeNull();
            await process.Database.MigrateAsync(default);
        }

        await OpenedAsync(processes[0]);
        (await LedgerAsync(processes[3])).Should().HaveCount(2);
        foreach (TestRegistry process in processes)
            await process.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Tables_of_another_version_are_said(RegistryProvider provider)
    {
        await using var empty = new TestRegistry(provider, await registries.MakeConnectionAsync(provider, isMigrated: false));
        (await empty.Database.FaultAsync(default)).Should().Contain("older version");
        await using TestRegistry newer = await registries.MakeAsync(provider);
        await using (RegistryContext db = newer.Contexts.CreateDbContext())
            await db.Database.ExecuteSqlRawAsync("INSERT INTO \"__EFMigrationsHistory\" VALUES ('99990101000000_Later', '99.0.0')");
        (await newer.Database.FaultAsync(default)).Should().Contain("newer version");
    }

    [Fact]
    public async Task A_migration_that_was_killed_with_its_lock_does_not_stop_the_next_one()
    {
        string file = await registries.MakeConnectionAsync(RegistryProvider.Sqlite, isMigrated: false);
        await using var registry = new TestRegistry(RegistryProvider.Sqlite, file);
        await using (RegistryContext db = registry.Contexts.CreateDbContext())
        {
            // What Entity Framework leaves behind when its process dies while it migrates.
            await db.Database.ExecuteSqlRawAsync("CREATE TABLE \"__EFMigrationsLock\" (\"Id\" INTEGER NOT NULL CONSTRAINT \"PK___EFMigrationsLock\" PRIMARY KEY, \"Timestamp\" TEXT NOT NULL)");
            await db.Database.ExecuteSqlRawAsync("INSERT INTO \"__EFMigrationsLock\" VALUES (1, '2026-03-01 08:00:00')");
        }

        await registry.Database.MigrateAsync(default).WaitAsync(TimeSpan.FromSeconds(60));
        (await registry.Database.FaultAsync(default)).Should().BeNull();
    }

    [Fact]
    public async Task A_file_that_cannot_be_made_is_said_as_unavailable()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["file"], "");
        await using var registry = new TestRegistry(RegistryProvider.Sqlite, Path.Combine(folder["file"], "registry.db"));
        Func<Task> migrate = () => registry.Database.MigrateAsync(default);
        await migrate.Should().ThrowAsync<Storage.Objects.StoreUnavailableException>();
    }
}
