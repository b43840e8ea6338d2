namespace ContourFlow.Dicom.Network;

/// <summary>An N-ACTION request (DICOM PS3.7 10.1.4): asks for an action on a SOP instance.</summary>
public sealed class DicomNActionRequest : DicomRequest
{
    /// <summary>Handles a response.</summary>
    public delegate void ResponseDelegate(DicomNActionRequest request, DicomNActionResponse response);

    /// <summary>Called with the response.</summary>
    public ResponseDelegate? OnResponseReceived;

    /// <summary>Makes a request of a command set that was received.</summary>
    /// <exception cref="DicomNetworkException">An attribute is missing or malformed.</exception>
    public DicomNActionRequest(DicomDataset command)
        : base(command)
    {
        Expect(DicomCommandField.NActionRequest);
        CommandSet.Uid(command, DicomTag.RequestedSOPClassUID);
        CommandSet.Uid(command, DicomTag.RequestedSOPInstanceUID);
        CommandSet.Number(command, DicomTag.ActionTypeID);
    }

    /// <summary>Makes a request.</summary>
    /// <param name="requestedClassUid">The SOP class.</param>
    /// <param name="requestedInstanceUid">The SOP instance.</param>
    /// <param name="actionTypeId">Its meaning is the SOP class's (PS3.4).</param>
    public DicomNActionRequest(DicomUID requestedClassUid, DicomUID requestedInstanceUid, ushort actionTypeId)
        : base(DicomCommandField.NActionRequest, requestedClassUid)
    {
        ArgumentNullException.ThrowIfNull(requestedInstanceUid);
        SetUid(DicomTag.RequestedSOPInstanceUID, requestedInstanceUid);
        Command.AddOrUpdate(DicomTag.ActionTypeID, actionTypeId);
    }

    /// <summary>Requested SOP Instance UID (0000,1001).</summary>
    public DicomUID SOPInstanceUID => CommandSet.Uid(Command, DicomTag.RequestedSOPInstanceUID);

    /// <summary>Action Type ID (0000,1008).</summary>
    public ushort ActionTypeID => CommandSet.Number(Command, DicomTag.ActionTypeID);

    /// <inheritdoc/>
    protected override void PostResponse(DicomService service, DicomResponse response)
    {
        DicomNActionResponse own = Own<DicomNActionResponse>(response);
        OnResponseReceived?.Invoke(this, own);
    }
}
