namespace ContourFlow.Contouring.Faults;

/// <summary>A peer or disk that may come back: the work is retried, the case is not at fault.</summary>
public sealed class TransientException : Exception
{
    /// <summary>Makes the exception.</summary>
    public TransientException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
