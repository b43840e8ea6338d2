namespace ContourFlow.Contouring.Faults;

/// <summary>
/// This case cannot be done as it is: a reason code and a sentence for a human. The case is held; nothing else is
/// touched. Never carries patient data: UIDs, ROI names and numbers only.
/// </summary>
public sealed class CaseDataException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="reasonCode">One of <see cref="ReasonCodes"/>.</param>
    /// <param name="message">A sentence that names the object, what is wrong and the way out.</param>
    public CaseDataException(string reasonCode, string message)
        : base(message) => ReasonCode = reasonCode;

    /// <summary>Makes the exception with its cause.</summary>
    public CaseDataException(string reasonCode, string message, Exception innerException)
        : base(message, innerException) => ReasonCode = reasonCode;

    /// <summary>One of <see cref="ReasonCodes"/>: stable, documented, safe for logs and metrics.</summary>
    public string ReasonCode { get; }
}
