namespace ContourFlow.Dicom.Network;

/// <summary>An N-EVENT-REPORT request (DICOM PS3.7 10.1.1): tells of an event about a SOP instance.</summary>
public sealed class DicomNEventReportRequest : DicomRequest
{
    /// <summary>Handles a response.</summary>
    public delegate void ResponseDelegate(DicomNEventReportRequest request, DicomNEventReportResponse response);

    /// <summary>Called with the response.</summary>
    public ResponseDelegate? OnResponseReceived;

    /// <summary>Makes a request of a command set that was received.</summary>
    /// <exception cref="DicomNetworkException">An attribute is missing or malformed.</exception>
    public DicomNEventReportRequest(DicomDataset command)
        : base(command)
    {
        Expect(DicomCommandField.NEventReportRequest);
        CommandSet.Uid(command, DicomTag.AffectedSOPClassUID);
        CommandSet.Uid(command, DicomTag.AffectedSOPInstanceUID);
        CommandSet.Number(command, DicomTag.EventTypeID);
    }

    /// <summary>Makes a request.</summary>
    /// <param name="affectedClassUid">The SOP class.</param>
    /// <param name="affectedInstanceUid">The SOP instance.</param>
    /// <param name="eventTypeId">Its meaning is the SOP class's (PS3.4).</param>
    public DicomNEventReportRequest(DicomUID affectedClassUid, DicomUID affectedInstanceUid, ushort eventTypeId)
        : base(DicomCommandField.NEventReportRequest, affectedClassUid)
    {
        ArgumentNullException.ThrowIfNull(affectedInstanceUid);
        SetUid(DicomTag.AffectedSOPInstanceUID, affectedInstanceUid);
        Command.AddOrUpdate(DicomTag.EventTypeID, eventTypeId);
    }

    /// <summary>Affected SOP Instance UID (0000,1000).</summary>
    public DicomUID SOPInstanceUID => CommandSet.Uid(Command, DicomTag.AffectedSOPInstanceUID);

    /// <summary>Event Type ID (0000,1002).</summary>
    public ushort EventTypeID => CommandSet.Number(Command, DicomTag.EventTypeID);

    /// <inheritdoc/>
    protected override void PostResponse(DicomService service, DicomResponse response)
    {
        DicomNEventReportResponse own = Own<DicomNEventReportResponse>(response);
        OnResponseReceived?.Invoke(this, own);
    }
}
