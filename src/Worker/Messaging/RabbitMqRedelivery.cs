using MassTransit;

namespace ContourFlow.Worker.Messaging;

/// <summary>
/// By a queue for each pause, whose messages the broker gives back when it is over (<see cref="QueueTopology"/>). MassTransit's own redelivery needs
/// a plugin of the broker; where that is absent it holds messages for ever and says nothing.
/// </summary>
internal sealed class RabbitMqRedelivery(QueueTopology topology) : IRedelivery
{
    /// <inheritdoc/>
    public async Task AgainAsync<T>(ConsumeContext<T> context, TimeSpan pause, int count)
        where T : class
    {
        string queue = context.ReceiveContext.InputAddress.AbsolutePath.Split('/')[^1];
        await topology.EnsureAsync(queue, context.CancellationToken);
        ISendEndpoint resting = await context.GetSendEndpoint(new Uri($"exchange:{QueueNames.Again(queue, pause)}"));
        IPipe<SendContext<T>> counted = Pipe.Execute<SendContext<T>>(send =>
        {
            send.Headers.Set(MessageHeaders.RedeliveryCount, count);
            Mandatory.Set(send);
        });
        try
        {
            await context.Forward(resting, counted);
        }
        catch (MessageReturnedException)
        {
            // Its queue was deleted since it was declared.
            topology.Forget(queue);
            await topology.EnsureAsync(queue, context.CancellationToken);
            await context.Forward(resting, counted);
        }
    }
}

/// <summary>Asks RabbitMQ to give a message back that no queue takes, where it would let it vanish.</summary>
internal static class Mandatory
{
    /// <summary>Marks a message; nothing where the queue is in memory.</summary>
    public static void Set(SendContext context)
    {
        if (context.TryGetPayload(out RabbitMqSendContext? rabbit))
            rabbit.Mandatory = true;
    }
}
