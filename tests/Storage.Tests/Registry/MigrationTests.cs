using ContourFlow.Storage.Registry;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
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
    public async Task Tables_that_are_not_there_are_said_and_what_a_migration_did(RegistryProvider provider)
    {
        await using var empty = new TestRegistry(provider, await registries.MakeConnectionAsync(provider, isMigrated: false));
        (await empty.Database.FaultAsync(default)).Should().Contain("not there, or of an older version");

        MigratedTables first = await empty.Database.MigrateAsync(default);
        MigratedTables second = await empty.Database.MigrateAsync(default);

        await using RegistryContext db = empty.Contexts.CreateDbContext();
        first.Should().Be(new MigratedTables(0, db.Database.GetMigrations().Count()));
        second.Should().Be(new MigratedTables(first.After, first.After));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Tables_of_a_newer_version_serve_the_program_of_the_version_before(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await using (RegistryContext db = registry.Contexts.CreateDbContext())
        {
            // What a migration may do (docs/storage.md): a column with a default, one that may be null, a table, an index.
            await db.Database.ExecuteSqlRawAsync("ALTER TABLE cases ADD COLUMN later INTEGER NOT NULL DEFAULT 7");
            await db.Database.ExecuteSqlRawAsync("ALTER TABLE deliveries ADD COLUMN later TEXT");
            await db.Database.ExecuteSqlRawAsync("CREATE TABLE later (id INTEGER PRIMARY KEY)");
            await db.Database.ExecuteSqlRawAsync("CREATE INDEX ix_later ON cases (later)");
            await ApplyAsync(db, "99990101000000_Later");
        }

        (await registry.Database.FaultAsync(default)).Should().BeNull();
        MigratedTables untouched = await registry.Database.MigrateAsync(default);
        untouched.After.Should().Be(untouched.Before, "a program that knows less has nothing to bring");
        await OpenedAsync(registry);
        (await registry.Processing.ClaimAsync(Case(1), 1, "worker", TimeSpan.FromSeconds(20), 5, default)).Outcome.Should().Be(Storage.Processing.ClaimOutcome.Claimed);
        (await registry.Processing.CompleteAsync(Case(1), 1, 0, "worker", Result(destinations: "pacs"), default)).Should().BeTrue();
        (await registry.Publishing.ClaimAsync(Case(1), 1, "pacs", "publisher", TimeSpan.FromSeconds(20), default)).Should().NotBeNull();
        (await registry.Publishing.PublishedAsync(Case(1), 1, 0, "pacs", "publisher", default)).Should().BeTrue();
        (await registry.Queries.FindAsync(Case(1), default))!.State.Should().Be(Storage.Cases.CaseState.Published);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Tables_from_which_something_was_taken_say_who_can_still_work_with_them(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await using RegistryContext db = registry.Contexts.CreateDbContext();

        await ApplyAsync(db, "99990101000000_DropOld_Needs_PatientLabels");
        (await registry.Database.FaultAsync(default)).Should().BeNull("this program knows that migration");
        await ApplyAsync(db, "99990201000000_DropMore_Needs_Later");
        (await registry.Database.FaultAsync(default)).Should().Contain("newer version");
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task No_migration_takes_away_what_the_version_before_needs(RegistryProvider provider)
    {
        await using var registry = new TestRegistry(provider, provider == RegistryProvider.Sqlite ? "none.db" : "Host=127.0.0.1");
        await using RegistryContext db = registry.Contexts.CreateDbContext();
        IMigrationsAssembly all = db.GetService<IMigrationsAssembly>();
        all.Migrations.Should().HaveCountGreaterThan(1);
        foreach ((string id, System.Reflection.TypeInfo type) in all.Migrations.Skip(1).Where(one => !one.Key.Contains("_Needs_", StringComparison.Ordinal)))
        {
            Migration migration = all.CreateMigration(type, db.Database.ProviderName!);
            string[] made = [.. migration.UpOperations.OfType<CreateTableOperation>().Select(table => table.Name)];
            migration.UpOperations.Where(operation => !Adds(operation, made)).Select(operation => operation.GetType().Name).Should().BeEmpty($"{id} has to leave the programs before it working (docs/storage.md)");
        }
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

    // A statement of SQL is looked at by who writes it.
    private static bool Adds(MigrationOperation operation, string[] made) => operation switch
    {
        AddColumnOperation column => column.IsNullable || column.DefaultValue is not null || column.DefaultValueSql is not null,
        CreateIndexOperation index => !index.IsUnique || made.Contains(index.Table, StringComparer.Ordinal),
        CreateTableOperation or SqlOperation or DropIndexOperation => true,
        _ => false,
    };

    private static Task<int> ApplyAsync(RegistryContext db, string migration) =>
        db.Database.ExecuteSqlAsync($"INSERT INTO \"__EFMigrationsHistory\" VALUES ({migration}, '99.0.0')");
}
