using System.Collections.Concurrent;
using ContourFlow.Storage.Publishing;
using ContourFlow.Worker.Sending;

namespace ContourFlow.Worker.Publishing;

/// <summary>What is known of a delivery's objects at its destination, in the registry: whichever process goes on with it knows what was sent and proven.</summary>
internal sealed class RegistrySendLedger : ISendLedger
{
    private readonly IPublishingRegistry registry;
    private readonly string destination;
    private readonly ConcurrentDictionary<string, SendRecord> records;

    private RegistrySendLedger(IPublishingRegistry registry, string destination, IEnumerable<SendRecord> known)
    {
        (this.registry, this.destination) = (registry, destination);
        records = new(known.ToDictionary(record => record.SopInstanceUid, StringComparer.Ordinal), StringComparer.Ordinal);
    }

    /// <summary>Reads what is known.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="destination">Name of the destination.</param>
    /// <param name="sopInstanceUids">The objects.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<RegistrySendLedger> LoadAsync(
        IPublishingRegistry registry, string destination, IReadOnlyCollection<string> sopInstanceUids, CancellationToken cancellationToken)
    {
        IReadOnlyList<SentObject> known = await registry.SentAsync(destination, sopInstanceUids, cancellationToken);
        return new RegistrySendLedger(registry, destination, known.Select(RecordOf));
    }

    /// <inheritdoc/>
    public SendRecord Of(OutgoingObject item) => SendRecord.Of(item, records.GetValueOrDefault(item.SopInstanceUid));

    /// <inheritdoc/>
    /// <exception cref="Storage.Objects.StoreUnavailableException">The registry cannot be reached: what comes next must not begin.</exception>
    public void Write(params IReadOnlyCollection<SendRecord> changed)
    {
        if (changed.Count == 0)
            return;

        // An answer of the archive is handled where nothing can be awaited, and the next step comes only after this one is durable. Whatever
        // thread that is, nothing of the registry has to come back to it.
        Task.Run(() => registry.TakeDownAsync(destination, [.. changed.Select(SentOf)], CancellationToken.None)).GetAwaiter().GetResult();
        foreach (SendRecord record in changed)
            records[record.SopInstanceUid] = record;
    }

    private static SentObject SentOf(SendRecord record) => new(
        record.SopInstanceUid, record.Sha256, record.State.ToString(), record.Status, record.TransactionUid, record.CommitmentFailure, record.Attempts, record.FollowsOther);

    // A word that this version does not know stands for nothing proven: the object is sent again, which changes nothing in the archive.
    private static SendRecord RecordOf(SentObject sent) =>
        new(sent.SopInstanceUid, sent.Sha256, Enum.TryParse(sent.State, out SendState state) ? state : SendState.Waiting)
        {
            Status = (ushort?)sent.Status,
            TransactionUid = sent.TransactionUid,
            CommitmentFailure = (ushort?)sent.CommitmentFailure,
            Attempts = sent.Attempts,
            FollowsOther = sent.FollowsOther,
        };
}
