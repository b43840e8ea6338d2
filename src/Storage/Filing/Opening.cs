using ContourFlow.Contracts;
using ContourFlow.Contracts.V1;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Processing;
using ContourFlow.Storage.Publishing;
using ContourFlow.Storage.Registry;
using Microsoft.EntityFrameworkCore;

namespace ContourFlow.Storage.Filing;

/// <summary>A revision being opened, of a case that is locked.</summary>
internal sealed class Opening(RegistryWork work, CaseRow row)
{
    /// <summary>Opens it.</summary>
    /// <exception cref="ArgumentException">An input is not filed.</exception>
    public async Task RunAsync(NewRevision opened, CancellationToken cancellationToken)
    {
        List<StoredObject> inputs = await InputsAsync(opened, cancellationToken);
        await SupersedeAsync(cancellationToken);
        var revision = new RevisionRow
        {
            CaseId = row.CaseId,
            Revision = row.Revision + 1,
            State = CaseState.Queued,
            InputsHash = opened.InputsHash,
            Inputs = RowJson.Write(inputs),
            ProtocolName = opened.Protocol,
            OpenedAt = work.Now,
        };
        work.Db.Revisions.Add(revision);
        (row.Revision, row.NewestInputsHash, row.Protocol, row.WaitingFor) = (revision.Revision, opened.InputsHash, opened.Protocol, RowJson.Nothing);
        row.Enter(CaseState.Queued, work.Now);
        row.LookAt(due: null, work.Now);
        work.Tell(row, revision.Revision, LedgerEvents.RevisionOpened, $"{revision.Revision}", new
        {
            opened.InputsHash,
            opened.Protocol,
            Inputs = inputs.Select(input => new { input.SopInstanceUid, input.Sha256 }),
        });
        work.AskFor(revision);
        work.Say(new RevisionOpened(CaseId.Parse(row.CaseId), revision.Revision, opened.InputsHash, work.Now));
    }

    private async Task<List<StoredObject>> InputsAsync(NewRevision opened, CancellationToken cancellationToken)
    {
        string[] uids = [.. opened.SopInstanceUids.Distinct(StringComparer.Ordinal)];
        List<StoredObject> inputs = await work.Db.Objects.Where(filed => uids.Contains(filed.SopInstanceUid))
            .Select(filed => new StoredObject(filed.SopInstanceUid, filed.SopClassUid, filed.Sha256, filed.StoreKey, filed.Length))
            .ToListAsync(cancellationToken);
        if (inputs.Count != uids.Length)
            throw new ArgumentException($"{uids.Length - inputs.Count} of {uids.Length} inputs of the revision are not filed.", nameof(opened));
        inputs.Sort((one, other) => string.CompareOrdinal(one.SopInstanceUid, other.SopInstanceUid));
        return inputs;
    }

    // What a destination may have of an older revision already is brought to its end there; the rest is not begun.
    private async Task SupersedeAsync(CancellationToken cancellationToken)
    {
        List<RevisionRow> older = await work.Db.Revisions.Where(revision => revision.CaseId == row.CaseId)
            .Where(revision => revision.State != CaseState.Published && revision.State != CaseState.Finished
                && revision.State != CaseState.Rejected && revision.State != CaseState.Superseded)
            .ToListAsync(cancellationToken);
        foreach (RevisionRow revision in older)
        {
            bool isUnderWay = false;
            foreach (DeliveryRow delivery in await work.DeliveriesAsync(row, revision.Revision, cancellationToken))
            {
                if (delivery.State == DeliveryState.AwaitingDecision || delivery.State == DeliveryState.Pending && !await HasBegunAsync(delivery, cancellationToken))
                    delivery.End(DeliveryState.Dropped);
                isUnderWay |= delivery.State == DeliveryState.Pending;
            }

            if (!isUnderWay)
                revision.Enter(CaseState.Superseded);
        }
    }

    private async Task<bool> HasBegunAsync(DeliveryRow delivery, CancellationToken cancellationToken) =>
        delivery.ClaimedBy is not null || await work.HasSentAsync(delivery, cancellationToken);
}
