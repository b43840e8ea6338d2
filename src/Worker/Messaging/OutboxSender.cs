using System.Collections.Frozen;
using System.Text.Json;
using ContourFlow.Contracts.V1;
using ContourFlow.Storage.Messaging;
using ContourFlow.Worker.Hosting;
using MassTransit;

namespace ContourFlow.Worker.Messaging;

/// <summary>Puts a message of the outbox on the bus: a command into its queue, an event before whoever listens.</summary>
internal interface IOutboxSender
{
    /// <summary>Sends. When this returns the broker has it.</summary>
    /// <exception cref="UnknownContractException">This version of the program does not know the type.</exception>
    Task SendAsync(OutboxMessage message, CancellationToken cancellationToken);
}

/// <summary>A message in the outbox is of a type that this version of the program does not know.</summary>
internal sealed class UnknownContractException(string type) : Exception($"The type {type} is not known.")
{
    /// <summary>The type's name.</summary>
    public string Type { get; } = type;
}

/// <inheritdoc/>
/// <param name="bus">The bus.</param>
/// <param name="options">The configuration.</param>
/// <param name="backlog">Counts commands where the queue is in memory.</param>
/// <param name="topology">The queues on RabbitMQ; null where the queue is in memory.</param>
internal sealed class OutboxSender(IBus bus, ServiceOptions options, InMemoryBacklog backlog, QueueTopology? topology) : IOutboxSender
{
    private static readonly FrozenDictionary<string, Type> s_contracts =
        typeof(ProcessCase).Assembly.GetExportedTypes().Where(type => type.Namespace == typeof(ProcessCase).Namespace).ToFrozenDictionary(type => type.FullName!, StringComparer.Ordinal);

    private readonly QueueNames names = new(options.Queue.Prefix);

    /// <inheritdoc/>
    public async Task SendAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        if (!s_contracts.TryGetValue(message.Type, out Type? type))
            throw new UnknownContractException(message.Type);
        object contract = JsonSerializer.Deserialize(message.Body, type) ?? throw new JsonException("There is no message in the body.");
        string? queue = contract switch
        {
            ProcessCase => names.ProcessCase,
            ScoreDose => names.ScoreDose,
            PublishResults publish => names.Publish(publish.Destination),
            _ => null,
        };
        if (queue is null)
            await bus.Publish(contract, type, cancellationToken);
        else if (topology is null)
            await QueueAsync(queue, contract, type, cancellationToken);
        else
            await SendAsync(topology, queue, contract, type, cancellationToken);
    }

    private async Task QueueAsync(string queue, object contract, Type type, CancellationToken cancellationToken)
    {
        ISendEndpoint endpoint = await bus.GetSendEndpoint(new Uri($"queue:{queue}"));
        backlog.Added();
        try
        {
            await endpoint.Send(contract, type, cancellationToken);
        }
        catch
        {
            backlog.Taken();
            throw;
        }
    }

    private async Task SendAsync(QueueTopology declared, string queue, object contract, Type type, CancellationToken cancellationToken)
    {
        await declared.EnsureAsync(queue, cancellationToken);
        try
        {
            // To the exchange of the queue's name: a send to the queue itself would declare it with other arguments.
            ISendEndpoint endpoint = await bus.GetSendEndpoint(new Uri($"exchange:{queue}"));
            await endpoint.Send(contract, type, Pipe.Execute<SendContext>(Mandatory.Set), cancellationToken);
        }
        catch
        {
            // Perhaps the broker has lost its queues.
            declared.Forget(queue);
            throw;
        }
    }
}
