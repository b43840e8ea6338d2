using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contracts.V1;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Operations.Webhooks;

/// <summary>
/// Tells one webhook of one event. What may pass (no answer, 5xx, 408, 429) is tried again by redelivery for a day; an answer that says no is
/// logged and not tried again.
/// </summary>
internal sealed class WebhookCaller(WebhookList hooks, IHttpClientFactory clients, WebhookMeter meter, TimeProvider time, ILogger<WebhookCaller> log)
    : IConsumer<CallWebhook>
{
    /// <summary>Name of the HTTP client.</summary>
    public const string Client = "webhooks";

    /// <summary>How long an event is told to a hook that does not answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    public async Task Consume(ConsumeContext<CallWebhook> context)
    {
        CallWebhook call = context.Message;
        if (hooks.Find(call.Hook) is not { } hook)
        {
            log.HookGone(call.Event, call.CaseId.ToString(), call.Revision);
            return;
        }

        TimeSpan age = time.GetUtcNow() - call.Since;
        if (age > Patience)
        {
            log.HookGivenUp(hook.Host, call.Event, call.CaseId.ToString(), call.Revision, age);
            meter.Called(hook.Host, "given-up");
            return;
        }

        HttpStatusCode status = await PostAsync(hook, call, context.CancellationToken);
        if ((int)status is >= 200 and < 300)
        {
            log.HookTold(hook.Host, call.Event, call.CaseId.ToString(), call.Revision);
            meter.Called(hook.Host, "told");
        }
        else
        {
            log.HookRefuses(hook.Host, call.Event, call.CaseId.ToString(), call.Revision, (int)status);
            meter.Called(hook.Host, "refused");
        }
    }

    private async Task<HttpStatusCode> PostAsync(Webhook hook, CallWebhook call, CancellationToken cancellationToken)
    {
        using HttpClient client = clients.CreateClient(Client);
        using var request = new HttpRequestMessage(HttpMethod.Post, hook.Url) { Content = new StringContent(call.Body, Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", call.Key);
        if (hook.Token is { } token)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        try
        {
            using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if ((int)response.StatusCode >= 500 || response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests)
                response.EnsureSuccessStatusCode();
            return response.StatusCode;
        }
        catch (Exception fault) when (fault is HttpRequestException || (fault is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            meter.Called(hook.Host, "failed");
            throw new TransientException($"The webhook at {hook.Host} cannot be told of {call.Event}.", fault);
        }
    }
}
