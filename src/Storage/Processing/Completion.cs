using ContourFlow.Contracts;
using ContourFlow.Contracts.V1;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Publishing;
using ContourFlow.Storage.Registry;
using Microsoft.EntityFrameworkCore;

namespace ContourFlow.Storage.Processing;

/// <summary>What came of a revision being taken down; its case is locked.</summary>
internal sealed class Completion(RegistryWork work, CaseRow row, RevisionRow revision, string worker)
{
    /// <summary>Takes it down.</summary>
    public async Task RunAsync(ProcessedRevision result, CancellationToken cancellationToken)
    {
        await StoreAsync(result, cancellationToken);
        (revision.ProtocolName, revision.ProtocolHash, revision.ProcessedAt) = (result.ProtocolName, result.ProtocolHash, work.Now);
        Route[] routes = [.. result.Routes.Where(route => route.SopInstanceUids.Count > 0)];
        bool waitsForPerson = result.Held is not null || result.AfterReview;
        List<DeliveryRow> deliveries = await DeliveriesAsync(routes, waitsForPerson, cancellationToken);
        work.Tell(row, revision.Revision, LedgerEvents.Processed, $"{revision.Revision}:{revision.Run}", Details(result, routes), worker);
        // Doses that are there are scored on the new structures, also on those that are held.
        await work.LookAtDosesAsync(row, TimeSpan.Zero, cancellationToken);
        if (result.Held is { } reason)
        {
            ProcessingRegistry.Hold(work, row, revision, reason, worker);
            return;
        }

        revision.Enter(routes.Length == 0 ? CaseState.Finished : result.AfterReview ? CaseState.AwaitingReview : CaseState.Publishing);
        row.Follow(revision, work.Now);
        work.Say(new CaseProcessed(
            CaseId.Parse(row.CaseId), revision.Revision, result.ProtocolName, result.ProtocolHash, [.. result.Objects.Select(made => made.SopInstanceUid)], work.Now));
        foreach (DeliveryRow delivery in deliveries.Where(delivery => delivery.State == DeliveryState.Pending))
            work.AskFor(delivery);
    }

    // Results of a run before this one go; their hashes stay in the ledger, and their files until nothing names them.
    private async Task StoreAsync(ProcessedRevision result, CancellationToken cancellationToken)
    {
        if (revision.Run > 0)
        {
            List<ResultRow> objects = await work.Db.Results.Where(old => old.CaseId == row.CaseId && old.Revision == revision.Revision).ToListAsync(cancellationToken);
            List<ResultFileRow> files = await work.Db.ResultFiles.Where(old => old.CaseId == row.CaseId && old.Revision == revision.Revision).ToListAsync(cancellationToken);
            await ReleasedKeys.AddAsync(work, [.. objects.Select(old => old.StoreKey), .. files.Select(old => old.StoreKey)], cancellationToken);
            work.Db.RemoveRange(objects);
            work.Db.RemoveRange(files);

            // Nobody has seen the new ones.
            work.Db.RemoveRange(await work.Db.Seen.Where(old => old.CaseId == row.CaseId && old.Revision == revision.Revision).ToListAsync(cancellationToken));
            await work.Db.SaveChangesAsync(cancellationToken);
        }

        work.Db.Results.AddRange(result.Objects.Select(made => new ResultRow
        {
            CaseId = row.CaseId,
            Revision = revision.Revision,
            SopInstanceUid = made.SopInstanceUid,
            SopClassUid = made.SopClassUid,
            StudyUid = made.StudyInstanceUid,
            SeriesUid = made.SeriesInstanceUid,
            Sha256 = made.Sha256,
            StoreKey = made.StoreKey,
            Length = made.Length,
        }));
        work.Db.ResultFiles.AddRange(result.Files.Select(made => new ResultFileRow
        {
            CaseId = row.CaseId,
            Revision = revision.Revision,
            Name = made.Name,
            Sha256 = made.Sha256,
            StoreKey = made.StoreKey,
            Length = made.Length,
        }));
    }

    private async Task<List<DeliveryRow>> DeliveriesAsync(Route[] routes, bool waitsForPerson, CancellationToken cancellationToken)
    {
        List<DeliveryRow> known = await work.DeliveriesAsync(row, revision.Revision, cancellationToken);
        foreach (DeliveryRow gone in known.Where(delivery => !Array.Exists(routes, route => route.Destination == delivery.Destination)))
            if (gone.State != DeliveryState.Published)
                gone.End(DeliveryState.Dropped);
        var deliveries = new List<DeliveryRow>();
        foreach (Route route in routes)
        {
            string objects = RowJson.Write(route.SopInstanceUids.Order(StringComparer.Ordinal));
            DeliveryRow? delivery = known.Find(old => old.Destination == route.Destination);
            if (delivery is null)
            {
                delivery = new DeliveryRow { CaseId = row.CaseId, Revision = revision.Revision, Destination = route.Destination, Objects = objects };
                work.Db.Deliveries.Add(delivery);
            }

            delivery.Objects = objects;
            delivery.Begin(work.Now);
            if (waitsForPerson)
                delivery.State = DeliveryState.AwaitingDecision;
            deliveries.Add(delivery);
        }

        return deliveries;
    }

    private static object Details(ProcessedRevision result, Route[] routes) => new
    {
        result.ProtocolName,
        result.ProtocolHash,
        Results = result.Objects.Select(made => new { made.SopInstanceUid, made.Sha256 }),
        Files = result.Files.Select(made => new { made.Name, made.Sha256 }),
        Destinations = routes.Select(route => route.Destination),
        Milliseconds = result.Steps.ToDictionary(step => step.Key, step => (long)step.Value.TotalMilliseconds, StringComparer.Ordinal),
    };
}
