namespace ContourFlow.Dicom.Network;

/// <summary>One side of an association (DICOM PS3.8).</summary>
public abstract class DicomService
{
    private protected DicomService()
    {
    }
}
