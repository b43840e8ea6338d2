namespace ContourFlow.Worker.Sending;

/// <summary>What is known of objects at one destination. Each step is durable before the next.</summary>
internal interface ISendLedger
{
    /// <summary>What is known of an object with this content; of one that was never sent, or had other content then, that it waits.</summary>
    SendRecord Of(OutgoingObject item);

    /// <summary>Writes records down; durable when it returns.</summary>
    void Write(params IReadOnlyCollection<SendRecord> changed);
}
