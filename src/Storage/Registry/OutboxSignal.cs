namespace ContourFlow.Storage.Registry;

/// <summary>Tells those of this process who send messages that there are some.</summary>
internal sealed class OutboxSignal
{
    /// <summary>Raised after a commit.</summary>
    public event Action? Written;

    /// <summary>Raises it.</summary>
    public void Raise() => Written?.Invoke();
}
