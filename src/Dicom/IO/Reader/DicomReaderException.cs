namespace ContourFlow.Dicom.IO.Reader;

/// <summary>A stream of data elements cannot be read. Files turn it into a <see cref="DicomFileException"/>.</summary>
public class DicomReaderException : DicomException
{
    /// <summary>Makes the exception.</summary>
    public DicomReaderException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with its cause.</summary>
    public DicomReaderException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
