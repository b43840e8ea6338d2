namespace ContourFlow.Dicom.Network;

/// <summary>Priority (0000,0700) of a request (DICOM PS3.7 9.1); receivers need not heed it.</summary>
public enum DicomPriority : ushort
{
    Medium = 0,
    High = 1,
    Low = 2,
}
