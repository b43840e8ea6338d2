namespace ContourFlow.Dicom.Network;

/// <summary>Why the protocol aborted an association (DICOM PS3.8 9.3.8).</summary>
public enum DicomAbortReason
{
    NotSpecified = 0,
    UnrecognizedPDU = 1,
    UnexpectedPDU = 2,
    UnrecognizedPDUParameter = 4,
    UnexpectedPDUParameter = 5,
    InvalidPDUParameter = 6,
}
