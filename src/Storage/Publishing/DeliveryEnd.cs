using ContourFlow.Contracts;
using ContourFlow.Contracts.V1;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Processing;
using ContourFlow.Storage.Registry;

namespace ContourFlow.Storage.Publishing;

/// <summary>A delivery coming to its end, one way or the other; its case is locked.</summary>
internal sealed class DeliveryEnd(RegistryWork work, CaseRow row, DeliveryRow delivery, string publisher)
{
    /// <summary>The destination has everything.</summary>
    public async Task PublishedAsync(CancellationToken cancellationToken)
    {
        delivery.End(DeliveryState.Published);
        (delivery.PublishedAt, delivery.Fault, delivery.ReasonCode) = (work.Now, null, null);
        RevisionRow revision = await RevisionAsync(cancellationToken);
        string[] uids = RowJson.Read<string[]>(delivery.Objects);
        work.Tell(row, delivery.Revision, LedgerEvents.Published, Once(revision), new { delivery.Destination, SopInstanceUids = uids }, publisher);
        work.Say(new ResultsPublished(CaseId.Parse(row.CaseId), delivery.Revision, delivery.Destination, uids, work.Now));
        await FinishAsync(revision, cancellationToken);
    }

    /// <summary>The destination does not take it.</summary>
    public async Task RefusedAsync(HoldReason reason, CancellationToken cancellationToken)
    {
        delivery.End(DeliveryState.Refused);
        delivery.Attempts++;
        (delivery.Fault, delivery.ReasonCode) = (reason.Sentence, reason.Code);
        RevisionRow revision = await RevisionAsync(cancellationToken);
        work.Tell(
            row, delivery.Revision, LedgerEvents.DeliveryRefused, Once(revision),
            new { delivery.Destination, ReasonCode = reason.Code, Reason = reason.Sentence }, publisher);
        await FinishAsync(revision, cancellationToken);
    }

    /// <summary>It is not sent any more: a newer revision's results are, and the destination has nothing of these.</summary>
    public async Task DroppedAsync(CancellationToken cancellationToken)
    {
        delivery.End(DeliveryState.Dropped);
        await FinishAsync(await RevisionAsync(cancellationToken), cancellationToken);
    }

    // The revision is over when no delivery of it is pending any more.
    private async Task FinishAsync(RevisionRow revision, CancellationToken cancellationToken)
    {
        List<DeliveryRow> all = await work.DeliveriesAsync(row, delivery.Revision, cancellationToken);
        if (all.Exists(other => other.State == DeliveryState.Pending))
            return;
        bool isNewest = revision.Revision == row.Revision;
        if (isNewest && all.Find(other => other.State == DeliveryState.Refused) is { } refused)
        {
            ProcessingRegistry.Hold(work, row, revision, new HoldReason(refused.ReasonCode!, refused.Fault!), publisher, after: ":publishing");
            return;
        }

        // Of an older revision some may have been dropped for the newer one.
        revision.Enter(all.TrueForAll(other => other.State == DeliveryState.Published) || isNewest ? CaseState.Published : CaseState.Superseded);
        row.Follow(revision, work.Now);
    }

    private async Task<RevisionRow> RevisionAsync(CancellationToken cancellationToken) =>
        await work.RevisionAsync(row, delivery.Revision, cancellationToken) ?? throw new InvalidOperationException("A delivery has no revision.");

    private string Once(RevisionRow revision) => $"{revision.Revision}:{revision.Run}:{delivery.Destination}";
}
