using System.Data.Common;
using ContourFlow.Storage.Objects;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ContourFlow.Storage.Registry;

/// <summary>What is to be done about a fault of the database.</summary>
internal enum RegistryFault
{
    /// <summary>It is a bug, or for a person to see to: thrown on.</summary>
    Other,

    /// <summary>Another came in between: the whole transaction once more.</summary>
    Conflict,

    /// <summary>The database is away, or has no room.</summary>
    Unavailable,
}

/// <summary>Tells faults of the two databases apart.</summary>
internal static class RegistryFaults
{
    private const int SqliteBusy = 5, SqliteLocked = 6, SqliteReadOnly = 8, SqliteIo = 10, SqliteFull = 13, SqliteCannotOpen = 14, SqliteConstraint = 19;
    private const int SqliteUnique = 2067, SqlitePrimaryKey = 1555;

    /// <summary>What to do about it.</summary>
    public static RegistryFault Of(Exception fault) => fault switch
    {
        DbUpdateConcurrencyException => RegistryFault.Conflict,
        DbUpdateException { InnerException: { } inner } => Of(inner),
        PostgresException postgres => Of(postgres),
        NpgsqlException => RegistryFault.Unavailable,
        SqliteException sqlite => Of(sqlite),
        // EF wraps what its own execution strategy takes for passing.
        InvalidOperationException { InnerException: DbException or DbUpdateException or TimeoutException } wrapped => Of(wrapped.InnerException!),
        TimeoutException or System.Net.Sockets.SocketException or EndOfStreamException => RegistryFault.Unavailable,
        _ => RegistryFault.Other,
    };

    /// <summary>Whether a row was to be written that is there already.</summary>
    public static bool IsDuplicate(Exception fault) => fault switch
    {
        DbUpdateException { InnerException: { } inner } => IsDuplicate(inner),
        PostgresException postgres => postgres.SqlState == PostgresErrorCodes.UniqueViolation,
        SqliteException sqlite => sqlite.SqliteErrorCode == SqliteConstraint,
        _ => false,
    };

    /// <summary>The exception that others see. Its text names neither secret nor data, only the database's own code.</summary>
    public static StoreUnavailableException Unavailable(Exception fault)
    {
        Exception cause = fault;
        while (cause is DbUpdateException or InvalidOperationException && cause.InnerException is { } inner)
            cause = inner;
        string what = cause switch
        {
            PostgresException postgres => $"PostgreSQL says {postgres.SqlState}",
            SqliteException sqlite => $"SQLite says {sqlite.SqliteExtendedErrorCode}",
            _ => "it cannot be reached",
        };
        return new StoreUnavailableException($"The registry is not available: {what}.", fault);
    }

    // Classes and codes: PostgreSQL's manual, appendix A.
    private static RegistryFault Of(PostgresException fault) => fault.SqlState switch
    {
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.UniqueViolation => RegistryFault.Conflict,
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification or PostgresErrorCodes.InvalidCatalogName => RegistryFault.Unavailable,
        PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.LockNotAvailable => RegistryFault.Unavailable,
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow => RegistryFault.Unavailable,
        ['0', '8', ..] or ['5', '3', ..] or ['5', '8', ..] => RegistryFault.Unavailable,
        _ => RegistryFault.Other,
    };

    private static RegistryFault Of(SqliteException fault) => fault.SqliteErrorCode switch
    {
        SqliteBusy or SqliteLocked => RegistryFault.Conflict,
        SqliteConstraint when fault.SqliteExtendedErrorCode is SqliteUnique or SqlitePrimaryKey => RegistryFault.Conflict,
        SqliteReadOnly or SqliteIo or SqliteFull or SqliteCannotOpen => RegistryFault.Unavailable,
        _ => RegistryFault.Other,
    };
}
