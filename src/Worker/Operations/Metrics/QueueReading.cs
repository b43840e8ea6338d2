using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Operations.Queue;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Operations.Metrics;

/// <summary>Reads the depth of queues from the broker, by a connection that is kept.</summary>
internal sealed class QueueReading : IAsyncDisposable
{
    private readonly ServiceOptions options;
    private readonly string[] names;
    private BrokerSession? session;

    public QueueReading(ServiceOptions options, TimeProvider time, ILogger<QueueReading> log)
    {
        this.options = options;
        var queues = new ServiceQueues(options);
        names = [.. queues.Working.SelectMany(queues.AllOf)];
        Figures = options.Queue.Url is null ? null : new CachedFigures<IReadOnlyList<QueueDepth>>("the broker", ReadAsync, time, log);
    }

    /// <summary>The depths; null where the queue is in memory.</summary>
    public CachedFigures<IReadOnlyList<QueueDepth>>? Figures { get; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref session, null) is { } open)
            await open.DisposeAsync();
    }

    // One reading at a time: the cache sees to it.
    private async Task<IReadOnlyList<QueueDepth>> ReadAsync(CancellationToken cancellationToken)
    {
        if (session is { IsOpen: false })
            await DisposeAsync();
        session ??= await BrokerSession.OpenAsync(options.Queue.Url!, $"{options.Process} (metrics)", cancellationToken);
        return await session.DoAsync(broker => QueueDepth.ReadAsync(broker, names, cancellationToken));
    }
}
