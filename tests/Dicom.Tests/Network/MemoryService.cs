using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Dicom.Tests.Network;

/// <summary>What the services of one test server have seen.</summary>
internal sealed class MemoryArchive
{
    public ConcurrentQueue<DicomFile> Objects { get; } = new();

    public ConcurrentQueue<DicomAssociation> Associations { get; } = new();

    public ConcurrentQueue<DicomNActionRequest> Actions { get; } = new();

    public ConcurrentQueue<DicomNEventReportRequest> Reports { get; } = new();

    public ConcurrentQueue<Exception?> Ends { get; } = new();

    /// <summary>Transfer syntaxes that are accepted, the first that is proposed of them.</summary>
    public DicomTransferSyntax[] Accepts { get; set; } = [DicomTransferSyntax.ExplicitVRLittleEndian, DicomTransferSyntax.ImplicitVRLittleEndian];

    /// <summary>Done before an object is answered.</summary>
    public Func<DicomCStoreRequest, Task> OnStore { get; set; } = _ => Task.CompletedTask;

    /// <summary>Done before an echo is answered.</summary>
    public Func<MemoryService, Task> OnEcho { get; set; } = _ => Task.CompletedTask;

    /// <summary>Done before an association is accepted.</summary>
    public Func<DicomAssociation, Task> OnAssociation { get; set; } = _ => Task.CompletedTask;

    public bool Rejects { get; set; }

    /// <summary>Sent after the answer to N-ACTION.</summary>
    public Func<DicomNActionRequest, DicomNEventReportRequest>? Report { get; set; }
}

/// <summary>Takes everything into memory.</summary>
internal sealed class MemoryService(INetworkStream stream, Encoding fallbackEncoding, ILogger logger, DicomServiceDependencies dependencies)
    : DicomService(stream, fallbackEncoding, logger, dependencies), IDicomServiceProvider, IDicomCStoreProvider, IDicomCEchoProvider, IDicomNServiceProvider, IDicomNEventReportRequestProvider
{
    private MemoryArchive Archive => (MemoryArchive)UserState!;

    public static IDicomServer Serve(MemoryArchive archive, NetworkDeadlines? deadlines = null, ILogger? logger = null, ITlsAcceptor? tls = null, int most = 0)
    {
        var server = DicomServerFactory.Create<MemoryService>("127.0.0.1", 0, tls, logger: logger, userState: archive, configure: options => options.MaxClientsAllowed = most);
        server.Options.Deadlines = deadlines ?? new NetworkDeadlines();
        return server;
    }

    /// <summary>Asks the peer for release, as only requestors usually do.</summary>
    public Task AskForReleaseAsync() => SendAssociationReleaseRequestAsync();

    public async Task OnReceiveAssociationRequestAsync(DicomAssociation association)
    {
        Archive.Associations.Enqueue(association);
        await Archive.OnAssociation(association);
        if (Archive.Rejects)
        {
            await SendAssociationRejectAsync(DicomRejectResult.Transient, DicomRejectSource.ServiceProviderPresentation, DicomRejectReason.LocalLimitExceeded);
            return;
        }

        foreach (var context in association.PresentationContexts)
            context.AcceptTransferSyntaxes(Archive.Accepts);
        await SendAssociationAcceptAsync(association);
    }

    public Task OnReceiveAssociationReleaseRequestAsync() => SendAssociationReleaseResponseAsync();

    public void OnReceiveAbort(DicomAbortSource source, DicomAbortReason reason)
    {
    }

    public void OnConnectionClosed(Exception? exception) => Archive.Ends.Enqueue(exception);

    public async Task<DicomCStoreResponse> OnCStoreRequestAsync(DicomCStoreRequest request)
    {
        await Archive.OnStore(request);
        // The temporary file goes with the request: what is kept is read whole.
        Archive.Objects.Enqueue(DicomFile.Open(request.File!.File!.Name, FileReadOption.ReadAll));
        return new DicomCStoreResponse(request, DicomStatus.Success);
    }

    public Task OnCStoreRequestExceptionAsync(string? tempFileName, Exception e) => Task.CompletedTask;

    public async Task<DicomCEchoResponse> OnCEchoRequestAsync(DicomCEchoRequest request)
    {
        await Archive.OnEcho(this);
        return new DicomCEchoResponse(request, DicomStatus.Success);
    }

    public Task<DicomNActionResponse> OnNActionRequestAsync(DicomNActionRequest request)
    {
        Archive.Actions.Enqueue(request);
        return Task.FromResult(new DicomNActionResponse(request, DicomStatus.Success));
    }

    public async Task OnSendNEventReportRequestAsync(DicomNActionRequest request)
    {
        if (Archive.Report is { } report)
            await SendRequestAsync(report(request));
    }

    public Task<DicomNEventReportResponse> OnNEventReportRequestAsync(DicomNEventReportRequest request)
    {
        Archive.Reports.Enqueue(request);
        return Task.FromResult(new DicomNEventReportResponse(request, DicomStatus.Success));
    }

    public Task<DicomNCreateResponse> OnNCreateRequestAsync(DicomNCreateRequest request) => throw new NotSupportedException();

    public Task<DicomNDeleteResponse> OnNDeleteRequestAsync(DicomNDeleteRequest request) => throw new NotSupportedException();

    public Task<DicomNGetResponse> OnNGetRequestAsync(DicomNGetRequest request) => throw new NotSupportedException();

    public Task<DicomNSetResponse> OnNSetRequestAsync(DicomNSetRequest request) => throw new NotSupportedException();
}
