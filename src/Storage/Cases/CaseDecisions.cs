using ContourFlow.Storage.Filing;
using ContourFlow.Storage.Processing;
using ContourFlow.Storage.Publishing;
using ContourFlow.Storage.Registry;
using Microsoft.EntityFrameworkCore;

namespace ContourFlow.Storage.Cases;

/// <summary>Takes down what people decide, and has done what follows from it.</summary>
internal sealed class CaseDecisions(RegistryTransactions transactions) : ICaseDecisions
{
    private const string RejectedByReviewer = "rejected";

    // A look that is further off is another question to an archive, and no quiet time.
    private static readonly TimeSpan StillArriving = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public Task<DecisionOutcome> RetryAsync(Decision decision, CancellationToken cancellationToken) =>
        DecideAsync(
            decision,
            async (work, row, revision) =>
            {
                List<DeliveryRow> deliveries = await work.DeliveriesAsync(row, revision.Revision, cancellationToken);
                bool wasRefused = row.State == CaseState.Held && deliveries.Exists(delivery => delivery.State == DeliveryState.Refused);
                if (row.State is not (CaseState.Held or CaseState.Rejected or CaseState.Queued) || !wasRefused && !await HasInputsAsync(work, revision, cancellationToken))
                    return DecisionOutcome.NotInThisState;
                revision.Run++;
                revision.Attempts = 0;
                work.Tell(row, revision.Revision, LedgerEvents.Retried, $"{revision.Revision}:{revision.Run}", new { decision.Reason, Again = wasRefused ? "delivery" : "processing" }, decision.By);
                if (wasRefused)
                {
                    Publish(work, row, revision, deliveries.Where(delivery => delivery.State == DeliveryState.Refused));
                    return DecisionOutcome.Taken;
                }

                foreach (DeliveryRow delivery in deliveries.Where(delivery => delivery.State != DeliveryState.Published))
                    delivery.End(DeliveryState.Dropped);
                revision.Enter(CaseState.Queued);
                row.Enter(CaseState.Queued, work.Now);
                work.AskFor(revision);
                return DecisionOutcome.Taken;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<DecisionOutcome> ReleaseAsync(Decision decision, CancellationToken cancellationToken)
    {
        NeedsReason(decision);
        return DecideAsync(
            decision,
            async (work, row, revision) =>
            {
                if (row.State != CaseState.Held)
                    return DecisionOutcome.NotInThisState;
                List<DeliveryRow> deliveries = await work.DeliveriesAsync(row, revision.Revision, cancellationToken);
                DeliveryRow[] withheld = [.. deliveries.Where(delivery => delivery.State == DeliveryState.AwaitingDecision)];
                bool hasResults = await work.Db.Results.AnyAsync(made => made.CaseId == row.CaseId && made.Revision == revision.Revision, cancellationToken);
                if (!hasResults || withheld.Length == 0 && deliveries.Count > 0)
                    return DecisionOutcome.NothingToRelease;
                work.Tell(row, revision.Revision, LedgerEvents.Released, $"{revision.Revision}:{revision.Run}", new { decision.Reason, HeldFor = revision.ReasonCode, decision.Evidence }, decision.By);
                Publish(work, row, revision, withheld);
                return DecisionOutcome.Taken;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<DecisionOutcome> AcceptAsync(Decision decision, CancellationToken cancellationToken) =>
        DecideAsync(
            decision,
            async (work, row, revision) =>
            {
                if (row.State != CaseState.AwaitingReview)
                    return DecisionOutcome.NotInThisState;
                List<DeliveryRow> deliveries = await work.DeliveriesAsync(row, revision.Revision, cancellationToken);
                work.Tell(row, revision.Revision, LedgerEvents.Accepted, $"{revision.Revision}:{revision.Run}", new { decision.Reason, decision.Evidence }, decision.By);
                Publish(work, row, revision, deliveries.Where(delivery => delivery.State == DeliveryState.AwaitingDecision));
                return DecisionOutcome.Taken;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<DecisionOutcome> RejectAsync(Decision decision, CancellationToken cancellationToken)
    {
        NeedsReason(decision);
        return DecideAsync(
            decision,
            async (work, row, revision) =>
            {
                if (row.State is not (CaseState.AwaitingReview or CaseState.Held))
                    return DecisionOutcome.NotInThisState;
                foreach (DeliveryRow delivery in await work.DeliveriesAsync(row, revision.Revision, cancellationToken))
                    if (delivery.State is DeliveryState.AwaitingDecision or DeliveryState.Refused)
                        delivery.End(DeliveryState.Dropped);
                work.Tell(row, revision.Revision, LedgerEvents.Rejected, $"{revision.Revision}:{revision.Run}", new { decision.Reason, HeldFor = revision.ReasonCode, decision.Evidence }, decision.By);
                revision.Enter(CaseState.Rejected, RejectedByReviewer, decision.Reason);
                row.Enter(CaseState.Rejected, work.Now, RejectedByReviewer, decision.Reason);
                return DecisionOutcome.Taken;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<DecisionOutcome> RerunAsync(Decision decision, string protocol, CancellationToken cancellationToken)
    {
        NeedsReason(decision);
        ArgumentException.ThrowIfNullOrWhiteSpace(protocol);
        return DecideAsync(
            decision,
            async (work, row, revision) =>
            {
                bool isOver = revision.State is CaseState.Held or CaseState.Rejected or CaseState.AwaitingReview or CaseState.Finished or CaseState.Published;
                if (!isOver || !await HasInputsAsync(work, revision, cancellationToken))
                    return DecisionOutcome.NotInThisState;

                // Under a number of its own: nothing that a worker, a publisher or a reviewer still has in hand of the old results can be taken for one of the new.
                int opened = revision.Revision + 1;
                DateTimeOffset? due = row.DueAt;
                work.Tell(row, opened, LedgerEvents.Rerun, $"{opened}", new { decision.Reason, OfRevision = revision.Revision, From = revision.ProtocolName, To = protocol }, decision.By);
                StoredObject[] inputs = RowJson.Read<StoredObject[]>(revision.Inputs);
                await new Opening(work, row).RunAsync(
                    new NewRevision(
                        InputsHash.Of(protocol, inputs.Select(input => (input.SopInstanceUid, input.Sha256))),
                        [.. inputs.Select(input => input.SopInstanceUid)],
                        protocol),
                    cancellationToken);

                // Another protocol may fuse an MR that this one had no use for. What is still arriving is not looked at before it would have been.
                row.Asked = 0;
                row.LookAt(due > work.Now && due < work.Now + StillArriving ? due : work.Now, work.Now);
                return DecisionOutcome.Taken;
            },
            cancellationToken);
    }

    private Task<DecisionOutcome> DecideAsync(
        Decision decision, Func<RegistryWork, CaseRow, RevisionRow, Task<DecisionOutcome>> act, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(decision);
        ArgumentException.ThrowIfNullOrWhiteSpace(decision.By, nameof(decision));
        return transactions.WriteAsync(
            async work =>
            {
                if (await work.LockAsync(decision.CaseId, cancellationToken) is not { } row)
                    return DecisionOutcome.NoSuchCase;
                if (decision.Version is { } seen && seen != row.Version)
                    return DecisionOutcome.Stale;
                return await work.RevisionAsync(row, row.Revision, cancellationToken) is { } revision
                    ? await act(work, row, revision)
                    : DecisionOutcome.NotInThisState;
            },
            cancellationToken);
    }

    private static void Publish(RegistryWork work, CaseRow row, RevisionRow revision, IEnumerable<DeliveryRow> deliveries)
    {
        DeliveryRow[] begun = [.. deliveries];
        foreach (DeliveryRow delivery in begun)
        {
            delivery.Begin(work.Now);
            work.AskFor(delivery);
        }

        revision.Enter(begun.Length == 0 ? CaseState.Finished : CaseState.Publishing);
        row.Enter(revision.State, work.Now);
    }

    // Objects of cases that are over are not kept for ever.
    private static async Task<bool> HasInputsAsync(RegistryWork work, RevisionRow revision, CancellationToken cancellationToken)
    {
        string[] uids = [.. RowJson.Read<StoredObject[]>(revision.Inputs).Select(input => input.SopInstanceUid)];
        return await work.Db.Objects.CountAsync(filed => uids.Contains(filed.SopInstanceUid), cancellationToken) == uids.Length;
    }

    private static void NeedsReason(Decision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        ArgumentException.ThrowIfNullOrWhiteSpace(decision.Reason, nameof(decision));
    }
}
