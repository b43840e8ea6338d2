namespace ContourFlow.Dicom.Network;

/// <summary>An N-EVENT-REPORT response (DICOM PS3.7 10.3.1).</summary>
public sealed class DicomNEventReportResponse : DicomResponse
{
    /// <summary>Makes a response of a command set that was received.</summary>
    /// <exception cref="DicomNetworkException">An attribute is missing or malformed.</exception>
    public DicomNEventReportResponse(DicomDataset command)
        : base(command)
    {
        Expect(DicomCommandField.NEventReportResponse);
        CommandSet.OptionalNumber(command, DicomTag.EventTypeID);
    }

    /// <summary>Makes a response to a request.</summary>
    public DicomNEventReportResponse(DicomNEventReportRequest request, DicomStatus status)
        : base(request, status)
    {
        SetUid(DicomTag.AffectedSOPInstanceUID, request.SOPInstanceUID);
        Command.AddOrUpdate(DicomTag.EventTypeID, request.EventTypeID);
    }

    /// <summary>Affected SOP Instance UID (0000,1000); <c>null</c> where it is missing.</summary>
    public DicomUID? SOPInstanceUID => CommandSet.OptionalUid(Command, DicomTag.AffectedSOPInstanceUID);

    /// <summary>Event Type ID (0000,1002); 0 where it is missing.</summary>
    public ushort EventTypeID => CommandSet.OptionalNumber(Command, DicomTag.EventTypeID) ?? 0;
}
