namespace ContourFlow.Dicom.Network;

/// <summary>The peer did not answer a DIMSE request in time.</summary>
public class DicomRequestTimedOutException : DicomNetworkException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="request">The request.</param>
    /// <param name="timeout">How long it waited for an answer.</param>
    public DicomRequestTimedOutException(DicomRequest request, TimeSpan timeout)
        : base($"The peer did not answer {request} within {timeout.TotalMilliseconds:0} ms.")
    {
        Request = request;
        TimeOut = timeout;
    }

    /// <summary>The request.</summary>
    public DicomRequest Request { get; }

    /// <summary>How long it waited for an answer.</summary>
    public TimeSpan TimeOut { get; }
}
