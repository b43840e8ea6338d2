using System.Collections.Frozen;
using System.Text;
using ContourFlow.Storage.Objects;
using ContourFlow.Worker.Commitment;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Intake;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Receiving;

/// <summary>
/// One association of the receiver: verification, storage, storage commitment. Success is answered to C-STORE when the object is durable
/// and not before.
/// </summary>
internal sealed class StorageScp(INetworkStream stream, Encoding fallbackEncoding, ILogger log, DicomServiceDependencies dependencies)
    : DicomService(stream, fallbackEncoding, log, dependencies),
        IDicomServiceProvider,
        IDicomCStoreProvider,
        IDicomCEchoProvider,
        IDicomNServiceProvider,
        IDicomNEventReportRequestProvider
{
    private static readonly FrozenSet<string> StorageClasses =
        AcceptedSyntaxes.StorageClasses.Select(uid => uid.UID).ToFrozenSet(StringComparer.Ordinal);

    private static readonly DicomTransferSyntax[] ObjectSyntaxes = [.. AcceptedSyntaxes.Objects];
    private static readonly DicomTransferSyntax[] MessageSyntaxes = [.. AcceptedSyntaxes.Messages];

    // Of those that wait, on one association.
    private const int MostReports = 20;

    private readonly SemaphoreSlim reporting = new(1);
    private readonly CancellationTokenSource closed = new();
    private bool isInside;
    private ReceivingStream? current;

    private ReceiverState State => (ReceiverState)UserState!;

    /// <inheritdoc/>
    public async Task OnReceiveAssociationRequestAsync(DicomAssociation association)
    {
        if (State.Admission.Enter(association) is { } rejection)
        {
            State.Counts.Reject();
            await SendAssociationRejectAsync(rejection.Result, rejection.Source, rejection.Reason);
            return;
        }

        isInside = true;
        State.Counts.Associate();
        foreach (DicomPresentationContext context in association.PresentationContexts)
            Negotiate(context);
        await SendAssociationAcceptAsync(association);
        if (State.Commitments is { } commitments && association.PresentationContexts.Any(IsForOurReports))
            _ = Task.Run(() => ReportPendingAsync(commitments, association.CallingAE));
    }

    /// <inheritdoc/>
    public Task OnReceiveAssociationReleaseRequestAsync() => SendAssociationReleaseResponseAsync();

    /// <inheritdoc/>
    public void OnReceiveAbort(DicomAbortSource source, DicomAbortReason reason)
    {
        // The service has logged it, and tells the end below.
    }

    /// <inheritdoc/>
    public void OnConnectionClosed(Exception? exception)
    {
        if (isInside)
            State.Admission.Leave();
        isInside = false;
        closed.Cancel();
        if (exception is not null && current is not null)
            Logger.ObjectCutOff(Association.CallingAE, Association.RemoteHost);
    }

    /// <inheritdoc/>
    public Task<DicomCEchoResponse> OnCEchoRequestAsync(DicomCEchoRequest request) =>
        Task.FromResult(new DicomCEchoResponse(request, DicomStatus.Success));

    /// <inheritdoc/>
    public async Task<DicomCStoreResponse> OnCStoreRequestAsync(DicomCStoreRequest request)
    {
        ReceivingStream arrived = current!;
        current = null;
        try
        {
            Reception reception = await arrived.CompleteAsync(CancellationToken.None);
            State.Counts.Take(reception);
            Logger.ObjectReceived(Association.CallingAE, Association.RemoteHost, request.SOPInstanceUID.UID, reception);
            return new DicomCStoreResponse(request, DicomStatus.Success);
        }
        catch (IntakeRefusedException refused)
        {
            State.Counts.Refuse();
            Logger.ObjectRefused(Association.CallingAE, Association.RemoteHost, request.SOPInstanceUID.UID, refused.Refusal, refused.Message);
            return new DicomCStoreResponse(request, StoreStatus.Of(refused.Refusal));
        }
    }

    /// <inheritdoc/>
    public Task OnCStoreRequestExceptionAsync(string? tempFileName, Exception e)
    {
        current = null;
        State.Counts.Refuse();
        Logger.ObjectFailed(e.GetType().Name);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<DicomNActionResponse> OnNActionRequestAsync(DicomNActionRequest request)
    {
        DicomStatus status = TakeCommitmentRequest(request);
        return Task.FromResult(new DicomNActionResponse(request, status));
    }

    /// <inheritdoc/>
    public async Task OnSendNEventReportRequestAsync(DicomNActionRequest request)
    {
        if (request.UserState is not CommitmentRequest commitment)
            return;
        try
        {
            await State.Commitments!.DeliverAsync(commitment, ReportAsync);
        }
        catch (OperationCanceledException)
        {
            // The peer did not wait for the report: it goes out when it calls again.
        }
    }

    /// <inheritdoc/>
    public Task<DicomNEventReportResponse> OnNEventReportRequestAsync(DicomNEventReportRequest request) =>
        Task.FromResult(new DicomNEventReportResponse(request, TakeCommitmentReport(request)));

    /// <inheritdoc/>
    public Task<DicomNCreateResponse> OnNCreateRequestAsync(DicomNCreateRequest request) =>
        Task.FromResult(new DicomNCreateResponse(request, DicomStatus.UnrecognizedOperation));

    /// <inheritdoc/>
    public Task<DicomNDeleteResponse> OnNDeleteRequestAsync(DicomNDeleteRequest request) =>
        Task.FromResult(new DicomNDeleteResponse(request, DicomStatus.UnrecognizedOperation));

    /// <inheritdoc/>
    public Task<DicomNGetResponse> OnNGetRequestAsync(DicomNGetRequest request) =>
        Task.FromResult(new DicomNGetResponse(request, DicomStatus.UnrecognizedOperation));

    /// <inheritdoc/>
    public Task<DicomNSetResponse> OnNSetRequestAsync(DicomNSetRequest request) =>
        Task.FromResult(new DicomNSetResponse(request, DicomStatus.UnrecognizedOperation));

    /// <inheritdoc/>
    protected override void CreateCStoreReceiveStream(DicomFile file)
    {
        DicomFileMetaInformation meta = file.FileMetaInfo;
        current = new ReceivingStream(file);
        _dimseStream = current;
        current.Begin(State.Intake!, new ArrivingObject(
            meta.MediaStorageSOPClassUID!.UID,
            meta.MediaStorageSOPInstanceUID!.UID,
            meta.TransferSyntax.UID.UID,
            Association.CallingAE,
            Association.CalledAE));
    }

    // The object stays where it is: nothing here looks into its data set.
    /// <inheritdoc/>
    protected override DicomFile GetCStoreDicomFile() => current!.Header;

    private void Negotiate(DicomPresentationContext context)
    {
        bool isStorage = State.Intake is not null && StorageClasses.Contains(context.AbstractSyntax.UID);
        bool isKnown = isStorage
            || context.AbstractSyntax == DicomUID.Verification
            || (context.AbstractSyntax == DicomUID.StorageCommitmentPushModel && (State.Commitments is not null || State.Reports is not null));
        if (!isKnown)
            context.SetResult(DicomPresentationContextResult.RejectAbstractSyntaxNotSupported);
        else if (!context.AcceptTransferSyntaxes(isStorage ? ObjectSyntaxes : MessageSyntaxes, scpPriority: true))
            context.SetResult(DicomPresentationContextResult.RejectTransferSyntaxesNotSupported);
    }

    // Not where the peer is the provider itself, which calls to report to us (PS3.7 annex D.3.3.4).
    private static bool IsForOurReports(DicomPresentationContext context) =>
        context.AbstractSyntax == DicomUID.StorageCommitmentPushModel && context.Result == DicomPresentationContextResult.Accept && context.UserRole is not false;

    private async Task ReportPendingAsync(CommitmentProvider commitments, string callingAe)
    {
        try
        {
            foreach (CommitmentRequest request in commitments.PendingOf(callingAe, MostReports))
                await ReportAsync(await commitments.MessageOfAsync(request, closed.Token));
        }
        catch (OperationCanceledException)
        {
            // The association ended first.
        }
#pragma warning disable CA1031 // The end of a task of its own: whatever it is is told, and the association lives on.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Logger.WaitingReportsDelayed(callingAe, fault.GetType().Name);
        }
    }

    // One operation at a time is what was negotiated (PS3.7 annex D.3.3.3): the next waits for the answer to the one before.
    private async Task ReportAsync(DicomNEventReportRequest message)
    {
        await reporting.WaitAsync(closed.Token);
        try
        {
            var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var take = message.OnResponseReceived;
            message.OnResponseReceived = (request, response) =>
            {
                try
                {
                    take?.Invoke(request, response);
                }
                finally
                {
                    answered.TrySetResult();
                }
            };
            await SendRequestAsync(message);
            await answered.Task.WaitAsync(closed.Token);
        }
        finally
        {
            reporting.Release();
        }
    }

    private DicomStatus TakeCommitmentRequest(DicomNActionRequest request)
    {
        if (State.Commitments is not { } commitments || request.SOPClassUID != DicomUID.StorageCommitmentPushModel)
            return DicomStatus.SOPClassNotSupported;
        if (request.ActionTypeID != CommitmentMessages.RequestAction)
            return DicomStatus.NoSuchActionType;
        return Take(() =>
        {
            CommitmentRequest commitment = CommitmentMessages.ReadRequest(request.Dataset ?? new DicomDataset(), Association.CallingAE, Association.CalledAE);
            commitments.Take(commitment);
            request.UserState = commitment;
        });
    }

    private DicomStatus TakeCommitmentReport(DicomNEventReportRequest request)
    {
        if (State.Reports is not { } reports || request.SOPClassUID != DicomUID.StorageCommitmentPushModel)
            return DicomStatus.SOPClassNotSupported;
        return Take(() =>
        {
            CommitmentReport report = CommitmentMessages.ReadReport(request.Dataset ?? new DicomDataset());
            KillPoint.Pass(KillPoint.ReportReceived);
            if (!reports.Keep(report))
            {
                Logger.CommitmentNotAsked(Association.CallingAE, report.TransactionUid);
                return;
            }

            KillPoint.Pass(KillPoint.ReportKept);
            Logger.CommitmentReceived(Association.CallingAE, report.TransactionUid, report.Committed.Length, report.Failed.Length);
        });
    }

    // What cannot be written down is not promised: the peer asks, or reports, again.
    private DicomStatus Take(Action take)
    {
        try
        {
            take();
            return DicomStatus.Success;
        }
        catch (DicomDataException fault)
        {
            Logger.CommitmentMessageRefused(Association.CallingAE, fault.Message);
            return DicomStatus.InvalidArgumentValue;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or StoreUnavailableException)
        {
            Logger.CommitmentMessageRefused(Association.CallingAE, fault.GetType().Name);
            return DicomStatus.ResourceLimitation;
        }
    }
}
