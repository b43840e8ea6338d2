using System.Diagnostics.Metrics;

namespace ContourFlow.Worker.Messaging;

/// <summary>Figures of the queue.</summary>
internal sealed class MessagingMeter
{
    private readonly Counter<long> sent, failed, redelivered, reissued;

    /// <param name="meters">Where the figures are shown.</param>
    public MessagingMeter(IMeterFactory meters)
    {
        Meter meter = meters.Create("ContourFlow");
        sent = meter.CreateCounter<long>("contourflow.messaging.sent", "{message}", "Messages that went from the registry's outbox to the queue.");
        failed = meter.CreateCounter<long>("contourflow.messaging.send_failures", "{message}", "Messages that could not be sent and went back to the outbox.");
        redelivered = meter.CreateCounter<long>("contourflow.messaging.redeliveries", "{message}", "Messages that are delivered again after a pause, for a fault that may pass.");
        reissued = meter.CreateCounter<long>("contourflow.messaging.reissued", "{message}", "Messages that the reconciler asked for anew.");
    }

    /// <summary>Messages were sent.</summary>
    public void Sent(int count) => sent.Add(count);

    /// <summary>Messages could not be sent.</summary>
    public void Failed(int count) => failed.Add(count);

    /// <summary>A message is delivered again.</summary>
    /// <param name="message">Name of its type.</param>
    public void Redelivered(string message) => redelivered.Add(1, new KeyValuePair<string, object?>("message", message));

    /// <summary>What got lost was asked for anew.</summary>
    public void Reissued(int revisions, int scores, int deliveries)
    {
        reissued.Add(revisions, new KeyValuePair<string, object?>("message", nameof(Contracts.V1.ProcessCase)));
        reissued.Add(scores, new KeyValuePair<string, object?>("message", nameof(Contracts.V1.ScoreDose)));
        reissued.Add(deliveries, new KeyValuePair<string, object?>("message", nameof(Contracts.V1.PublishResults)));
    }
}
