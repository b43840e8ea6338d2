namespace ContourFlow.Dicom.Network;

/// <summary>Makes messages of received command sets.</summary>
internal static class CommandReader
{
    /// <summary>The message of a command set.</summary>
    /// <exception cref="DicomNetworkException">The command field is unknown, or an attribute that the message needs is missing or malformed. Nothing else is thrown, whatever the command set holds.</exception>
    public static DicomMessage MessageOf(DicomDataset command)
    {
        ArgumentNullException.ThrowIfNull(command);
        ushort field = CommandSet.Number(command, DicomTag.CommandField);
        return (DicomCommandField)field switch
        {
            DicomCommandField.CStoreRequest => new DicomCStoreRequest(command),
            DicomCommandField.CStoreResponse => new DicomCStoreResponse(command),
            DicomCommandField.CEchoRequest => new DicomCEchoRequest(command),
            DicomCommandField.CEchoResponse => new DicomCEchoResponse(command),
            DicomCommandField.CFindRequest => new DicomCFindRequest(command),
            DicomCommandField.CFindResponse => new DicomCFindResponse(command),
            DicomCommandField.CMoveRequest => new DicomCMoveRequest(command),
            DicomCommandField.CMoveResponse => new DicomCMoveResponse(command),
            DicomCommandField.CGetRequest => new DicomCGetRequest(command),
            DicomCommandField.CGetResponse => new DicomCGetResponse(command),
            DicomCommandField.CCancelRequest => new DicomCCancelRequest(command),
            DicomCommandField.NActionRequest => new DicomNActionRequest(command),
            DicomCommandField.NActionResponse => new DicomNActionResponse(command),
            DicomCommandField.NEventReportRequest => new DicomNEventReportRequest(command),
            DicomCommandField.NEventReportResponse => new DicomNEventReportResponse(command),
            DicomCommandField.NCreateRequest => new DicomNCreateRequest(command),
            DicomCommandField.NCreateResponse => new DicomNCreateResponse(command),
            DicomCommandField.NSetRequest => new DicomNSetRequest(command),
            DicomCommandField.NSetResponse => new DicomNSetResponse(command),
            DicomCommandField.NGetRequest => new DicomNGetRequest(command),
            DicomCommandField.NGetResponse => new DicomNGetResponse(command),
            DicomCommandField.NDeleteRequest => new DicomNDeleteRequest(command),
            DicomCommandField.NDeleteResponse => new DicomNDeleteResponse(command),
            _ => throw new DicomNetworkException($"Command Field {DicomTag.CommandField} is {field:x4}, which PS3.7 E.1 does not know."),
        };
    }
}
