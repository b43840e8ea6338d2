using ContourFlow.Contracts;
using ContourFlow.Storage.Processing;
using ContourFlow.Storage.Registry;
using Microsoft.EntityFrameworkCore;

namespace ContourFlow.Storage.Publishing;

/// <summary>Gives deliveries to publishers, and takes down how far they are.</summary>
internal sealed class PublishingRegistry(RegistryTransactions transactions) : IPublishingRegistry
{
    /// <inheritdoc/>
    public Task<ClaimedDelivery?> ClaimAsync(
        CaseId caseId, int revision, string destination, string publisher, TimeSpan claimedFor, CancellationToken cancellationToken) =>
        transactions.WriteAsync(
            async work =>
            {
                if (await FindAsync(work, caseId, revision, run: null, destination, cancellationToken) is not ({ } row, { State: DeliveryState.Pending } delivery))
                    return null;
                bool isDue = delivery.NextAttemptAt <= work.Now || delivery.NextAttemptSetAt > work.Skewed;
                bool isAnothers = delivery.ClaimedBy is not null && delivery.ClaimedUntil > work.Now && delivery.ClaimedAt <= work.Skewed;
                if (!isDue || isAnothers)
                    return null;

                // It was being sent when a newer revision was opened, and nothing of it came there: sent now, the old results may be the last that come.
                if (delivery.Revision < row.Revision && !await work.HasSentAsync(delivery, cancellationToken))
                {
                    await new DeliveryEnd(work, row, delivery, publisher).DroppedAsync(cancellationToken);
                    return null;
                }

                (delivery.ClaimedBy, delivery.ClaimedAt, delivery.ClaimedUntil, delivery.MessageUsed) = (publisher, work.Now, work.Now + claimedFor, true);
                string[] uids = RowJson.Read<string[]>(delivery.Objects);
                List<ResultRow> objects = await work.Db.Results
                    .Where(row => row.CaseId == delivery.CaseId && row.Revision == revision && uids.Contains(row.SopInstanceUid))
                    .OrderBy(row => row.SopInstanceUid)
                    .ToListAsync(cancellationToken);
                RevisionRow claimed = (await work.RevisionAsync(row, revision, cancellationToken))!;
                return new ClaimedDelivery(delivery.ToDelivery(), [.. objects.Select(row => row.ToResult())]) { Run = claimed.Run };
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<bool> RenewAsync(
        CaseId caseId, int revision, int run, string destination, string publisher, TimeSpan claimedFor, CancellationToken cancellationToken)
    {
        string id = caseId.ToString();
        return transactions.WriteAsync(
            async work =>
            {
                (DateTimeOffset now, DateTimeOffset until) = (work.Now, work.Now + claimedFor);
                return await work.Db.Deliveries
                    .Where(row => row.CaseId == id && row.Revision == revision && row.Destination == destination)
                    .Where(row => row.State == DeliveryState.Pending && row.ClaimedBy == publisher)
                    .Where(row => work.Db.Revisions.Any(made => made.CaseId == id && made.Revision == revision && made.Run == run))
                    .ExecuteUpdateAsync(row => row.SetProperty(claimed => claimed.ClaimedUntil, until).SetProperty(claimed => claimed.ClaimedAt, now), cancellationToken) == 1;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> PublishedAsync(CaseId caseId, int revision, int run, string destination, string publisher, CancellationToken cancellationToken) =>
        transactions.WriteAsync(
            async work =>
            {
                if (await FindAsync(work, caseId, revision, run, destination, cancellationToken) is not ({ } row, { State: DeliveryState.Pending } delivery))
                    return false;
                await new DeliveryEnd(work, row, delivery, publisher).PublishedAsync(cancellationToken);
                return true;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task PostponeAsync(
        CaseId caseId, int revision, int run, string destination, string publisher, string fault, TimeSpan pause, CancellationToken cancellationToken) =>
        transactions.WriteAsync(
            async work =>
            {
                if (await FindAsync(work, caseId, revision, run, destination, cancellationToken) is not (_, { State: DeliveryState.Pending } delivery)
                    || delivery.ClaimedBy != publisher)
                    return;
                delivery.Unclaim();
                delivery.Attempts++;
                (delivery.Fault, delivery.NextAttemptAt, delivery.NextAttemptSetAt) = (fault, work.Now + pause, work.Now);
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task RefusedAsync(
        CaseId caseId, int revision, int run, string destination, string publisher, HoldReason reason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return transactions.WriteAsync(
            async work =>
            {
                if (await FindAsync(work, caseId, revision, run, destination, cancellationToken) is ({ } row, { State: DeliveryState.Pending } delivery))
                    await new DeliveryEnd(work, row, delivery, publisher).RefusedAsync(reason, cancellationToken);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<SentObject>> SentAsync(
        string destination, IReadOnlyCollection<string> sopInstanceUids, CancellationToken cancellationToken) =>
        transactions.ReadAsync(
            async db => (IReadOnlyList<SentObject>)[.. (await db.Sent
                .Where(row => row.Destination == destination && sopInstanceUids.Contains(row.SopInstanceUid))
                .OrderBy(row => row.SopInstanceUid)
                .ToListAsync(cancellationToken)).Select(row => row.ToSent())],
            cancellationToken);

    /// <inheritdoc/>
    public Task TakeDownAsync(string destination, IReadOnlyCollection<SentObject> objects, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(objects);
        return transactions.WriteAsync(
            async work =>
            {
                string[] uids = [.. objects.Select(sent => sent.SopInstanceUid)];
                Dictionary<string, SentRow> known = await work.Db.Sent.ForUpdate()
                    .Where(row => row.Destination == destination && uids.Contains(row.SopInstanceUid))
                    .OrderBy(row => row.SopInstanceUid)
                    .ToDictionaryAsync(row => row.SopInstanceUid, StringComparer.Ordinal, cancellationToken);
                foreach (SentObject sent in objects)
                    TakeDown(work, destination, sent, known);
                await AskedAsync(work, destination, objects, cancellationToken);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task ReportAsync(ReportedCommitment report, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        return transactions.WriteAsync(
            async work =>
            {
                CommitmentReportRow? row = await work.Db.CommitmentReports.FirstOrDefaultAsync(known => known.TransactionUid == report.TransactionUid, cancellationToken);
                if (row is null)
                    work.Db.CommitmentReports.Add(row = new CommitmentReportRow { TransactionUid = report.TransactionUid, Content = report.Content });
                (row.Content, row.ReceivedAt) = (report.Content, work.Now);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ReportedCommitment?> FindReportAsync(string transactionUid, CancellationToken cancellationToken) =>
        transactions.ReadAsync(
            db => db.CommitmentReports.Where(row => row.TransactionUid == transactionUid)
                .Select(row => new ReportedCommitment(row.TransactionUid, row.Content))
                .FirstOrDefaultAsync(cancellationToken),
            cancellationToken);

    /// <inheritdoc/>
    public Task<bool> HasAskedAsync(string transactionUid, CancellationToken cancellationToken) =>
        transactions.ReadAsync(db => db.AskedTransactions.AnyAsync(row => row.TransactionUid == transactionUid, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task RemoveReportAsync(string transactionUid, CancellationToken cancellationToken) =>
        transactions.WriteAsync(
            work => work.Db.CommitmentReports.Where(row => row.TransactionUid == transactionUid).ExecuteDeleteAsync(cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, (int Count, DateTimeOffset Oldest)>> BacklogAsync(CancellationToken cancellationToken) =>
        transactions.ReadAsync(
            async db => (IReadOnlyDictionary<string, (int Count, DateTimeOffset Oldest)>)(await db.Deliveries
                .Where(row => row.State == DeliveryState.Pending)
                .GroupBy(row => row.Destination)
                .Select(rows => new { Destination = rows.Key, Count = rows.Count(), Oldest = rows.Min(row => row.Since) })
                .ToListAsync(cancellationToken))
                .ToDictionary(row => row.Destination, row => (row.Count, row.Oldest), StringComparer.Ordinal),
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, (int Count, DateTimeOffset Oldest)>> BacklogAsync(string state, CancellationToken cancellationToken) =>
        transactions.ReadAsync(
            async db =>
            {
                var tried = await db.Deliveries
                    .Where(row => row.State == DeliveryState.Pending && row.Attempts > 0)
                    .Select(row => new { row.Destination, row.Objects, row.Since })
                    .ToListAsync(cancellationToken);
                var backlog = new Dictionary<string, (int Count, DateTimeOffset Oldest)>(StringComparer.Ordinal);
                foreach (var there in tried.GroupBy(row => row.Destination, StringComparer.Ordinal))
                {
                    (string[] Uids, DateTimeOffset Since)[] deliveries = [.. there.Select(row => (RowJson.Read<string[]>(row.Objects), row.Since))];
                    // By their key: objects of deliveries that are over stay in the table for ever.
                    string[] uids = [.. deliveries.SelectMany(delivery => delivery.Uids)];
                    HashSet<string> inState = [.. await db.Sent
                        .Where(row => row.Destination == there.Key && uids.Contains(row.SopInstanceUid) && row.State == state)
                        .Select(row => row.SopInstanceUid)
                        .ToListAsync(cancellationToken)];
                    DateTimeOffset[] since = [.. deliveries.Where(delivery => delivery.Uids.Any(inState.Contains)).Select(delivery => delivery.Since)];
                    if (since.Length > 0)
                        backlog[there.Key] = (since.Length, since.Min());
                }

                return (IReadOnlyDictionary<string, (int Count, DateTimeOffset Oldest)>)backlog;
            },
            cancellationToken);

    // The case is locked first, as by everybody who changes something of it. Results of another run than the one asked for are not there any more.
    private static async Task<(CaseRow?, DeliveryRow?)> FindAsync(
        RegistryWork work, CaseId caseId, int revision, int? run, string destination, CancellationToken cancellationToken)
    {
        if (await work.LockAsync(caseId, cancellationToken) is not { } row)
            return (null, null);
        if (run is not null && (await work.RevisionAsync(row, revision, cancellationToken))?.Run != run)
            return (null, null);
        return (row, await work.Db.Deliveries.FirstOrDefaultAsync(
            found => found.CaseId == row.CaseId && found.Revision == revision && found.Destination == destination, cancellationToken));
    }

    private static void TakeDown(RegistryWork work, string destination, SentObject sent, Dictionary<string, SentRow> known)
    {
        if (!known.TryGetValue(sent.SopInstanceUid, out SentRow? row))
        {
            row = new SentRow { Destination = destination, SopInstanceUid = sent.SopInstanceUid };
            known.Add(sent.SopInstanceUid, row);
            work.Db.Sent.Add(row);
        }

        (row.Sha256, row.State, row.Status, row.TransactionUid) = (sent.Sha256, sent.State, sent.Status, sent.TransactionUid);
        (row.CommitmentFailure, row.Attempts, row.FollowsOther, row.ChangedAt) = (sent.CommitmentFailure, sent.Attempts, sent.FollowsOther, work.Now);
    }

    // The report on a transaction may come after another was asked for: every one of them is ours.
    private static async Task AskedAsync(RegistryWork work, string destination, IReadOnlyCollection<SentObject> objects, CancellationToken cancellationToken)
    {
        string[] asked = [.. objects.Select(sent => sent.TransactionUid).OfType<string>().Distinct(StringComparer.Ordinal)];
        if (asked.Length == 0)
            return;
        List<string> known = await work.Db.AskedTransactions.Where(row => asked.Contains(row.TransactionUid)).Select(row => row.TransactionUid).ToListAsync(cancellationToken);
        work.Db.AskedTransactions.AddRange(asked.Except(known, StringComparer.Ordinal)
            .Select(uid => new AskedTransactionRow { TransactionUid = uid, Destination = destination, AskedAt = work.Now }));
    }
}
