namespace ContourFlow.Dicom.Network;

/// <summary>A service that answers verification (PS3.4 annex A).</summary>
public interface IDicomCEchoProvider
{
    /// <summary>Answers C-ECHO.</summary>
    Task<DicomCEchoResponse> OnCEchoRequestAsync(DicomCEchoRequest request);
}
