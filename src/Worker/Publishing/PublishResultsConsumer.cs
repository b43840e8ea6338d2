using ContourFlow.Contracts.V1;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Messaging;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace ContourFlow.Worker.Publishing;

/// <summary>Takes the command to bring results to a destination.</summary>
internal sealed class PublishResultsConsumer(DeliveryPublisher publisher) : IConsumer<PublishResults>
{
    /// <inheritdoc/>
    public Task Consume(ConsumeContext<PublishResults> context) => publisher.PublishAsync(context.Message, context.CancellationToken);
}

/// <summary>The queue of one destination. Each has its own, so that one that does not answer keeps no other waiting.</summary>
internal static class PublishResultsEndpoint
{
    /// <summary>Makes the endpoint take commands for a destination.</summary>
    public static void Configure(IReceiveEndpointConfigurator endpoint, IRegistrationContext context, string queue, DestinationSection destination)
    {
        QueuePolicy policy = context.GetRequiredService<QueuePolicy>();
        endpoint.ConfigureConsumeTopology = false;
        policy.Apply(endpoint, queue, destination.Concurrency);
        endpoint.ConfigureConsumer<PublishResultsConsumer>(context, policy.Redeliver<PublishResultsConsumer, PublishResults>);
    }
}
