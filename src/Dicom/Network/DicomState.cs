namespace ContourFlow.Dicom.Network;

/// <summary>The classes of status of a DIMSE response (DICOM PS3.7 annex C).</summary>
public enum DicomState
{
    /// <summary>Done.</summary>
    Success = 0,

    /// <summary>Ended because it was cancelled.</summary>
    Cancel = 1,

    /// <summary>More responses follow.</summary>
    Pending = 2,

    /// <summary>Done, with a remark.</summary>
    Warning = 3,

    /// <summary>Not done.</summary>
    Failure = 4,
}
