using MassTransit;

namespace ContourFlow.Worker.Messaging;

/// <summary>How a message is delivered again after a pause.</summary>
internal interface IRedelivery
{
    /// <summary>Has the message delivered again; when this returns it is sure to be.</summary>
    /// <param name="context">The message.</param>
    /// <param name="pause">One of Queue.RedeliveryPauses.</param>
    /// <param name="count">How often it will have been delivered again.</param>
    Task AgainAsync<T>(ConsumeContext<T> context, TimeSpan pause, int count)
        where T : class;
}

/// <summary>By MassTransit's own timer, where the queue is in memory.</summary>
internal sealed class InMemoryRedelivery : IRedelivery
{
    /// <inheritdoc/>
    public Task AgainAsync<T>(ConsumeContext<T> context, TimeSpan pause, int count)
        where T : class =>
        context.Redeliver(pause, (_, send) => send.Headers.Set(MessageHeaders.RedeliveryCount, count));
}
