using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Messaging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace ContourFlow.Worker.Tests.Messaging;

/// <summary>A part of the broker that a test has for itself: a prefix of queues' names that no other test has.</summary>
internal sealed class BrokerPlace(Uri url)
{
    private static int s_count;

    /// <summary>The configuration of a process of the service there.</summary>
    public ServiceOptions Options { get; } = new()
    {
        Process = "tested",
        Queue = new QueueSection
        {
            Url = url.ToString(),
            Prefix = $"t{Interlocked.Increment(ref s_count)}",
            DeliveryLimit = 2,
            RedeliveryPauses = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)],
        },
    };

    public QueueNames Names => new(Options.Queue.Prefix);

    public Task<IConnection> ConnectAsync(CancellationToken cancellationToken) =>
        new ConnectionFactory { Uri = url, AutomaticRecoveryEnabled = false }.CreateConnectionAsync(cancellationToken);

    /// <summary>How many messages wait in a queue; -1 where there is none.</summary>
    public async Task<int> DepthAsync(string queue, CancellationToken cancellationToken)
    {
        await using IConnection connection = await ConnectAsync(cancellationToken);
        await using IChannel channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        try
        {
            return (int)(await channel.QueueDeclarePassiveAsync(queue, cancellationToken)).MessageCount;
        }
        catch (OperationInterruptedException fault) when (fault.ShutdownReason?.ReplyCode == 404)
        {
            return -1;
        }
    }

    /// <summary>Waits until so many messages wait in a queue.</summary>
    public async Task UntilDepthAsync(string queue, int depth, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(120));
        while (await DepthAsync(queue, limit.Token) != depth)
            await Task.Delay(100, limit.Token);
    }

    /// <summary>Takes a message out of a queue; null where none waits.</summary>
    public async Task<BasicGetResult?> TakeAsync(string queue, CancellationToken cancellationToken)
    {
        await using IConnection connection = await ConnectAsync(cancellationToken);
        await using IChannel channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        return await channel.BasicGetAsync(queue, autoAck: true, cancellationToken);
    }

    /// <summary>Deletes a queue and what is in it.</summary>
    public async Task DeleteAsync(string queue, CancellationToken cancellationToken)
    {
        await using IConnection connection = await ConnectAsync(cancellationToken);
        await using IChannel channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        await channel.QueueDeleteAsync(queue, cancellationToken: cancellationToken);
    }
}
