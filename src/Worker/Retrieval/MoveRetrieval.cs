using System.Collections.Immutable;
using ContourFlow.Worker.Peers;
using ContourFlow.Worker.Query;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Retrieval;

/// <summary>Retrieval by C-MOVE: the archive sends the objects to an AE title that it knows the address of (DICOM PS3.4 section C.4.2).</summary>
/// <param name="archive">The archive.</param>
/// <param name="destinationAe">The title; of our own receiver, or of one that runs elsewhere.</param>
/// <param name="log">Where it logs.</param>
internal sealed class MoveRetrieval(Destination archive, string destinationAe, ILogger log) : IRetrievalWay
{
    /// <inheritdoc/>
    public string Name => "move";

    /// <inheritdoc/>
    public async Task RetrieveAsync(ImmutableArray<RetrievalPart> parts, ImmutableArray<ListedObject> objects, Action<SubOperations> counted, CancellationToken cancellationToken)
    {
        DicomStatus? absent = null;
        IDicomClient client = archive.Client();
        foreach (RetrievalPart part in parts)
            await client.AddRequestAsync(RequestFor(part, counted, status => absent = status));
        await client.SendAsync(cancellationToken);
        if (absent is not null)
            throw new QueryRefusedException(archive.Remote.Title, $"retrieval by C-MOVE to {destinationAe}", absent);
    }

    private DicomCMoveRequest RequestFor(RetrievalPart part, Action<SubOperations> counted, Action<DicomStatus> absent)
    {
        DicomCMoveRequest request = part.Instances is [var first, ..]
            ? new DicomCMoveRequest(destinationAe, part.Study, part.Series, first)
            : new DicomCMoveRequest(destinationAe, part.Study, part.Series);
        part.AddListTo(request.Dataset!);
        request.OnResponseReceived = (_, response) =>
        {
            log.Progress(Name, part.Series, response.Remaining, response.Completed, response.Failures, response.Warnings);
            if (response.Status.State == DicomState.Pending)
                return;
            if (response.Status == DicomStatus.SOPClassNotSupported || response.Status == DicomStatus.QueryRetrieveMoveDestinationUnknown)
                absent(response.Status);
            counted(new SubOperations(response.Completed, response.Failures, response.Warnings, response.Remaining)
            {
                Fault = response.Status.State == DicomState.Success ? null : response.Status,
            });
        };
        return request;
    }
}
