namespace ContourFlow.Dicom.Network;

/// <summary>A C-ECHO response (DICOM PS3.7 9.3.5.2).</summary>
public sealed class DicomCEchoResponse : DicomResponse
{
    /// <summary>Makes a response of a command set that was received.</summary>
    /// <exception cref="DicomNetworkException">An attribute is missing or malformed.</exception>
    public DicomCEchoResponse(DicomDataset command)
        : base(command) => Expect(DicomCommandField.CEchoResponse);

    /// <summary>Makes a response to a request.</summary>
    public DicomCEchoResponse(DicomCEchoRequest request, DicomStatus status)
        : base(request, status)
    {
    }
}
