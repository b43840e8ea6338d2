namespace ContourFlow.Worker.Output;

/// <summary>The output could not be written; the message names the place and the way out.</summary>
public sealed class OutputException : Exception
{
    /// <summary>Makes the exception.</summary>
    public OutputException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with its cause.</summary>
    public OutputException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
