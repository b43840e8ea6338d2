namespace ContourFlow.Dicom.Network;

/// <summary>Which part of the peer aborted an association (DICOM PS3.8 9.3.8).</summary>
public enum DicomAbortSource
{
    /// <summary>The application.</summary>
    ServiceUser = 0,

    /// <summary>Not said; the value is reserved.</summary>
    Unknown = 1,

    /// <summary>The protocol.</summary>
    ServiceProvider = 2,
}
