namespace ContourFlow.Dicom.Tests.Network;

/// <summary>One message of every kind, as this side would send it.</summary>
internal static class Messages
{
    public static readonly DicomUID Study = new("1.2.3", "", DicomUidType.Unknown);
    public static readonly DicomUID Instance = new("1.2.3.4", "", DicomUidType.Unknown);

    public static DicomFile File(DicomTransferSyntax? syntax = null)
    {
        var dataset = new DicomDataset(syntax ?? DicomTransferSyntax.ExplicitVRLittleEndian);
        dataset.Add(DicomTag.SOPClassUID, DicomUID.CTImageStorage).Add(DicomTag.SOPInstanceUID, Instance);
        return new DicomFile(dataset);
    }

    public static IReadOnlyList<DicomMessage> All()
    {
        var store = Sent(new DicomCStoreRequest(File()), 1);
        var echo = Sent(new DicomCEchoRequest(), 2);
        var find = Sent(new DicomCFindRequest(DicomQueryRetrieveLevel.Study), 3);
        var move = Sent(new DicomCMoveRequest("DEST", Study.UID), 4);
        var get = Sent(new DicomCGetRequest(Study.UID), 5);
        var action = Sent(new DicomNActionRequest(DicomUID.StorageCommitmentPushModel, DicomUID.StorageCommitmentPushModelInstance, 1) { Dataset = [] }, 6);
        var report = Sent(new DicomNEventReportRequest(DicomUID.StorageCommitmentPushModel, DicomUID.StorageCommitmentPushModelInstance, 2) { Dataset = [] }, 7);
        var create = Sent(new DicomNCreateRequest(DicomUID.ModalityPerformedProcedureStep, Instance), 8);
        var set = Sent(new DicomNSetRequest(DicomUID.ModalityPerformedProcedureStep, Instance) { Dataset = [] }, 9);
        var ask = Sent(new DicomNGetRequest(DicomUID.ModalityPerformedProcedureStep, Instance), 10);
        var delete = Sent(new DicomNDeleteRequest(DicomUID.ModalityPerformedProcedureStep, Instance), 11);
        return
        [
            store, new DicomCStoreResponse(store, DicomStatus.Success),
            echo, new DicomCEchoResponse(echo, DicomStatus.Success),
            find, new DicomCFindResponse(find, DicomStatus.Pending) { Remaining = 7, Dataset = [] },
            move, new DicomCMoveResponse(move, DicomStatus.QueryRetrieveMoveDestinationUnknown) { Remaining = 1, Completed = 2, Warnings = 3, Failures = 4 },
            get, new DicomCGetResponse(get, DicomStatus.QueryRetrieveSubOpsOneOrMoreFailures) { Failures = 65535 },
            new DicomCCancelRequest(find),
            action, new DicomNActionResponse(action, DicomStatus.NoSuchActionType),
            report, new DicomNEventReportResponse(report, new DicomStatus(DicomStatus.ProcessingFailure, "disk full")),
            create, new DicomNCreateResponse(create, DicomStatus.Success),
            set, new DicomNSetResponse(set, DicomStatus.Success),
            ask, new DicomNGetResponse(ask, DicomStatus.AttributeListError) { Dataset = [] },
            delete, new DicomNDeleteResponse(delete, DicomStatus.Success),
        ];
    }

    private static T Sent<T>(T request, ushort id)
        where T : DicomRequest
    {
        request.MessageID = id;
        return request;
    }
}
