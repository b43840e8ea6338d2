namespace ContourFlow.Dicom.Network;

/// <summary>A C-ECHO request (DICOM PS3.7 9.1.5, PS3.4 A): asks whether the peer is there.</summary>
public sealed class DicomCEchoRequest : DicomRequest
{
    /// <summary>Handles a response.</summary>
    public delegate void ResponseDelegate(DicomCEchoRequest request, DicomCEchoResponse response);

    /// <summary>Called with the response.</summary>
    public ResponseDelegate? OnResponseReceived;

    /// <summary>Makes a request of a command set that was received.</summary>
    /// <exception cref="DicomNetworkException">An attribute is missing or malformed.</exception>
    public DicomCEchoRequest(DicomDataset command)
        : base(command)
    {
        Expect(DicomCommandField.CEchoRequest);
        CommandSet.Uid(command, DicomTag.AffectedSOPClassUID);
    }

    /// <summary>Makes a request.</summary>
    public DicomCEchoRequest()
        : base(DicomCommandField.CEchoRequest, DicomUID.Verification)
    {
    }

    /// <inheritdoc/>
    protected override void PostResponse(DicomService service, DicomResponse response)
    {
        DicomCEchoResponse own = Own<DicomCEchoResponse>(response);
        OnResponseReceived?.Invoke(this, own);
    }
}
