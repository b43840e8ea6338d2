using ContourFlow.Contracts;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Registry;
using Microsoft.EntityFrameworkCore;

namespace ContourFlow.Storage.Filing;

/// <summary>Files objects and keeps when cases are to be looked at.</summary>
internal sealed class FilingRegistry(RegistryTransactions transactions) : IFilingRegistry
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<FilingOutcome>> FileAsync(FilingBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return transactions.WriteAsync(work => new BatchFiling(work, batch).RunAsync(cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> HoldsAsync(string sopClassUid, string sopInstanceUid, CancellationToken cancellationToken) =>
        transactions.ReadAsync(
            db => db.Objects.AnyAsync(row => row.SopInstanceUid == sopInstanceUid && row.SopClassUid == sopClassUid, cancellationToken),
            cancellationToken);

    /// <inheritdoc/>
    public Task<string?> ContentAsync(string sopInstanceUid, CancellationToken cancellationToken) =>
        transactions.ReadAsync(
            db => db.Objects.Where(row => row.SopInstanceUid == sopInstanceUid).Select(row => row.Sha256).FirstOrDefaultAsync(cancellationToken),
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<CaseId>> TakeDueAsync(int most, TimeSpan takenFor, CancellationToken cancellationToken) =>
        transactions.WriteAsync(
            async work =>
            {
                (DateTimeOffset now, DateTimeOffset skewed, DateTimeOffset until) = (work.Now, work.Skewed, work.Now + takenFor);
                List<string> due = await work.Db.Cases.ForUpdateSkipLocked()
                    .Where(row => row.DueAt <= now || row.DueSetAt > skewed)
                    .Where(row => row.TakenUntil == null || row.TakenUntil <= now || row.TakenAt > skewed)
                    .OrderBy(row => row.DueAt)
                    .Select(row => row.CaseId)
                    .Take(most)
                    .ToListAsync(cancellationToken);
                if (due.Count > 0)
                    await work.Db.Cases.Where(row => due.Contains(row.CaseId)).ExecuteUpdateAsync(
                        row => row.SetProperty(taken => taken.TakenUntil, until).SetProperty(taken => taken.TakenAt, now), cancellationToken);
                return (IReadOnlyList<CaseId>)[.. due.Select(id => CaseId.Parse(id))];
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken) =>
        transactions.ReadAsync(
            async db =>
            {
                // What a clock set that has gone back since is due now; see TakeDueAsync.
                DateTimeOffset skewed = transactions.Now + RegistryClock.Skew;
                if (await db.Cases.AnyAsync(row => row.DueSetAt > skewed, cancellationToken))
                    return transactions.Now;

                // One that is taken is due again when that runs out.
                DateTimeOffset? free = await db.Cases.Where(row => row.DueAt != null && row.TakenUntil == null).MinAsync(row => row.DueAt, cancellationToken);
                DateTimeOffset? taken = await db.Cases.Where(row => row.DueAt != null && row.TakenUntil != null).MinAsync(row => row.TakenUntil, cancellationToken);
                return free < taken || taken is null ? free : taken;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<CaseToLookAt?> LookAtAsync(CaseId caseId, CancellationToken cancellationToken)
    {
        string id = caseId.ToString();
        return transactions.ReadAsync(
            async db =>
            {
                CaseRow? row = await db.Cases.FirstOrDefaultAsync(found => found.CaseId == id, cancellationToken);
                if (row is null)
                    return null;
                List<ObjectRow> objects = row.PatientKey.Length == 0
                    ? []
                    : await db.Objects.Where(filed => filed.PatientKey == row.PatientKey).OrderBy(filed => filed.SopInstanceUid).ToListAsync(cancellationToken);
                return new CaseToLookAt(row.ToSummary(), [.. objects.Select(filed => filed.ToFiled())], row.NewestInputsHash, row.Asked)
                {
                    Strays = RowJson.Read<string[]>(row.Strays),
                };
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> StillWaitsAsync(CaseId caseId, long version, Incomplete seen, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return transactions.WriteAsync(
            async work =>
            {
                CaseRow? row = await work.LockAsync(caseId, cancellationToken);
                if (row?.Version != version)
                    return false;
                if (row.State is not (CaseState.Held or CaseState.AwaitingReview))
                    row.Enter(CaseState.Waiting, work.Now);
                row.WaitingFor = RowJson.Write(seen.WaitingFor);
                row.LookAt(work.Now + seen.LookAgainAfter, work.Now);
                if (seen.HasAsked)
                    row.Asked++;
                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> NothingNewAsync(CaseId caseId, long version, CancellationToken cancellationToken) =>
        transactions.WriteAsync(
            async work =>
            {
                CaseRow? row = await work.LockAsync(caseId, cancellationToken);
                if (row?.Version != version)
                    return false;
                row.LookAt(due: null, work.Now);
                RevisionRow? newest = await work.RevisionAsync(row, row.Revision, cancellationToken);
                if (newest is null)
                    return true;
                row.WaitingFor = RowJson.Nothing;
                if (row.State is CaseState.Waiting or CaseState.Expired)
                    row.Enter(newest.State, work.Now, newest.ReasonCode, newest.Reason);
                return true;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<bool> OpenRevisionAsync(CaseId caseId, long version, NewRevision revision, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(revision);
        return transactions.WriteAsync(
            async work =>
            {
                CaseRow? row = await work.LockAsync(caseId, cancellationToken);
                if (row?.Version != version)
                    return false;
                await new Opening(work, row).RunAsync(revision, cancellationToken);
                return true;
            },
            cancellationToken);
    }
}
