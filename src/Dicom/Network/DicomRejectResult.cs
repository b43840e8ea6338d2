namespace ContourFlow.Dicom.Network;

/// <summary>Whether a rejected association may be asked for again (DICOM PS3.8 9.3.4).</summary>
public enum DicomRejectResult
{
    /// <summary>It will be rejected again.</summary>
    Permanent = 1,

    /// <summary>It may be accepted later.</summary>
    Transient = 2,
}
