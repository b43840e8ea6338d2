using ContourFlow.Contracts.V1;

namespace ContourFlow.Worker.Messaging;

/// <summary>Whether messages wait in the queues: while they do, what no message was heard of for long is not lost, only late.</summary>
internal interface IQueueBacklog
{
    /// <summary>Whether a command waits to be taken. Where that cannot be told, one may.</summary>
    Task<bool> WaitsAsync(CancellationToken cancellationToken);
}

/// <summary>Counted, where the queue is in memory.</summary>
internal sealed class InMemoryBacklog : IQueueBacklog
{
    private long waiting;

    /// <summary>Whether messages of a type are counted: the commands that the reconciler issues anew.</summary>
    public static bool Counts<T>() => typeof(T) == typeof(ProcessCase) || typeof(T) == typeof(ScoreDose) || typeof(T) == typeof(PublishResults);

    /// <summary>A command was put into a queue.</summary>
    public void Added() => Interlocked.Increment(ref waiting);

    /// <summary>A command was taken out.</summary>
    public void Taken() => Interlocked.Decrement(ref waiting);

    /// <inheritdoc/>
    public Task<bool> WaitsAsync(CancellationToken cancellationToken) => Task.FromResult(Interlocked.Read(ref waiting) > 0);
}
