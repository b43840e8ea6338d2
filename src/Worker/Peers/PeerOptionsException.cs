namespace ContourFlow.Worker.Peers;

/// <summary>Options of a connection that cannot be used; the message holds all their faults.</summary>
internal sealed class PeerOptionsException(string message, Exception? innerException = null) : Exception(message, innerException);
