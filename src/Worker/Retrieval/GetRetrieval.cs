using System.Collections.Immutable;
using ContourFlow.Worker.DicomWeb;
using ContourFlow.Worker.Intake;
using ContourFlow.Worker.Peers;
using ContourFlow.Worker.Query;
using ContourFlow.Worker.Receiving;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Retrieval;

/// <summary>Retrieval by C-GET: the objects come on the association that asks for them (DICOM PS3.4 section C.4.3).</summary>
internal sealed class GetRetrieval(Destination archive, IIntake intake, ILogger log) : IRetrievalWay
{
    private readonly ObjectReception reception = new(intake, long.MaxValue);

    /// <inheritdoc/>
    public string Name => "get";

    /// <inheritdoc/>
    public async Task RetrieveAsync(ImmutableArray<RetrievalPart> parts, ImmutableArray<ListedObject> objects, Action<SubOperations> counted, CancellationToken cancellationToken)
    {
        IntakeRefusedException? full = null;
        Task stopping = Task.CompletedTask;
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        IDicomClient client = archive.Client();
        client.AdditionalPresentationContexts = RetrievalContexts.For(objects);
        client.OnCStoreRequest = async store =>
        {
            DicomCStoreResponse response;
            (response, IntakeRefusedException? refused) = await TakeAsync(store);
            if (refused is { Refusal: IntakeRefusal.NoRoom or IntakeRefusal.NotWritable } && full is null)
            {
                // No other object could be taken either: the archive is asked to stop.
                full = refused;
                stopping = giveUp.CancelAsync();
            }

            return response;
        };
        DicomStatus? absent = null;
        foreach (RetrievalPart part in parts)
            await client.AddRequestAsync(RequestFor(part, counted, status => absent = status));
        try
        {
            await client.SendAsync(giveUp.Token);
        }
        catch (OperationCanceledException) when (full is not null)
        {
            // Thrown below, for what it is.
        }

        await stopping;
        if (full is not null)
            throw full;
        if (absent is not null)
            throw new QueryRefusedException(archive.Remote.Title, "retrieval by C-GET", absent);
    }

    private DicomCGetRequest RequestFor(RetrievalPart part, Action<SubOperations> counted, Action<DicomStatus> absent)
    {
        DicomCGetRequest request = part.Instances is [var first, ..]
            ? new DicomCGetRequest(part.Study, part.Series, first)
            : new DicomCGetRequest(part.Study, part.Series);
        part.AddListTo(request.Dataset!);
        request.OnResponseReceived = (_, response) =>
        {
            log.Progress(Name, part.Series, response.Remaining, response.Completed, response.Failures, response.Warnings);
            if (response.Status.State == DicomState.Pending)
                return;
            if (response.Status == DicomStatus.SOPClassNotSupported)
                absent(response.Status);
            counted(new SubOperations(response.Completed, response.Failures, response.Warnings, response.Remaining)
            {
                Fault = response.Status.State == DicomState.Success ? null : response.Status,
            });
        };
        return request;
    }

    private async Task<(DicomCStoreResponse Response, IntakeRefusedException? Refused)> TakeAsync(DicomCStoreRequest store)
    {
        try
        {
            await using Stream file = store.File!.File!.OpenRead();
            FileHeader header = await FileHeader.ReadAsync(file, CancellationToken.None);
            header = header with { SendingAe = archive.Remote.Title, ReceivingAe = archive.CallingAe };
            await reception.TakeAsync(header, file, studyInstanceUid: null, seriesInstanceUid: null, CancellationToken.None);
            return (new DicomCStoreResponse(store, DicomStatus.Success), null);
        }
        catch (IntakeRefusedException refused)
        {
            log.ObjectRefused(store.SOPInstanceUID.UID, refused.Refusal, refused.Message);
            return (new DicomCStoreResponse(store, StoreStatus.Of(refused.Refusal)), refused);
        }
    }
}
