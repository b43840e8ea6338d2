using System.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ContourFlow.Storage.Registry;

/// <summary>
/// Runs what the registry does, each operation one transaction. Where another came in between it is done again from the start; where the
/// database is away that is said.
/// </summary>
internal sealed class RegistryTransactions(
    RegistryContexts contexts, OutboxSignal signal, StorageOptions options, TimeProvider time, ILogger<RegistryTransactions> log) : IDisposable
{
    private const int MostTries = 8;

    // SQLite has one writer. Within a process they stand in a queue; the file's own lock is for other processes, and is polled.
    private readonly SemaphoreSlim? writer = contexts.Provider == RegistryProvider.Sqlite ? new SemaphoreSlim(1) : null;
    private readonly RegistryClock clock = new(time);

    /// <summary>Changes something, at READ COMMITTED: who changes a case locks it first.</summary>
    /// <exception cref="Objects.StoreUnavailableException">The database is away. Nothing was changed, or all of it: whoever asks again is told which.</exception>
    public async Task<T> WriteAsync<T>(Func<RegistryWork, Task<T>> act, CancellationToken cancellationToken)
    {
        if (writer is not null)
            await writer.WaitAsync(cancellationToken);
        bool hasSent = false;
        T result;
        try
        {
            result = await TryAsync(
                async (db, step) =>
                {
                    await using IDbContextTransaction transaction = await db.Database.BeginTransactionAsync(cancellationToken);
                    var work = new RegistryWork(db, clock.Now, options.Process);
                    T came = await act(work);
                    await db.SaveChangesAsync(cancellationToken);
                    step.Commits = true;
                    await transaction.CommitAsync(CancellationToken.None);
                    hasSent = work.HasSent;
                    return came;
                },
                cancellationToken);
        }
        finally
        {
            writer?.Release();
        }

        if (hasSent)
            signal.Raise();
        return result;
    }

    /// <summary>Changes something that has no answer.</summary>
    /// <exception cref="Objects.StoreUnavailableException">As above.</exception>
    public Task WriteAsync(Func<RegistryWork, Task> act, CancellationToken cancellationToken) =>
        WriteAsync(
            async work =>
            {
                await act(work);
                return true;
            },
            cancellationToken);

    /// <summary>Reads; all queries see one moment.</summary>
    /// <exception cref="Objects.StoreUnavailableException">The database is away.</exception>
    public Task<T> ReadAsync<T>(Func<RegistryContext, Task<T>> act, CancellationToken cancellationToken) =>
        TryAsync(
            async (db, _) =>
            {
                db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
                await db.Database.OpenConnectionAsync(cancellationToken);
                await using var transaction = db.Database.GetDbConnection() is SqliteConnection sqlite
                    ? await db.Database.UseTransactionAsync(sqlite.BeginTransaction(deferred: true), cancellationToken)
                    : await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
                T result = await act(db);
                await transaction!.CommitAsync(cancellationToken);
                return result;
            },
            cancellationToken);

    /// <summary>The time now.</summary>
    public DateTimeOffset Now => clock.Now;

    /// <inheritdoc/>
    public void Dispose() => writer?.Dispose();

    private async Task<T> TryAsync<T>(Func<RegistryContext, Step, Task<T>> act, CancellationToken cancellationToken)
    {
        for (int tries = 1; ; tries++)
        {
            var step = new Step();
            await using RegistryContext db = contexts.CreateDbContext();
            try
            {
                return await act(db, step);
            }
            catch (Exception fault) when (fault is not OperationCanceledException && RegistryFaults.Of(fault) is var kind and not RegistryFault.Other)
            {
                // A connection of the pool may be one to a server that has gone since. Until the commit nothing is changed, so that it
                // may be tried anew; after it nobody here knows.
                if (kind == RegistryFault.Unavailable && db.Database.GetDbConnection() is NpgsqlConnection connection)
                    NpgsqlConnection.ClearPool(connection);
                bool again = kind == RegistryFault.Conflict ? tries < MostTries : tries < 2 && contexts.Provider == RegistryProvider.PostgreSql;
                if (step.Commits && kind == RegistryFault.Unavailable || !again)
                {
                    if (kind == RegistryFault.Conflict && RegistryFaults.IsDuplicate(fault))
                        throw; // nobody else came in between as often as this: it is a bug
                    throw RegistryFaults.Unavailable(fault);
                }

                StorageLog.Again(log, tries, kind.ToString(), fault.GetType().Name);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(5 << tries, 500)), cancellationToken);
        }
    }

    private sealed class Step
    {
        public bool Commits { get; set; }
    }
}
