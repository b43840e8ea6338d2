using System.Text;
using ContourFlow.Dicom.Network.Tls;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContourFlow.Dicom.Network.Client;

/// <summary>Sends requests to one peer, one after the other, on as many associations as they need.</summary>
internal sealed class DicomClient(string host, int port, ITlsInitiator? tls, string callingAe, string calledAe) : IDicomClient
{
    // Presentation contexts of one association (PS3.8 section 7.1.1.13).
    private const int MostContexts = 128;

    private readonly Lock _lock = new();
    private readonly Queue<DicomRequest> _requests = new();

    public string Host { get; } = host;

    public int Port { get; } = port;

    public ITlsInitiator? TlsInitiator { get; } = tls;

    public string CallingAe { get; } = callingAe;

    public string CalledAe { get; } = calledAe;

    public ILogger Logger { get; set; } = NullLogger.Instance;

    public DicomServiceOptions ServiceOptions { get; } = new();

    public DicomClientOptions ClientOptions { get; } = new();

    public List<DicomPresentationContext> AdditionalPresentationContexts { get; set; } = [];

    public DicomUserIdentityNegotiation? UserIdentityNegotiation { get; set; }

    public Encoding? FallbackEncoding { get; set; }

    public DicomClientCStoreRequestHandler? OnCStoreRequest { get; set; }

    public DicomClientNEventReportRequestHandler? OnNEventReportRequest { get; set; }

    public bool IsSendRequired
    {
        get
        {
            lock (_lock)
                return _requests.Count > 0;
        }
    }

    public Task AddRequestAsync(DicomRequest dicomRequest) => AddRequestsAsync([dicomRequest]);

    public Task AddRequestsAsync(IEnumerable<DicomRequest> dicomRequests)
    {
        ArgumentNullException.ThrowIfNull(dicomRequests);
        lock (_lock)
        {
            foreach (var request in dicomRequests)
                _requests.Enqueue(request);
        }

        return Task.CompletedTask;
    }

    public async Task SendAsync(CancellationToken cancellationToken = default, DicomClientCancellationMode cancellationMode = DicomClientCancellationMode.ImmediatelyReleaseAssociation)
    {
        while (IsSendRequired)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var asked = ContextsOfWaiting();
            using var association = await AssociateAsync(asked, cancellationToken);
            try
            {
                await SendOnAsync(association, cancellationToken);
                await ReleaseAsync(association);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                if (cancellationMode == DicomClientCancellationMode.ImmediatelyReleaseAssociation && await EndPendingAsync(association))
                    await ReleaseAsync(association);
                else
                    await association.SendAbortAsync(DicomAbortSource.ServiceUser, DicomAbortReason.NotSpecified);
                throw;
            }
            catch when (association.State == AssociationState.Established)
            {
                // Of this side, an object that cannot be read: the peer is told.
                await association.SendAbortAsync(DicomAbortSource.ServiceUser, DicomAbortReason.NotSpecified);
                throw;
            }
            finally
            {
                await association.Farewell;
                association.Dispose();
                await association.Running;
            }
        }
    }

    // As many of the waiting requests, from the first on, as one association has contexts for.
    private DicomPresentationContextCollection ContextsOfWaiting()
    {
        var contexts = new DicomPresentationContextCollection();
        foreach (var context in AdditionalPresentationContexts)
            contexts.Add(context.AbstractSyntax, context.UserRole, context.ProviderRole, [.. context.GetTransferSyntaxes()]);
        lock (_lock)
        {
            foreach (var request in _requests.Take(ClientOptions.MaximumNumberOfRequestsPerAssociation ?? int.MaxValue))
            {
                // One request needs three at most.
                if (contexts.Count > MostContexts - 3)
                    break;
                contexts.AddFromRequest(request);
            }
        }

        return contexts;
    }

    private async Task<ClientAssociation> AssociateAsync(DicomPresentationContextCollection contexts, CancellationToken cancellationToken)
    {
        int timeout = ClientOptions.AssociationRequestTimeoutInMs;
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await AssociateOnceAsync(contexts, TimeSpan.FromMilliseconds(timeout), cancellationToken);
            }
            catch (TimeoutException)
            {
                if (attempt >= ClientOptions.MaximumNumberOfConsecutiveTimedOutAssociationRequests)
                    throw new DicomAssociationRequestTimedOutException(timeout, attempt);
            }
        }
    }

    private async Task<ClientAssociation> AssociateOnceAsync(DicomPresentationContextCollection contexts, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var dependencies = new DicomServiceDependencies(NullLoggerFactory.Instance, TimeProvider.System);
        var connection = await Connection.ToAsync(Host, Port, TlsInitiator, ServiceOptions, timeout, cancellationToken);
        var service = new ClientAssociation(connection, FallbackEncoding, Logger, dependencies, this) { Options = ServiceOptions };
        try
        {
            var association = new DicomAssociation(CallingAe, CalledAe) { UserIdentityNegotiation = UserIdentityNegotiation };
            foreach (var context in contexts)
                association.PresentationContexts.Add(context.AbstractSyntax, context.UserRole, context.ProviderRole, [.. context.GetTransferSyntaxes()]);
            await service.SendAssociationRequestAsync(association);
            service.Run();
            await service.Associated.WaitAsync(timeout, cancellationToken);
            return service;
        }
        catch
        {
            if (service.State == AssociationState.Requesting)
                await service.SendAbortAsync(DicomAbortSource.ServiceUser, DicomAbortReason.NotSpecified);
            service.Dispose();
            await service.Running;
            throw;
        }
    }

    private async Task SendOnAsync(ClientAssociation association, CancellationToken cancellationToken)
    {
        int left = ClientOptions.MaximumNumberOfRequestsPerAssociation ?? int.MaxValue;
        while (true)
        {
            while (left > 0 && Next() is { } request)
            {
                if (ContextChoice.For(request, association.Association) is null)
                {
                    if (!IsProposed(request, association.Association))
                    {
                        // It came too late, or did not fit: a further association is for it.
                        return;
                    }

                    Taken();
                    request.Answer(association, Refusal.Of(request, DicomStatus.SOPClassNotSupported));
                    continue;
                }

                // It stays in the queue until it is sent, so that cancelling does not lose it.
                await association.InvokeAsync(request, Taken).WaitAsync(cancellationToken);
                left--;
            }

            if (left == 0 || ClientOptions.AssociationLingerTimeoutInMs <= 0)
                return;
            await Task.WhenAny(association.Running, Task.Delay(ClientOptions.AssociationLingerTimeoutInMs, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
            if (!IsSendRequired || association.Running.IsCompleted)
                return;
        }
    }

    private static bool IsProposed(DicomRequest request, DicomAssociation association) =>
        association.PresentationContexts.Any(context => context.AbstractSyntax == (request.PresentationContext?.AbstractSyntax ?? request.SOPClassUID));

    private DicomRequest? Next()
    {
        lock (_lock)
            return _requests.TryPeek(out var request) ? request : null;
    }

    private void Taken()
    {
        lock (_lock)
            _requests.Dequeue();
    }

    // Release is for an association on which nothing is under way (PS3.8 section 7.2): what can be cancelled is, and what goes on is aborted.
    private async Task<bool> EndPendingAsync(ClientAssociation association)
    {
        try
        {
            return await association.CancelPendingAsync(TimeSpan.FromMilliseconds(ClientOptions.AssociationReleaseTimeoutInMs));
        }
        catch (DicomNetworkException)
        {
            Logger.ConnectionLost(Host, Port, "the wish to cancel could not be sent");
            return false;
        }
    }

    // A peer that does not answer the wish for release has all that was sent: its silence is not the requests' fault.
    private async Task ReleaseAsync(ClientAssociation association)
    {
        if (association.State != AssociationState.Established)
            return;
        try
        {
            await association.SendAssociationReleaseRequestAsync();
            await association.Released.WaitAsync(TimeSpan.FromMilliseconds(ClientOptions.AssociationReleaseTimeoutInMs));
        }
        catch (Exception fault) when (fault is TimeoutException or DicomNetworkException)
        {
            Logger.ConnectionLost(Host, Port, "the wish for release was not answered");
        }
    }
}
