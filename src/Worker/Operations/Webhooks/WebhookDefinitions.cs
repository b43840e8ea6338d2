using ContourFlow.Contracts.V1;
using ContourFlow.Worker.Messaging;
using MassTransit;

namespace ContourFlow.Worker.Operations.Webhooks;

/// <summary>Both consumers of webhooks take from one queue, many messages at a time: a hook that does not answer must not keep the others waiting.</summary>
internal static class WebhookQueue
{
    /// <summary>Messages that a process works at.</summary>
    public const int Concurrency = 16;
}

/// <summary>How events are taken.</summary>
internal sealed class WebhookFanOutDefinition : ConsumerDefinition<WebhookFanOut>
{
    private readonly QueueNames names;
    private readonly QueuePolicy policy;

    /// <param name="names">The queue's name.</param>
    /// <param name="policy">What is the same for every queue.</param>
    public WebhookFanOutDefinition(QueueNames names, QueuePolicy policy)
    {
        (this.names, this.policy) = (names, policy);
        EndpointName = names.Webhooks;
    }

    /// <inheritdoc/>
    protected override void ConfigureConsumer(IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<WebhookFanOut> consumerConfigurator, IRegistrationContext context) =>
        policy.Apply(endpointConfigurator, names.Webhooks, WebhookQueue.Concurrency);
}

/// <summary>How calls are taken.</summary>
internal sealed class WebhookCallerDefinition : ConsumerDefinition<WebhookCaller>
{
    private readonly QueueNames names;
    private readonly QueuePolicy policy;

    /// <param name="names">The queue's name.</param>
    /// <param name="policy">What is the same for every queue.</param>
    public WebhookCallerDefinition(QueueNames names, QueuePolicy policy)
    {
        (this.names, this.policy) = (names, policy);
        EndpointName = names.Webhooks;
    }

    /// <inheritdoc/>
    protected override void ConfigureConsumer(IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<WebhookCaller> consumerConfigurator, IRegistrationContext context)
    {
        policy.Apply(endpointConfigurator, names.Webhooks, WebhookQueue.Concurrency);
        policy.Redeliver<WebhookCaller, CallWebhook>(consumerConfigurator);
    }
}
