using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ContourFlow.Storage.Registry;

/// <summary>Settings that SQLite has for each connection and not in its file.</summary>
internal sealed class SqliteConnections : DbConnectionInterceptor
{
    // WAL: readers do not wait for the writer. FULL: what is committed survives a power cut. The wait comes first: the others may need it.
    private const string Settings = "PRAGMA busy_timeout = 20000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;";

    /// <inheritdoc/>
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = Settings;
        command.ExecuteNonQuery();
    }

    /// <inheritdoc/>
    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = Settings;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
