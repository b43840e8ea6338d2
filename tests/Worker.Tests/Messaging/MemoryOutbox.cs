using System.Text.Json;
using ContourFlow.Storage.Messaging;

namespace ContourFlow.Worker.Tests.Messaging;

/// <summary>An outbox that forgets when the test ends: what the registry's does, without a database.</summary>
internal sealed class MemoryOutbox : IOutbox
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<long, (OutboxMessage Message, bool IsTaken)> messages = [];
    private long last;

    public event Action? Written;

    /// <summary>How often messages were put back.</summary>
    public int Returns { get; private set; }

    /// <summary>What has not been sent.</summary>
    public int Left
    {
        get
        {
            lock (gate)
                return messages.Count;
        }
    }

    public void Add(object contract) => Add(contract.GetType().FullName!, JsonSerializer.Serialize(contract));

    public void Add(string type, string body)
    {
        lock (gate)
            messages.Add(++last, (new OutboxMessage(last, type, body), false));
        Written?.Invoke();
    }

    public Task<IReadOnlyList<OutboxMessage>> TakeAsync(string sender, int most, TimeSpan takenFor, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            OutboxMessage[] due = [.. messages.Values.Where(entry => !entry.IsTaken).Take(most).Select(entry => entry.Message)];
            foreach (OutboxMessage message in due)
                messages[message.Sequence] = (message, true);
            return Task.FromResult<IReadOnlyList<OutboxMessage>>(due);
        }
    }

    public Task SentAsync(IReadOnlyCollection<long> sequences, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            foreach (long sequence in sequences)
                messages.Remove(sequence);
        }

        return Task.CompletedTask;
    }

    public Task ReturnAsync(IReadOnlyCollection<long> sequences, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            Returns++;
            foreach (long sequence in sequences)
                messages[sequence] = (messages[sequence].Message, false);
        }

        return Task.CompletedTask;
    }

    public Task<(int Count, DateTimeOffset? Oldest)> BacklogAsync(CancellationToken cancellationToken) => Task.FromResult((Left, (DateTimeOffset?)null));
}
