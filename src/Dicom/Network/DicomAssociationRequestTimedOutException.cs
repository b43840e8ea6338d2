namespace ContourFlow.Dicom.Network;

/// <summary>The peer answered none of the requests for an association (DICOM PS3.8 7.1) in time.</summary>
public class DicomAssociationRequestTimedOutException : DicomNetworkException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="timeoutInMs">How long each request waited, in milliseconds.</param>
    /// <param name="retryCount">How many requests in succession were not answered.</param>
    public DicomAssociationRequestTimedOutException(int timeoutInMs, int retryCount)
        : base($"The peer did not answer {retryCount} requests for an association in succession, each within {timeoutInMs} ms: it is overloaded, it is not a DICOM application, or a firewall drops its answers.")
    {
    }
}
