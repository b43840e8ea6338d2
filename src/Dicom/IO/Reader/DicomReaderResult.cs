namespace ContourFlow.Dicom.IO.Reader;

/// <summary>How reading ended.</summary>
public enum DicomReaderResult
{
    Processing = 0,
    Success = 1,
    Error = 2,
    Stopped = 3,
    Suspended = 4,
}
