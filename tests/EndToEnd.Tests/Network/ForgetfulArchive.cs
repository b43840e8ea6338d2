using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging;

namespace ContourFlow.EndToEnd.Tests.Network;

/// <summary>An archive with the faults of archives: forgets what it took, or reports late, or not at all.</summary>
internal sealed class ForgetfulArchive : IDisposable
{
    private readonly IDicomServer server;

    public ForgetfulArchive() => server = DicomServerFactory.Create<Service>("127.0.0.1", 0, userState: this);

    public int Port => server.Port;

    /// <summary>SOP Instance UIDs that are answered with success and forgotten, the first time they come.</summary>
    public ConcurrentDictionary<string, bool> Forgets { get; } = new(StringComparer.Ordinal);

    /// <summary>How often each object came.</summary>
    public ConcurrentDictionary<string, int> Came { get; } = new(StringComparer.Ordinal);

    /// <summary>What it has.</summary>
    public ConcurrentDictionary<string, bool> Has { get; } = new(StringComparer.Ordinal);

    /// <summary>Requests for commitment.</summary>
    public ConcurrentQueue<DicomDataset> Asked { get; } = new();

    /// <summary>Whether reports come, on the association that asked.</summary>
    public bool Reports { get; set; } = true;

    /// <summary>Status of every C-STORE; null: as it should be.</summary>
    public DicomStatus? Answers { get; set; }

    /// <summary>How many C-STOREs are answered that there is no room.</summary>
    public int TimesWithoutRoom;

    public void Dispose() => server.Dispose();

    /// <summary>The report on a request.</summary>
    public DicomNEventReportRequest ReportOn(DicomDataset asked)
    {
        ILookup<bool, DicomDataset> items = asked.GetSequence(DicomTag.ReferencedSOPSequence).Items.ToLookup(item => Has.ContainsKey(item.GetSingleValue<string>(DicomTag.ReferencedSOPInstanceUID)));
        var report = new DicomDataset { { DicomTag.TransactionUID, asked.GetSingleValue<string>(DicomTag.TransactionUID) } };
        if (items[true].Any())
            report.Add(new DicomSequence(DicomTag.ReferencedSOPSequence, [.. items[true].Select(item => item.Clone())]));
        if (items[false].Any())
            report.Add(new DicomSequence(DicomTag.FailedSOPSequence, [.. items[false].Select(item => item.Clone().Add(DicomTag.FailureReason, (ushort)0x0112))]));
        // Event types of PS3.4 table J.3-2.
        return new DicomNEventReportRequest(DicomUID.StorageCommitmentPushModel, DicomUID.StorageCommitmentPushModelInstance, items[false].Any() ? (ushort)2 : (ushort)1) { Dataset = report };
    }

    private sealed class Service(INetworkStream stream, Encoding encoding, ILogger log, DicomServiceDependencies dependencies)
        : DicomService(stream, encoding, log, dependencies), IDicomServiceProvider, IDicomCStoreProvider, IDicomNServiceProvider, IDicomNEventReportRequestProvider
    {
        private ForgetfulArchive Archive => (ForgetfulArchive)UserState!;

        public Task OnReceiveAssociationRequestAsync(DicomAssociation association)
        {
            foreach (DicomPresentationContext context in association.PresentationContexts)
                context.AcceptTransferSyntaxes(DicomTransferSyntax.ExplicitVRLittleEndian, DicomTransferSyntax.ImplicitVRLittleEndian);
            return SendAssociationAcceptAsync(association);
        }

        public Task OnReceiveAssociationReleaseRequestAsync() => SendAssociationReleaseResponseAsync();

        public void OnReceiveAbort(DicomAbortSource source, DicomAbortReason reason)
        {
        }

        public void OnConnectionClosed(Exception? exception)
        {
        }

        public Task<DicomCStoreResponse> OnCStoreRequestAsync(DicomCStoreRequest request)
        {
            string uid = request.SOPInstanceUID.UID;
            Archive.Came.AddOrUpdate(uid, 1, (_, count) => count + 1);
            if (Interlocked.Decrement(ref Archive.TimesWithoutRoom) >= 0)
                return Task.FromResult(new DicomCStoreResponse(request, new DicomStatus("A700", DicomState.Failure, "")));
            if (Archive.Answers is { } status)
                return Task.FromResult(new DicomCStoreResponse(request, status));
            if (!Archive.Forgets.TryRemove(uid, out _))
                Archive.Has[uid] = true;
            return Task.FromResult(new DicomCStoreResponse(request, DicomStatus.Success));
        }

        public Task OnCStoreRequestExceptionAsync(string? tempFileName, Exception e) => Task.CompletedTask;

        public Task<DicomNActionResponse> OnNActionRequestAsync(DicomNActionRequest request)
        {
            Archive.Asked.Enqueue(request.Dataset!);
            return Task.FromResult(new DicomNActionResponse(request, DicomStatus.Success));
        }

        public async Task OnSendNEventReportRequestAsync(DicomNActionRequest request)
        {
            if (Archive.Reports)
                await SendRequestAsync(Archive.ReportOn(request.Dataset!));
        }

        public Task<DicomNCreateResponse> OnNCreateRequestAsync(DicomNCreateRequest request) => throw new NotSupportedException();

        public Task<DicomNDeleteResponse> OnNDeleteRequestAsync(DicomNDeleteRequest request) => throw new NotSupportedException();

        public Task<DicomNEventReportResponse> OnNEventReportRequestAsync(DicomNEventReportRequest request) => throw new NotSupportedException();

        public Task<DicomNGetResponse> OnNGetRequestAsync(DicomNGetRequest request) => throw new NotSupportedException();

        public Task<DicomNSetResponse> OnNSetRequestAsync(DicomNSetRequest request) => throw new NotSupportedException();
    }
}
