using MassTransit;

namespace ContourFlow.Worker.Messaging;

/// <summary>Exchanges of events have the installation's prefix and the contract's version in their names.</summary>
internal sealed class EventNames(QueueNames names) : IEntityNameFormatter
{
    /// <inheritdoc/>
    public string FormatEntityName<T>() => names.Event(typeof(T));
}
