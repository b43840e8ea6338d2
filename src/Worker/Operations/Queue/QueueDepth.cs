using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace ContourFlow.Worker.Operations.Queue;

/// <summary>How much a queue holds.</summary>
/// <param name="Queue">Its name.</param>
/// <param name="Exists">Whether it is there; it is made by the first process that takes work from it.</param>
/// <param name="Ready">Messages that wait; those that a process is at are not counted, as the broker does not tell them here.</param>
/// <param name="Consumers">Processes (and consumers in them) that take from it.</param>
internal sealed record QueueDepth(string Queue, bool Exists, long Ready, long Consumers)
{
    private const ushort NotFound = 404;

    /// <summary>Asks the broker about queues, without making any.</summary>
    public static async Task<IReadOnlyList<QueueDepth>> ReadAsync(BrokerSession broker, IEnumerable<string> queues, CancellationToken cancellationToken)
    {
        var depths = new List<QueueDepth>();
        IChannel channel = await broker.ChannelAsync(cancellationToken);
        try
        {
            foreach (string queue in queues)
            {
                try
                {
                    QueueDeclareOk there = await channel.QueueDeclarePassiveAsync(queue, cancellationToken);
                    depths.Add(new QueueDepth(queue, Exists: true, there.MessageCount, there.ConsumerCount));
                }
                catch (OperationInterruptedException fault) when (fault.ShutdownReason?.ReplyCode == NotFound)
                {
                    // The broker closes the channel with this answer.
                    depths.Add(new QueueDepth(queue, Exists: false, 0, 0));
                    await channel.DisposeAsync();
                    channel = await broker.ChannelAsync(cancellationToken);
                }
            }
        }
        finally
        {
            await channel.DisposeAsync();
        }

        return depths;
    }
}
