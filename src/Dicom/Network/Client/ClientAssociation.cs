using System.Text;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Dicom.Network.Client;

/// <summary>One association of a client: it also takes what the peer sends on it, the objects of C-GET and reports.</summary>
internal sealed class ClientAssociation(INetworkStream stream, Encoding? fallbackEncoding, ILogger logger, DicomServiceDependencies dependencies, DicomClient client)
    : DicomService(stream, fallbackEncoding, logger, dependencies), IDicomCStoreProvider, IDicomNServiceProvider
{
    /// <summary>Ends when the connection has.</summary>
    public Task Running { get; private set; } = Task.CompletedTask;

    public void Run() => Running = Task.Run(RunAsync);

    public async Task<DicomCStoreResponse> OnCStoreRequestAsync(DicomCStoreRequest request) =>
        client.OnCStoreRequest is { } handler ? await handler(request) : new DicomCStoreResponse(request, DicomStatus.SOPClassNotSupported);

    // What the handler throws is logged and answered by the service; there is nothing else to clear.
    public Task OnCStoreRequestExceptionAsync(string? tempFileName, Exception e) => Task.CompletedTask;

    public async Task<DicomNEventReportResponse> OnNEventReportRequestAsync(DicomNEventReportRequest request) =>
        client.OnNEventReportRequest is { } handler ? await handler(request) : new DicomNEventReportResponse(request, DicomStatus.SOPClassNotSupported);

    public Task<DicomNActionResponse> OnNActionRequestAsync(DicomNActionRequest request) =>
        Task.FromResult(new DicomNActionResponse(request, DicomStatus.UnrecognizedOperation));

    public Task<DicomNCreateResponse> OnNCreateRequestAsync(DicomNCreateRequest request) =>
        Task.FromResult(new DicomNCreateResponse(request, DicomStatus.UnrecognizedOperation));

    public Task<DicomNDeleteResponse> OnNDeleteRequestAsync(DicomNDeleteRequest request) =>
        Task.FromResult(new DicomNDeleteResponse(request, DicomStatus.UnrecognizedOperation));

    public Task<DicomNGetResponse> OnNGetRequestAsync(DicomNGetRequest request) =>
        Task.FromResult(new DicomNGetResponse(request, DicomStatus.UnrecognizedOperation));

    public Task<DicomNSetResponse> OnNSetRequestAsync(DicomNSetRequest request) =>
        Task.FromResult(new DicomNSetResponse(request, DicomStatus.UnrecognizedOperation));
}
