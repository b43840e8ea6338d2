using System.Diagnostics.Metrics;

namespace ContourFlow.Worker.Operations.Webhooks;

/// <summary>Figures of webhooks.</summary>
internal sealed class WebhookMeter
{
    private readonly Counter<long> calls;

    /// <summary>Makes the instruments.</summary>
    public WebhookMeter(IMeterFactory meters) =>
        calls = meters.Create(OperationsServices.MeterName).CreateCounter<long>("contourflow.webhooks.calls", "{call}", "Calls of webhooks, by host and what became of them.");

    /// <summary>A hook was called.</summary>
    /// <param name="host">Its host and port.</param>
    /// <param name="outcome">told, refused, failed (tried again) or given-up.</param>
    public void Called(string host, string outcome) =>
        calls.Add(1, new KeyValuePair<string, object?>("host", host), new KeyValuePair<string, object?>("outcome", outcome));
}
