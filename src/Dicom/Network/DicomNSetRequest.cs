namespace ContourFlow.Dicom.Network;

/// <summary>An N-SET request (DICOM PS3.7 10.1.3): asks that attributes of a SOP instance be changed.</summary>
public sealed class DicomNSetRequest : DicomRequest
{
    /// <summary>Handles a response.</summary>
    public delegate void ResponseDelegate(DicomNSetRequest request, DicomNSetResponse response);

    /// <summary>Called with the response.</summary>
    public ResponseDelegate? OnResponseReceived;

    /// <summary>Makes a request of a command set that was received.</summary>
    /// <exception cref="DicomNetworkException">An attribute is missing or malformed.</exception>
    public DicomNSetRequest(DicomDataset command)
        : base(command)
    {
        Expect(DicomCommandField.NSetRequest);
        CommandSet.Uid(command, DicomTag.RequestedSOPClassUID);
        CommandSet.Uid(command, DicomTag.RequestedSOPInstanceUID);
        ExpectDataset();
    }

    /// <summary>Makes a request.</summary>
    /// <param name="requestedClassUid">The SOP class.</param>
    /// <param name="requestedInstanceUid">The SOP instance.</param>
    public DicomNSetRequest(DicomUID requestedClassUid, DicomUID requestedInstanceUid)
        : base(DicomCommandField.NSetRequest, requestedClassUid)
    {
        ArgumentNullException.ThrowIfNull(requestedInstanceUid);
        SetUid(DicomTag.RequestedSOPInstanceUID, requestedInstanceUid);
    }

    /// <summary>Requested SOP Instance UID (0000,1001).</summary>
    public DicomUID SOPInstanceUID => CommandSet.Uid(Command, DicomTag.RequestedSOPInstanceUID);

    /// <inheritdoc/>
    protected override void PostResponse(DicomService service, DicomResponse response)
    {
        DicomNSetResponse own = Own<DicomNSetResponse>(response);
        OnResponseReceived?.Invoke(this, own);
    }
}
