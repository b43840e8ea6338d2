using ContourFlow.Storage.Registry;
using Microsoft.EntityFrameworkCore;

namespace ContourFlow.Storage.Messaging;

/// <summary>Messages in the registry's own database that are to be sent.</summary>
internal sealed class Outbox(RegistryTransactions transactions, OutboxSignal signal) : IOutbox
{
    /// <inheritdoc/>
    public event Action? Written
    {
        add => signal.Written += value;
        remove => signal.Written -= value;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<OutboxMessage>> TakeAsync(string sender, int most, TimeSpan takenFor, CancellationToken cancellationToken) =>
        transactions.WriteAsync(
            async work =>
            {
                (DateTimeOffset now, DateTimeOffset skewed, DateTimeOffset until) = (work.Now, work.Skewed, work.Now + takenFor);
                List<OutboxMessage> due = await work.Db.Outbox.ForUpdateSkipLocked()
                    .Where(row => row.DueAt <= now || row.CreatedAt > skewed)
                    .Where(row => row.TakenUntil == null || row.TakenUntil <= now || row.TakenAt > skewed)
                    .OrderBy(row => row.Sequence)
                    .Select(row => new OutboxMessage(row.Sequence, row.Type, row.Body))
                    .Take(most)
                    .ToListAsync(cancellationToken);
                long[] taken = [.. due.Select(message => message.Sequence)];
                if (taken.Length > 0)
                    await work.Db.Outbox.Where(row => taken.Contains(row.Sequence)).ExecuteUpdateAsync(
                        row => row.SetProperty(message => message.TakenUntil, until)
                            .SetProperty(message => message.TakenAt, now)
                            .SetProperty(message => message.TakenBy, sender),
                        cancellationToken);
                return (IReadOnlyList<OutboxMessage>)due;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task SentAsync(IReadOnlyCollection<long> sequences, CancellationToken cancellationToken) =>
        transactions.WriteAsync(
            work => work.Db.Outbox.Where(row => sequences.Contains(row.Sequence)).ExecuteDeleteAsync(cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task ReturnAsync(IReadOnlyCollection<long> sequences, CancellationToken cancellationToken) =>
        transactions.WriteAsync(
            work => work.Db.Outbox.Where(row => sequences.Contains(row.Sequence)).ExecuteUpdateAsync(
                row => row.SetProperty(message => message.TakenUntil, (DateTimeOffset?)null)
                    .SetProperty(message => message.TakenAt, (DateTimeOffset?)null)
                    .SetProperty(message => message.TakenBy, (string?)null),
                cancellationToken),
            cancellationToken);

    /// <inheritdoc/>
    public Task<(int Count, DateTimeOffset? Oldest)> BacklogAsync(CancellationToken cancellationToken) =>
        transactions.ReadAsync(
            async db => (await db.Outbox.CountAsync(cancellationToken), await db.Outbox.MinAsync(row => (DateTimeOffset?)row.CreatedAt, cancellationToken)),
            cancellationToken);
}
