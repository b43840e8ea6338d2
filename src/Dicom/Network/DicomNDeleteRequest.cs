namespace ContourFlow.Dicom.Network;

/// <summary>An N-DELETE request (DICOM PS3.7 10.1.6): asks that a SOP instance be deleted.</summary>
public sealed class DicomNDeleteRequest : DicomRequest
{
    /// <summary>Handles a response.</summary>
    public delegate void ResponseDelegate(DicomNDeleteRequest request, DicomNDeleteResponse response);

    /// <summary>Called with the response.</summary>
    public ResponseDelegate? OnResponseReceived;

    /// <summary>Makes a request of a command set that was received.</summary>
    /// <exception cref="DicomNetworkException">An attribute is missing or malformed.</exception>
    public DicomNDeleteRequest(DicomDataset command)
        : base(command)
    {
        Expect(DicomCommandField.NDeleteRequest);
        CommandSet.Uid(command, DicomTag.RequestedSOPClassUID);
        CommandSet.Uid(command, DicomTag.RequestedSOPInstanceUID);
    }

    /// <summary>Makes a request.</summary>
    /// <param name="requestedClassUid">The SOP class.</param>
    /// <param name="requestedInstanceUid">The SOP instance.</param>
    public DicomNDeleteRequest(DicomUID requestedClassUid, DicomUID requestedInstanceUid)
        : base(DicomCommandField.NDeleteRequest, requestedClassUid)
    {
        ArgumentNullException.ThrowIfNull(requestedInstanceUid);
        SetUid(DicomTag.RequestedSOPInstanceUID, requestedInstanceUid);
    }

    /// <summary>Requested SOP Instance UID (0000,1001).</summary>
    public DicomUID SOPInstanceUID => CommandSet.Uid(Command, DicomTag.RequestedSOPInstanceUID);

    /// <inheritdoc/>
    protected override void PostResponse(DicomService service, DicomResponse response)
    {
        DicomNDeleteResponse own = Own<DicomNDeleteResponse>(response);
        OnResponseReceived?.Invoke(this, own);
    }
}
