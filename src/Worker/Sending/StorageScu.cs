using ContourFlow.Worker.Peers;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Sending;

/// <summary>Stores objects in an archive by C-STORE and writes down each answer as it comes.</summary>
internal sealed class StorageScu(Destination destination, SendLedger ledger, ILogger log)
{
    // Objects on one association: so many that making it costs nothing, so few that what is open of them is little.
    private const int Batch = 200;

    /// <summary>Sends the objects that wait.</summary>
    /// <exception cref="DicomNetworkException">The archive cannot be reached, or was lost: what it had not answered still waits.</exception>
    public async Task SendAsync(IReadOnlyList<OutgoingObject> objects, CancellationToken cancellationToken)
    {
        foreach (OutgoingObject[] batch in objects.Where(item => ledger.Of(item).State == SendState.Waiting).Chunk(Batch))
        {
            IDicomClient client = destination.Client();
            foreach (OutgoingObject item in batch)
                await client.AddRequestAsync(RequestFor(item));
            await client.SendAsync(cancellationToken);
        }
    }

    private DicomCStoreRequest RequestFor(OutgoingObject item)
    {
        var request = new DicomCStoreRequest(item.Path);
        request.OnResponseReceived = (_, response) =>
        {
            SendRecord before = ledger.Of(item);
            SendRecord after = before with { State = StoreAnswer.StateAfter(response.Status), Status = response.Status.Code, Attempts = before.Attempts + 1 };
            ledger.Write(after);
            if (after.State == SendState.Sent)
                log.Sent(item.SopInstanceUid, destination.Remote.Title, response.Status.Code);
            else
                log.NotTaken(item.SopInstanceUid, destination.Remote.Title, response.Status.Code, response.Status.Description);
        };
        return request;
    }
}
