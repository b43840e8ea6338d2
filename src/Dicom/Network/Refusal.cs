namespace ContourFlow.Dicom.Network;

/// <summary>Answers to requests that are not done.</summary>
internal static class Refusal
{
    /// <summary>The response to a request, of its kind, with a status.</summary>
    public static DicomResponse Of(DicomRequest request, DicomStatus status) => request switch
    {
        DicomCStoreRequest store => new DicomCStoreResponse(store, status),
        DicomCEchoRequest echo => new DicomCEchoResponse(echo, status),
        DicomCFindRequest find => new DicomCFindResponse(find, status),
        DicomCMoveRequest move => new DicomCMoveResponse(move, status),
        DicomCGetRequest get => new DicomCGetResponse(get, status),
        DicomNActionRequest action => new DicomNActionResponse(action, status),
        DicomNEventReportRequest report => new DicomNEventReportResponse(report, status),
        DicomNCreateRequest create => new DicomNCreateResponse(create, status),
        DicomNSetRequest set => new DicomNSetResponse(set, status),
        DicomNGetRequest get => new DicomNGetResponse(get, status),
        DicomNDeleteRequest delete => new DicomNDeleteResponse(delete, status),
        _ => throw new DicomNetworkException($"{request.Type} has no response."),
    };
}
