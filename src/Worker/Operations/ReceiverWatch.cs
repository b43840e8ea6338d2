using ContourFlow.Worker.Receiving;

namespace ContourFlow.Worker.Operations;

/// <summary>The process's receiver, as health and metrics see it: whoever starts the receiver puts it here, and takes it away before it stops.</summary>
internal sealed class ReceiverWatch
{
    private Receiver? receiver;

    /// <summary>The receiver; null before it listens and once it stops.</summary>
    public Receiver? Receiver
    {
        get => Volatile.Read(ref receiver);
        set => Volatile.Write(ref receiver, value);
    }
}
