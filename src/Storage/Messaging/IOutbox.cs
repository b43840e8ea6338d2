namespace ContourFlow.Storage.Messaging;

/// <summary>A message that was decided on together with a change of the registry and is to be sent.</summary>
/// <param name="Sequence">Its place among all.</param>
/// <param name="Type">Full name of the contract: <c>ContourFlow.Contracts.V1.ProcessCase</c>.</param>
/// <param name="Body">The contract as JSON (System.Text.Json, the names as they are).</param>
public sealed record OutboxMessage(long Sequence, string Type, string Body);

/// <summary>
/// Messages that are to be sent, in the registry's own database: what was decided is sent, also when the process that decided it dies, at
/// least once.
/// </summary>
public interface IOutbox
{
    /// <summary>Raised in the process that wrote messages, after they are committed: a hint to look, for those who would otherwise wait for their next round.</summary>
    event Action? Written;

    /// <summary>Messages that are due, the oldest first; each is taken for a while so that no other process sends it too.</summary>
    Task<IReadOnlyList<OutboxMessage>> TakeAsync(string sender, int most, TimeSpan takenFor, CancellationToken cancellationToken);

    /// <summary>Takes out messages that were sent.</summary>
    Task SentAsync(IReadOnlyCollection<long> sequences, CancellationToken cancellationToken);

    /// <summary>Puts messages that could not be sent back at once, for any process.</summary>
    Task ReturnAsync(IReadOnlyCollection<long> sequences, CancellationToken cancellationToken);

    /// <summary>How many wait, and since when the oldest does; null where none does.</summary>
    Task<(int Count, DateTimeOffset? Oldest)> BacklogAsync(CancellationToken cancellationToken);
}
