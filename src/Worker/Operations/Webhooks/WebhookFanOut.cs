using ContourFlow.Contracts.V1;
using MassTransit;

namespace ContourFlow.Worker.Operations.Webhooks;

/// <summary>Makes of each event a message for each webhook that wants it.</summary>
internal sealed class WebhookFanOut(WebhookList hooks)
    : IConsumer<RevisionOpened>, IConsumer<CaseProcessed>, IConsumer<CaseHeld>, IConsumer<ResultsPublished>, IConsumer<DoseScored>, IConsumer<DoseRefused>
{
    /// <inheritdoc/>
    public Task Consume(ConsumeContext<RevisionOpened> context) => TellAsync(context, WebhookEvent.Of(context.Message));

    /// <inheritdoc/>
    public Task Consume(ConsumeContext<CaseProcessed> context) => TellAsync(context, WebhookEvent.Of(context.Message));

    /// <inheritdoc/>
    public Task Consume(ConsumeContext<CaseHeld> context) => TellAsync(context, WebhookEvent.Of(context.Message));

    /// <inheritdoc/>
    public Task Consume(ConsumeContext<ResultsPublished> context) => TellAsync(context, WebhookEvent.Of(context.Message));

    /// <inheritdoc/>
    public Task Consume(ConsumeContext<DoseScored> context) => TellAsync(context, WebhookEvent.Of(context.Message));

    /// <inheritdoc/>
    public Task Consume(ConsumeContext<DoseRefused> context) => TellAsync(context, WebhookEvent.Of(context.Message));

    // Where this ends in the middle the event comes again, and some hooks are told twice with one key.
    private async Task TellAsync(ConsumeContext context, WebhookEvent told)
    {
        ISendEndpoint own = await context.GetSendEndpoint(context.ReceiveContext.InputAddress);
        foreach (Webhook hook in hooks.Wanting(told.Name))
            await own.Send(new CallWebhook(hook.Id, told.Name, told.Key, told.CaseId, told.Revision, told.At, told.Body), context.CancellationToken);
    }
}
