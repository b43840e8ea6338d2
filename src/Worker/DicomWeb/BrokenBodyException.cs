namespace ContourFlow.Worker.DicomWeb;

/// <summary>
/// The body of a request or a response is not what it says it is, or ended early. Ends at the border of its side: the
/// endpoint answers, the client throws what its callers know.
/// </summary>
/// <param name="message">What is wrong with it, without any of its content.</param>
/// <param name="isCutOff">Whether it ended before its time, which may go better another time.</param>
/// <param name="innerException">What the reading threw.</param>
internal sealed class BrokenBodyException(string message, bool isCutOff, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>Whether it ended before its time.</summary>
    public bool IsCutOff { get; } = isCutOff;
}
