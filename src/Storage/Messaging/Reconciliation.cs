using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Publishing;
using ContourFlow.Storage.Registry;
using ContourFlow.Storage.Scoring;
using Microsoft.EntityFrameworkCore;

namespace ContourFlow.Storage.Messaging;

/// <summary>Finds what is lost or over.</summary>
internal sealed class Reconciliation(RegistryTransactions transactions) : IReconciliation
{
    // Looked for and locked one after the other, so that a large backlog never locks everything at once.
    private const int Portion = 200;

    /// <inheritdoc/>
    public async Task<Reconciled> ReissueAsync(TimeSpan silence, CancellationToken cancellationToken)
    {
        // The same for all portions: what was asked for in one is not found again in the next.
        DateTimeOffset silent = transactions.Now - silence;
        int revisions = 0, deliveries = 0, scores = 0;
        int found;
        do
        {
            found = await transactions.WriteAsync(work => ReissueRevisionsAsync(work, silent, cancellationToken), cancellationToken);
            revisions += found;
        }
        while (found == Portion);
        do
        {
            found = await transactions.WriteAsync(work => ReissueDeliveriesAsync(work, silent, cancellationToken), cancellationToken);
            deliveries += found;
        }
        while (found == Portion);
        do
        {
            found = await transactions.WriteAsync(work => ReissueScoresAsync(work, silent, cancellationToken), cancellationToken);
            scores += found;
        }
        while (found == Portion);
        return new Reconciled(revisions, deliveries) { Scores = scores };
    }

    /// <inheritdoc/>
    public async Task<int> ExpireAsync(TimeSpan waitingFor, CancellationToken cancellationToken)
    {
        int expired = 0, found;
        do
        {
            found = await transactions.WriteAsync(work => ExpireAsync(work, waitingFor, cancellationToken), cancellationToken);
            expired += found;
        }
        while (found == Portion);
        return expired;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ReleaseObjectsAsync(TimeSpan untouchedFor, int most, CancellationToken cancellationToken)
    {
        List<string> patients = await transactions.ReadAsync(db => Retention.PatientsAsync(db, transactions.Now - untouchedFor, most, cancellationToken), cancellationToken);
        foreach (string patient in patients)
            await transactions.WriteAsync(work => Retention.ReleaseAsync(work, patient, work.Now - untouchedFor, cancellationToken), cancellationToken);
        await transactions.WriteAsync(work => Retention.ForgetTransactionsAsync(work, work.Now - untouchedFor, cancellationToken), cancellationToken);
        return await transactions.WriteAsync(work => Retention.GiveAsync(work, most, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<int> ReleaseResultsAsync(TimeSpan untouchedFor, int most, CancellationToken cancellationToken)
    {
        List<string> cases = await transactions.ReadAsync(
            db => Retention.WithResults(db, transactions.Now - untouchedFor).OrderBy(row => row.StateSince).Select(row => row.CaseId).Take(most).ToListAsync(cancellationToken),
            cancellationToken);
        int released = 0;
        foreach (string id in cases)
            released += await transactions.WriteAsync(work => Retention.ReleaseResultsAsync(work, id, work.Now - untouchedFor, cancellationToken), cancellationToken);
        return released;
    }

    /// <inheritdoc/>
    public Task DeletedAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
        transactions.WriteAsync(
            work => work.Db.ReleasedKeys.Where(row => keys.Contains(row.StoreKey)).ExecuteDeleteAsync(cancellationToken), cancellationToken);

    // A message that led to a claim which has run out was the last one: it is asked for at once. Else it may be under way, for as
    // long as the silence says.
    private static async Task<int> ReissueRevisionsAsync(RegistryWork work, DateTimeOffset silent, CancellationToken cancellationToken)
    {
        (DateTimeOffset now, DateTimeOffset skewed) = (work.Now, work.Skewed);
        List<RevisionRow> lost = await work.Db.Revisions.ForUpdateSkipLocked()
            .Where(row => row.State == CaseState.Queued || row.State == CaseState.Processing)
            .Where(row => row.ClaimedUntil == null || row.ClaimedUntil <= now || row.ClaimedAt > skewed)
            .Where(row => row.MessageUsed || row.IssuedAt <= silent || row.IssuedAt > skewed)
            .Where(row => !work.Db.Outbox.Any(message => message.Subject == "process/" + row.CaseId + "/" + row.Revision))
            .OrderBy(row => row.IssuedAt)
            .Take(Portion)
            .ToListAsync(cancellationToken);
        foreach (RevisionRow row in lost)
            work.AskFor(row);
        return lost.Count;
    }

    private static async Task<int> ReissueScoresAsync(RegistryWork work, DateTimeOffset silent, CancellationToken cancellationToken)
    {
        (DateTimeOffset now, DateTimeOffset skewed) = (work.Now, work.Skewed);
        List<DoseScoreRow> lost = await work.Db.DoseScores.ForUpdateSkipLocked()
            .Where(row => row.State == DoseScoreState.Queued || row.State == DoseScoreState.Scoring)
            .Where(row => row.ClaimedUntil == null || row.ClaimedUntil <= now || row.ClaimedAt > skewed)
            .Where(row => row.MessageUsed || row.IssuedAt <= silent || row.IssuedAt > skewed)
            .Where(row => !work.Db.Outbox.Any(message => message.Subject == "score/" + row.CaseId + "/" + row.Key))
            .OrderBy(row => row.IssuedAt)
            .Take(Portion)
            .ToListAsync(cancellationToken);
        foreach (DoseScoreRow row in lost)
            work.AskFor(row);
        return lost.Count;
    }

    private static async Task<int> ReissueDeliveriesAsync(RegistryWork work, DateTimeOffset silent, CancellationToken cancellationToken)
    {
        (DateTimeOffset now, DateTimeOffset skewed) = (work.Now, work.Skewed);
        List<DeliveryRow> lost = await work.Db.Deliveries.ForUpdateSkipLocked()
            .Where(row => row.State == DeliveryState.Pending)
            .Where(row => row.NextAttemptAt <= now || row.NextAttemptSetAt > skewed)
            .Where(row => row.ClaimedUntil == null || row.ClaimedUntil <= now || row.ClaimedAt > skewed)
            .Where(row => row.MessageUsed || row.IssuedAt <= silent || row.IssuedAt > skewed)
            .Where(row => !work.Db.Outbox.Any(message => message.Subject == "publish/" + row.CaseId + "/" + row.Revision + "/" + row.Destination))
            .OrderBy(row => row.NextAttemptAt)
            .Take(Portion)
            .ToListAsync(cancellationToken);
        foreach (DeliveryRow row in lost)
            work.AskFor(row);
        return lost.Count;
    }

    private static async Task<int> ExpireAsync(RegistryWork work, TimeSpan waitingFor, CancellationToken cancellationToken)
    {
        DateTimeOffset before = work.Now - waitingFor;
        List<CaseRow> over = await work.Db.Cases.ForUpdateSkipLocked()
            .Where(row => row.State == CaseState.Waiting && row.LastObjectAt <= before && row.StateSince <= before)
            .OrderBy(row => row.LastObjectAt)
            .Take(Portion)
            .ToListAsync(cancellationToken);
        foreach (CaseRow row in over)
        {
            work.Tell(row, row.Revision, LedgerEvents.Expired, $"{row.LedgerLines + 1}", new { row.LastObjectAt });
            row.Enter(CaseState.Expired, work.Now);
            row.LookAt(due: null, work.Now);
        }

        return over.Count;
    }
}
