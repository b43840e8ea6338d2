using ContourFlow.Servers;
using Microsoft.Data.Sqlite;

[assembly: AssemblyFixture(typeof(ContourFlow.Storage.Tests.Registries))]

namespace ContourFlow.Storage.Tests;

/// <summary>Makes registries of both kinds, each with a database of its own: a copy of one that was migrated once.</summary>
public sealed class Registries : IAsyncDisposable
{
    private readonly SemaphoreSlim gate = new(1);
    private readonly TemporaryFolder folder = new();
    private string? sqliteTemplate;
    private string? postgreSqlTemplate;
    private int files;

    /// <summary>The PostgreSQL of these tests.</summary>
    public PostgreSqlServer Server { get; } = new();

    /// <summary>Both databases.</summary>
    public static TheoryData<RegistryProvider> Providers => [RegistryProvider.Sqlite, RegistryProvider.PostgreSql];

    /// <summary>A registry of its own, empty and migrated.</summary>
    internal async Task<TestRegistry> MakeAsync(RegistryProvider provider) => new(provider, await MakeConnectionAsync(provider));

    /// <summary>Where a new database is; migrated unless said otherwise.</summary>
    internal async Task<string> MakeConnectionAsync(RegistryProvider provider, bool isMigrated = true)
    {
        await gate.WaitAsync();
        try
        {
            if (provider == RegistryProvider.Sqlite)
                return await MakeFileAsync(isMigrated);
            if (!isMigrated)
                return await Server.MakeDatabaseAsync();
            postgreSqlTemplate ??= await MigratedAsync(RegistryProvider.PostgreSql, await Server.MakeDatabaseAsync());
            return await Server.MakeDatabaseAsync(new Npgsql.NpgsqlConnectionStringBuilder(postgreSqlTemplate).Database);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        await Server.DisposeAsync();
        folder.Dispose();
        gate.Dispose();
    }

    private async Task<string> MakeFileAsync(bool isMigrated)
    {
        string file = folder[$"registry-{++files}.db"];
        if (!isMigrated)
            return file;
        sqliteTemplate ??= await MigratedAsync(RegistryProvider.Sqlite, folder["template.db"]);
        File.Copy(sqliteTemplate, file);
        return file;
    }

    private static async Task<string> MigratedAsync(RegistryProvider provider, string connection)
    {
        await using (var registry = new TestRegistry(provider, connection))
            await registry.Database.MigrateAsync(TestContext.Current.CancellationToken);
        SqliteConnection.ClearAllPools();
        Npgsql.NpgsqlConnection.ClearAllPools();
        return connection;
    }
}
