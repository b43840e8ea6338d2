namespace ContourFlow.Dicom.Network;

/// <summary>An N-CREATE request (DICOM PS3.7 10.1.5): asks that a SOP instance be made.</summary>
public sealed class DicomNCreateRequest : DicomRequest
{
    /// <summary>Handles a response.</summary>
    public delegate void ResponseDelegate(DicomNCreateRequest request, DicomNCreateResponse response);

    /// <summary>Called with the response.</summary>
    public ResponseDelegate? OnResponseReceived;

    /// <summary>Makes a request of a command set that was received.</summary>
    /// <exception cref="DicomNetworkException">An attribute is missing or malformed.</exception>
    public DicomNCreateRequest(DicomDataset command)
        : base(command)
    {
        Expect(DicomCommandField.NCreateRequest);
        CommandSet.Uid(command, DicomTag.AffectedSOPClassUID);
        CommandSet.OptionalUid(command, DicomTag.AffectedSOPInstanceUID);
    }

    /// <summary>Makes a request.</summary>
    /// <param name="affectedClassUid">The SOP class.</param>
    /// <param name="affectedInstanceUid">The SOP instance; <c>null</c>: the peer gives it a UID.</param>
    public DicomNCreateRequest(DicomUID affectedClassUid, DicomUID? affectedInstanceUid)
        : base(DicomCommandField.NCreateRequest, affectedClassUid)
    {
        SetUid(DicomTag.AffectedSOPInstanceUID, affectedInstanceUid);
    }

    /// <summary>Affected SOP Instance UID (0000,1000); <c>null</c> where the peer shall give one.</summary>
    public DicomUID? SOPInstanceUID => CommandSet.OptionalUid(Command, DicomTag.AffectedSOPInstanceUID);

    /// <inheritdoc/>
    protected override void PostResponse(DicomService service, DicomResponse response)
    {
        DicomNCreateResponse own = Own<DicomNCreateResponse>(response);
        OnResponseReceived?.Invoke(this, own);
    }
}
