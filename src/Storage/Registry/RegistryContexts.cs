using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ContourFlow.Storage.Registry;

/// <summary>Makes contexts of the configured database.</summary>
internal sealed class RegistryContexts : IDbContextFactory<RegistryContext>
{
    private readonly Func<RegistryContext> make;

    /// <summary>Makes the factory; nothing is reached yet.</summary>
    /// <exception cref="ArgumentException">The connection string cannot be read.</exception>
    public RegistryContexts(StorageOptions options, TimeProvider time)
    {
        var clock = new RegistryClock(time);
        Provider = options.Provider;
        if (Provider == RegistryProvider.Sqlite)
        {
            File = Path.GetFullPath(options.Connection);
            var connection = new SqliteConnectionStringBuilder { DataSource = File, DefaultTimeout = 30, ForeignKeys = true };
            DbContextOptions<SqliteRegistry> sqlite = new DbContextOptionsBuilder<SqliteRegistry>()
                .UseSqlite(connection.ConnectionString)
                .AddInterceptors(new SqliteConnections())
                .Options;
            make = () => new SqliteRegistry(sqlite) { Clock = clock };
        }
        else
        {
            var connection = new NpgsqlConnectionStringBuilder(options.Connection);
            // It would bring values of columns, patients' names among them, into the texts of exceptions.
            connection.IncludeErrorDetail = false;
            if (string.IsNullOrEmpty(connection.ApplicationName))
                connection.ApplicationName = "contourflow " + options.Process;
            DbContextOptions<PostgreSqlRegistry> postgreSql = new DbContextOptionsBuilder<PostgreSqlRegistry>()
                .UseNpgsql(connection.ConnectionString)
                .AddInterceptors(new RowLocks.PostgreSql())
                .Options;
            make = () => new PostgreSqlRegistry(postgreSql) { Clock = clock };
        }
    }

    /// <summary>Which database.</summary>
    public RegistryProvider Provider { get; }

    /// <summary>Full path of the SQLite file; null with PostgreSQL.</summary>
    public string? File { get; }

    /// <inheritdoc/>
    public RegistryContext CreateDbContext() => make();
}
