using ContourFlow.Contouring.Faults;
using ContourFlow.Worker.Peers;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Sending;

/// <summary>Stores objects in an archive by C-STORE and writes down each answer as it comes.</summary>
/// <param name="destination">The archive.</param>
/// <param name="ledger">What is known of the objects there.</param>
/// <param name="filesAreCopies">Whether the files are copies that the program made for sending.</param>
/// <param name="log">Where it logs.</param>
internal sealed class StorageScu(Destination destination, ISendLedger ledger, bool filesAreCopies, ILogger log)
{
    // Objects on one association: so many that making it costs nothing, so few that what is open of them is little.
    private const int Batch = 200;

    /// <summary>Sends the objects that wait. One that cannot be read, or not be changed into what the archive takes, is refused here and keeps no other away.</summary>
    /// <exception cref="DicomNetworkException">The archive cannot be reached, or was lost: what it had not answered still waits.</exception>
    /// <exception cref="TransientException">A copy cannot be read: what was not answered still waits.</exception>
    public async Task SendAsync(IReadOnlyList<OutgoingObject> objects, CancellationToken cancellationToken)
    {
        foreach (OutgoingObject[] batch in objects.Where(item => ledger.Of(item).State == SendState.Waiting).Chunk(Batch))
            await SendBatchAsync(batch, cancellationToken);
    }

    private async Task SendBatchAsync(OutgoingObject[] batch, CancellationToken cancellationToken)
    {
        var open = new Queue<(OutgoingObject Item, DicomCStoreRequest Request)>();
        foreach (OutgoingObject item in batch)
        {
            if (RequestFor(item, answered: () => open.Dequeue()) is { } request)
                open.Enqueue((item, request));
        }

        while (open.Count > 0)
        {
            IDicomClient client = destination.Client();
            foreach ((_, DicomCStoreRequest request) in open)
                await client.AddRequestAsync(request);
            try
            {
                await client.SendAsync(cancellationToken);
                return;
            }
            catch (Exception fault) when (filesAreCopies && IsOfTheDisk(fault))
            {
                throw Unreadable(fault);
            }
            catch (Exception fault) when (IsOfTheObject(fault) && open.Count > 0)
            {
                // They are sent and answered one after the other: the first without an answer is the one at fault.
                Refuse(open.Dequeue().Item, fault);
            }
        }
    }

    private DicomCStoreRequest? RequestFor(OutgoingObject item, Action answered)
    {
        DicomCStoreRequest request;
        try
        {
            request = new DicomCStoreRequest(item.Path);
        }
        catch (Exception fault) when (filesAreCopies && IsOfTheDisk(fault))
        {
            throw Unreadable(fault);
        }
        catch (Exception fault) when (IsOfTheObject(fault) || fault is IOException)
        {
            Refuse(item, fault);
            return null;
        }

        request.OnResponseReceived = (_, response) =>
        {
            if (response.Status.State == DicomState.Pending)
                return;
            answered();
            SendRecord before = ledger.Of(item);
            SendState state = StoreAnswer.StateAfter(response.Status, before.FollowsOther);
            ledger.Write(before with { State = state, Status = response.Status.Code, Attempts = before.Attempts + 1 });
            if (response.Status.Code == StoreAnswer.Duplicate)
                log.IsThereAlready(item.SopInstanceUid, destination.Remote.Title, before.FollowsOther ? "with other content, which was sent before: give this one a UID of its own, or have the other removed" : "whether with this content cannot be seen");
            else if (state == SendState.Sent)
                log.Sent(item.SopInstanceUid, destination.Remote.Title, response.Status.Code);
            else
                log.NotTaken(item.SopInstanceUid, destination.Remote.Title, response.Status.Code, response.Status.Description);
        };
        return request;
    }

    private void Refuse(OutgoingObject item, Exception fault)
    {
        ledger.Write(ledger.Of(item) with { State = SendState.Refused, Status = null });
        log.CannotBeSent(item.SopInstanceUid, destination.Remote.Title, fault.Message);
    }

    // And not of the line, which may be there again in a moment.
    private static bool IsOfTheObject(Exception fault) =>
        fault is (DicomException and not DicomNetworkException) or FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException;

    // Gone, not to be read, or changed since it was opened. What ends before its end is no fault of the disk.
    private static bool IsOfTheDisk(Exception fault) =>
        fault is not DicomNetworkException && fault.GetBaseException() is (IOException and not EndOfStreamException) or UnauthorizedAccessException;

    private static TransientException Unreadable(Exception fault) => new("A copy that was made for sending cannot be read.", fault);
}
