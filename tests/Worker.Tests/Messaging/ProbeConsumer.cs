using System.Collections.Concurrent;
using ContourFlow.Contracts.V1;
using ContourFlow.Worker.Messaging;
using MassTransit;

namespace ContourFlow.Worker.Tests.Messaging;

/// <summary>What came to a consumer, and what it is to do with it.</summary>
internal sealed class Probe
{
    /// <summary>Done with each message; by default nothing.</summary>
    public Func<ProcessCase, int, Task> Do { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Each delivery: the message, how often it was delivered again, when, and the broker's queue in which it waited for that.</summary>
    public ConcurrentQueue<(ProcessCase Message, int Redelivery, TimeSpan At, string? WaitedIn)> Deliveries { get; } = [];

    private readonly long began = TimeProvider.System.GetTimestamp();

    public async Task TakeAsync(ConsumeContext<ProcessCase> context)
    {
        Deliveries.Enqueue((context.Message, context.GetRedeliveryCount(), TimeProvider.System.GetElapsedTime(began), WaitedIn(context)));
        await Do(context.Message, context.GetRedeliveryCount());
    }

    // The broker's account of a message that ran out of time in a queue, the last first.
    private static string? WaitedIn(ConsumeContext context) =>
        context.ReceiveContext.TransportHeaders.TryGetHeader("x-death", out object? deaths) && deaths is IList<object> and [IDictionary<string, object?> last, ..] && last["queue"] is byte[] name
            ? System.Text.Encoding.UTF8.GetString(name)
            : null;

    /// <summary>Waits until so many deliveries came.</summary>
    public async Task UntilAsync(int count, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(120));
        while (Deliveries.Count < count)
            await Task.Delay(20, limit.Token);
    }
}

/// <summary>Takes commands at the queue of cases, by the service's own policy.</summary>
internal sealed class ProbeConsumer(Probe probe) : IConsumer<ProcessCase>
{
    public Task Consume(ConsumeContext<ProcessCase> context) => probe.TakeAsync(context);
}

internal sealed class ProbeDefinition : ConsumerDefinition<ProbeConsumer>
{
    private readonly QueuePolicy policy;
    private readonly QueueNames names;

    public ProbeDefinition(QueuePolicy policy, QueueNames names)
    {
        (this.policy, this.names) = (policy, names);
        EndpointName = names.ProcessCase;
    }

    protected override void ConfigureConsumer(IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<ProbeConsumer> consumerConfigurator, IRegistrationContext context)
    {
        endpointConfigurator.ConfigureConsumeTopology = false;
        policy.Apply(endpointConfigurator, names.ProcessCase, 1);
        policy.Redeliver<ProbeConsumer, ProcessCase>(consumerConfigurator);
    }
}
