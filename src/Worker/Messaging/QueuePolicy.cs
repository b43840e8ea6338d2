using ContourFlow.Worker.Hosting;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Messaging;

/// <summary>
/// What is the same for every queue that work is taken from. Prefetch is the concurrency, so that a process holds no message back that
/// another could work at; a message that fails for a reason that may pass is delivered again after a pause, for as long as it takes;
/// any other failure brings it into the error queue, once. There is no other retry.
/// </summary>
internal sealed class QueuePolicy(ServiceOptions options, IRedelivery redelivery, InMemoryBacklog backlog, MessagingMeter meter, ILoggerFactory loggers)
{
    /// <summary>Arguments of a work queue on RabbitMQ. A queue that is there with other arguments keeps every process from starting (406): versions are in the names.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="options">The configuration.</param>
    public static IReadOnlyDictionary<string, object?> Arguments(string queue, ServiceOptions options) => new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["x-queue-type"] = "quorum",
        ["x-delivery-limit"] = options.Queue.DeliveryLimit,
        ["x-dead-letter-exchange"] = QueueNames.Dead(queue),
    };

    /// <summary>
    /// Arguments of the queues that messages end in. Whoever looks at what lies there has it delivered and gives it back, which a limit of deliveries
    /// (RabbitMQ 4 has one by default) would count until it is thrown away.
    /// </summary>
    public static IReadOnlyDictionary<string, object?> EndArguments { get; } = new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["x-queue-type"] = "quorum",
        ["x-delivery-limit"] = 1_000_000_000,
    };

    /// <summary>Makes error queues what queues are that messages end in: MassTransit would give them the arguments of the work queue, its limit of deliveries and its dead letters.</summary>
    public static void ConfigureEnds(IRabbitMqBusFactoryConfigurator rabbit)
    {
        rabbit.SendTopology.ConfigureErrorSettings = End;
        rabbit.SendTopology.ConfigureDeadLetterSettings = End;

        static void End(IRabbitMqQueueBindingConfigurator settings)
        {
            settings.SetQueueArgument("x-dead-letter-exchange", null);
            foreach ((string name, object? value) in EndArguments)
                settings.SetQueueArgument(name, value);
        }
    }

    /// <summary>Makes an endpoint what every endpoint is.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="queue">Its queue.</param>
    /// <param name="concurrency">How many of its messages a process works at.</param>
    public void Apply(IReceiveEndpointConfigurator endpoint, string queue, int concurrency)
    {
        // Nobody listens for MassTransit's own words about faults, and they would carry the faults' texts.
        endpoint.PublishFaults = false;
        endpoint.PrefetchCount = concurrency;
        endpoint.ConcurrentMessageLimit = concurrency;
        if (endpoint is not IRabbitMqReceiveEndpointConfigurator rabbit)
            return;
        foreach ((string name, object? value) in Arguments(queue, options))
            rabbit.SetQueueArgument(name, value);
        rabbit.BindDeadLetterQueue(QueueNames.Dead(queue), QueueNames.Dead(queue), dead =>
        {
            foreach ((string name, object? value) in EndArguments)
                dead.SetQueueArgument(name, value);
        });
    }

    /// <summary>Makes a consumer's messages of one type be delivered again where they failed for a reason that may pass.</summary>
    public void Redeliver<TConsumer, TMessage>(IConsumerConfigurator<TConsumer> consumer)
        where TConsumer : class, IConsumer<TMessage>
        where TMessage : class =>
        consumer.ConsumerMessage<TMessage>(message => message.UseFilter(new RedeliveryFilter<TConsumer, TMessage>(
            options.Queue.RedeliveryPauses, redelivery, backlog, meter, loggers.CreateLogger("ContourFlow.Messaging"))));
}
