using System.Collections.Concurrent;
using ContourFlow.Worker.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace ContourFlow.Worker.Messaging;

/// <summary>
/// The queues on RabbitMQ, declared by whoever sends first: a command is kept although no worker has been there yet, and after the broker has lost
/// its queues. For each work queue: its dead letters, and a queue for each pause of redelivery, whose messages go back to the work queue when the
/// pause is over (a time to live and a dead-letter exchange: no plugin is needed).
/// </summary>
internal sealed class QueueTopology(ServiceOptions options, ILogger<QueueTopology> log) : IQueueBacklog
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, bool> declared = new(StringComparer.Ordinal);
    private readonly QueueNames names = new(options.Queue.Prefix);

    /// <summary>Declares a work queue and those around it, unless that was done.</summary>
    /// <exception cref="BrokerUnreachableException">The broker cannot be reached.</exception>
    /// <exception cref="OperationInterruptedException">The broker refuses: a queue is there with other arguments (406), or rights are missing (403).</exception>
    public async Task EnsureAsync(string queue, CancellationToken cancellationToken)
    {
        if (declared.ContainsKey(queue))
            return;
        await using IConnection connection = await ConnectAsync(cancellationToken);
        await using IChannel channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        await DeclareAsync(channel, QueueNames.Dead(queue), QueuePolicy.EndArguments, cancellationToken);
        await DeclareAsync(channel, queue, QueuePolicy.Arguments(queue, options), cancellationToken);
        foreach (TimeSpan pause in options.Queue.RedeliveryPauses)
            await DeclareAsync(channel, QueueNames.Again(queue, pause), Pausing(queue, pause), cancellationToken);
        declared[queue] = true;
        log.Declared(queue);
    }

    /// <summary>A queue was found not to be there: it is declared again before the next message.</summary>
    public void Forget(string queue) => declared.TryRemove(queue, out _);

    /// <inheritdoc/>
    public async Task<bool> WaitsAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using IConnection connection = await ConnectAsync(cancellationToken);
            foreach (string queue in names.All(options.Destinations.Keys).Where(queue => queue != names.Webhooks))
            {
                await using IChannel channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
                if (await WaitingAsync(channel, queue, cancellationToken) > 0)
                    return true;
            }

            return false;
        }
        catch (Exception fault) when (fault is BrokerUnreachableException or AlreadyClosedException or OperationInterruptedException or IOException or TimeoutException)
        {
            // While the broker is away nothing that is sent anew would reach it.
            return true;
        }
    }

    private static Dictionary<string, object?> Pausing(string queue, TimeSpan pause) => new(StringComparer.Ordinal)
    {
        ["x-queue-type"] = "quorum",
        ["x-message-ttl"] = (long)pause.TotalMilliseconds,
        ["x-dead-letter-exchange"] = queue,
        // A message that is on its way back is kept until the work queue has it (quorum queues of RabbitMQ 3.10 and later).
        ["x-dead-letter-strategy"] = "at-least-once",
        ["x-overflow"] = "reject-publish",
    };

    // A fanout exchange of the queue's name in front of it, as MassTransit has it.
    private static async Task DeclareAsync(IChannel channel, string name, IReadOnlyDictionary<string, object?> arguments, CancellationToken cancellationToken)
    {
        await channel.ExchangeDeclareAsync(name, ExchangeType.Fanout, durable: true, autoDelete: false, cancellationToken: cancellationToken);
        await channel.QueueDeclareAsync(name, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?>(arguments, StringComparer.Ordinal), cancellationToken: cancellationToken);
        await channel.QueueBindAsync(name, name, "", cancellationToken: cancellationToken);
    }

    private static async Task<uint> WaitingAsync(IChannel channel, string queue, CancellationToken cancellationToken)
    {
        try
        {
            return (await channel.QueueDeclarePassiveAsync(queue, cancellationToken)).MessageCount;
        }
        catch (OperationInterruptedException fault) when (fault.ShutdownReason?.ReplyCode == 404)
        {
            return 0;
        }
    }

    private Task<IConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var factory = new ConnectionFactory
        {
            Uri = new Uri(options.Queue.Url!),
            AutomaticRecoveryEnabled = false,
            RequestedConnectionTimeout = Patience,
            ContinuationTimeout = Patience,
            ClientProvidedName = $"{options.Process} (queues)",
        };
        return factory.CreateConnectionAsync(cancellationToken);
    }
}
