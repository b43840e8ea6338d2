using Microsoft.Extensions.Logging;

namespace ContourFlow.Dicom.Tests.Network.Fuzzing;

/// <summary>A service that provides everything, and does nothing with it but look at it.</summary>
internal sealed class FuzzedService(INetworkStream stream, ILogger logger)
    : DicomService(stream, null, logger, new DicomServiceDependencies(Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance, TimeProvider.System)),
        IDicomServiceProvider, IDicomCStoreProvider, IDicomCEchoProvider, IDicomNServiceProvider
{
    /// <summary>Why the association ended; <c>null</c>: in order.</summary>
    public Exception? Ended { get; private set; }

    public Task OnReceiveAssociationRequestAsync(DicomAssociation association)
    {
        foreach (var context in association.PresentationContexts)
            context.AcceptTransferSyntaxes(DicomTransferSyntax.ExplicitVRLittleEndian, DicomTransferSyntax.ImplicitVRLittleEndian, DicomTransferSyntax.ExplicitVRBigEndian);
        return SendAssociationAcceptAsync(association);
    }

    public Task OnReceiveAssociationReleaseRequestAsync() => SendAssociationReleaseResponseAsync();

    public void OnReceiveAbort(DicomAbortSource source, DicomAbortReason reason)
    {
    }

    public void OnConnectionClosed(Exception? exception) => Ended = exception;

    public Task<DicomCStoreResponse> OnCStoreRequestAsync(DicomCStoreRequest request)
    {
        _ = request.Dataset!.Sum(item => item.ToString()!.Length);
        return Task.FromResult(new DicomCStoreResponse(request, DicomStatus.Success));
    }

    public Task OnCStoreRequestExceptionAsync(string? tempFileName, Exception e) => Task.CompletedTask;

    public Task<DicomCEchoResponse> OnCEchoRequestAsync(DicomCEchoRequest request) => Task.FromResult(new DicomCEchoResponse(request, DicomStatus.Success));

    public Task<DicomNActionResponse> OnNActionRequestAsync(DicomNActionRequest request) => Task.FromResult(new DicomNActionResponse(request, DicomStatus.Success));

    public Task<DicomNEventReportResponse> OnNEventReportRequestAsync(DicomNEventReportRequest request) => Task.FromResult(new DicomNEventReportResponse(request, DicomStatus.Success));

    public Task<DicomNCreateResponse> OnNCreateRequestAsync(DicomNCreateRequest request) => Task.FromResult(new DicomNCreateResponse(request, DicomStatus.Success));

    public Task<DicomNDeleteResponse> OnNDeleteRequestAsync(DicomNDeleteRequest request) => Task.FromResult(new DicomNDeleteResponse(request, DicomStatus.Success));

    public Task<DicomNGetResponse> OnNGetRequestAsync(DicomNGetRequest request) => Task.FromResult(new DicomNGetResponse(request, DicomStatus.Success));

    public Task<DicomNSetResponse> OnNSetRequestAsync(DicomNSetRequest request) => Task.FromResult(new DicomNSetResponse(request, DicomStatus.Success));
}

/// <summary>Keeps what is said of faults: of the program, and of its handlers other than that an object cannot be read.</summary>
internal sealed class FaultLogger : ILogger
{
    private const int HandlerFailed = 5010;
    private const int ServiceFailed = 5022;

    /// <summary>The last one; <c>null</c>: none.</summary>
    public string? Fault { get; private set; }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        string text = formatter(state, exception);
        if (eventId.Id == ServiceFailed || (eventId.Id == HandlerFailed && !text.Contains(": Dicom", StringComparison.Ordinal)))
            Fault = text;
    }
}
