namespace ContourFlow.Dicom.Network;

/// <summary>
/// The peer broke the protocol, refused, or did not answer (DICOM PS3.7, PS3.8). No message carries a value of a data
/// set: it names tags, UIDs, codes and lengths.
/// </summary>
public class DicomNetworkException : DicomException
{
    /// <summary>Makes the exception.</summary>
    public DicomNetworkException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with its cause.</summary>
    public DicomNetworkException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
