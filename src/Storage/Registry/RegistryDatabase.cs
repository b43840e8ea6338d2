using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ContourFlow.Storage.Registry;

/// <summary>Brings the tables up to date, one process at a time.</summary>
internal sealed class RegistryDatabase(RegistryContexts contexts, ILogger<RegistryDatabase> log) : IRegistryDatabase
{
    // Any number that no other program locks in the same database.
    private const long MigrationLock = 0x436F6E746F757246;

    private static readonly TimeSpan s_pollPause = TimeSpan.FromMilliseconds(100);

    /// <inheritdoc/>
    public async Task<MigratedTables> MigrateAsync(CancellationToken cancellationToken)
    {
        try
        {
            return contexts.File is { } file ? await MigrateFileAsync(file, cancellationToken) : await MigrateServerAsync(cancellationToken);
        }
        catch (Exception fault) when (RegistryFaults.Of(fault) is RegistryFault.Unavailable or RegistryFault.Conflict || fault is IOException or UnauthorizedAccessException)
        {
            throw RegistryFaults.Unavailable(fault);
        }
    }

    /// <inheritdoc/>
    public async Task<string?> FaultAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using RegistryContext db = contexts.CreateDbContext();
            return TableVersions.Fault([.. db.Database.GetMigrations()], [.. await db.Database.GetAppliedMigrationsAsync(cancellationToken)]);
        }
        catch (Exception fault) when (RegistryFaults.Of(fault) is RegistryFault.Unavailable or RegistryFault.Conflict)
        {
            return RegistryFaults.Unavailable(fault).Message;
        }
    }

    // EF's own lock for SQLite is a row that a killed process leaves behind for ever; a lock of the file system goes with its process.
    private async Task<MigratedTables> MigrateFileAsync(string file, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await using FileStream held = await LockAsync(file + ".migration", cancellationToken);
        await using RegistryContext db = contexts.CreateDbContext();
        if (await HasStaleLockAsync(db, cancellationToken))
        {
            StorageLog.StaleLock(log);
            await db.Database.ExecuteSqlRawAsync("DELETE FROM \"__EFMigrationsLock\"", cancellationToken);
        }

        return await MigrateAsync(db, cancellationToken);
    }

    private async Task<MigratedTables> MigrateServerAsync(CancellationToken cancellationToken)
    {
        await using RegistryContext db = contexts.CreateDbContext();
        await using var connection = new NpgsqlConnection(db.Database.GetConnectionString());
        await connection.OpenAsync(cancellationToken);
        await using NpgsqlCommand command = connection.CreateCommand();
        command.CommandText = $"SELECT pg_advisory_lock({MigrationLock})";
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellationToken);
        MigratedTables migrated = await MigrateAsync(db, cancellationToken);
        command.CommandText = $"SELECT pg_advisory_unlock({MigrationLock})";
        await command.ExecuteNonQueryAsync(cancellationToken);
        return migrated;
    }

    private async Task<MigratedTables> MigrateAsync(RegistryContext db, CancellationToken cancellationToken)
    {
        int before = (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).Count();
        if (!(await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
            return new MigratedTables(before, before);
        await db.Database.MigrateAsync(cancellationToken);
        int after = (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).Count();
        StorageLog.Migrated(log, before, after);
        return new MigratedTables(before, after);
    }

    private static async Task<bool> HasStaleLockAsync(RegistryContext db, CancellationToken cancellationToken)
    {
        List<int> tables = await db.Database
            .SqlQueryRaw<int>("SELECT COUNT(*) AS \"Value\" FROM sqlite_master WHERE name = '__EFMigrationsLock'").ToListAsync(cancellationToken);
        return tables is [1] && await db.Database
            .SqlQueryRaw<int>("SELECT COUNT(*) AS \"Value\" FROM \"__EFMigrationsLock\"").ToListAsync(cancellationToken) is [> 0];
    }

    private static async Task<FileStream> LockAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                await Task.Delay(s_pollPause, cancellationToken);
            }
        }
    }
}
