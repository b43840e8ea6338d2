using ContourFlow.Contouring.Faults;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace ContourFlow.Worker.Operations.Queue;

/// <summary>The messages of a queue that nobody handles any more: looked at, or given back to the queue.</summary>
internal sealed class DeadLetters(BrokerSession broker, string queue)
{
    /// <summary>Looks at messages, the oldest first. Each stays where it is.</summary>
    public async Task<IReadOnlyList<DeadMessage>> LookAtAsync(int most, CancellationToken cancellationToken)
    {
        var seen = new List<DeadMessage>();
        foreach (string end in await EndsAsync(cancellationToken))
        {
            // Not acknowledged: with the end of the channel the broker puts them back where they were.
            await using IChannel channel = await broker.ChannelAsync(cancellationToken);
            while (seen.Count < most && await channel.BasicGetAsync(end, autoAck: false, cancellationToken) is { } message)
                seen.Add(DeadMessage.Read(queue, end, message.BasicProperties, message.Body));
        }

        return seen;
    }

    /// <summary>
    /// Gives messages back to the queue's exchange, each confirmed by the broker before it is taken from where it lay: one that is given back
    /// when the program dies is there twice, never lost. Those that are not meant stay.
    /// </summary>
    /// <returns>Those that were given back.</returns>
    public async Task<IReadOnlyList<DeadMessage>> ReplayAsync(Func<DeadMessage, bool> isMeant, CancellationToken cancellationToken)
    {
        var replayed = new List<DeadMessage>();
        foreach (string end in await EndsAsync(cancellationToken))
        {
            await using IChannel channel = await broker.ChannelAsync(cancellationToken);
            // Those that are there now: one that dies again at once is not replayed for ever.
            for (uint left = await channel.MessageCountAsync(end, cancellationToken); left > 0; left--)
            {
                if (await channel.BasicGetAsync(end, autoAck: false, cancellationToken) is not { } message)
                    break;
                DeadMessage dead = DeadMessage.Read(queue, end, message.BasicProperties, message.Body);
                if (!isMeant(dead))
                    continue;
                await GiveBackAsync(channel, message, cancellationToken);
                await channel.BasicAckAsync(message.DeliveryTag, multiple: false, cancellationToken);
                replayed.Add(dead);
            }
        }

        return replayed;
    }

    /// <summary>Removes them for good.</summary>
    /// <returns>How many.</returns>
    public async Task<long> PurgeAsync(CancellationToken cancellationToken)
    {
        long purged = 0;
        foreach (string end in await EndsAsync(cancellationToken))
        {
            await using IChannel channel = await broker.ChannelAsync(cancellationToken);
            purged += await channel.QueuePurgeAsync(end, cancellationToken);
        }

        return purged;
    }

    private async Task GiveBackAsync(IChannel channel, BasicGetResult message, CancellationToken cancellationToken)
    {
        try
        {
            await channel.BasicPublishAsync(queue, "", mandatory: true, Fresh(message.BasicProperties), message.Body, cancellationToken);
        }
        catch (PublishException fault)
        {
            throw new TransientException($"Queue {queue} does not take what is given back to it, which stays where it is: start the process of the service that takes from it, which makes the queue.", fault);
        }
    }

    private async Task<IEnumerable<string>> EndsAsync(CancellationToken cancellationToken) =>
        (await QueueDepth.ReadAsync(broker, ServiceQueues.EndsOf(queue), cancellationToken)).Where(depth => depth.Exists).Select(depth => depth.Queue);

    // As it was sent first: what is written on it of its faults, deaths and earlier deliveries would count against it.
    private static BasicProperties Fresh(IReadOnlyBasicProperties properties)
    {
        var fresh = new BasicProperties(properties) { Expiration = null };
        if (properties.Headers is { } headers)
            fresh.Headers = headers.Where(header => !IsOfFault(header.Key)).ToDictionary(header => header.Key, header => header.Value, StringComparer.Ordinal);
        return fresh;
    }

    private static bool IsOfFault(string header) =>
        header.StartsWith("x-", StringComparison.OrdinalIgnoreCase)
        || header.StartsWith("MT-Fault", StringComparison.Ordinal)
        || header.StartsWith("MT-Redelivery", StringComparison.Ordinal)
        || header is "MT-Reason";
}
