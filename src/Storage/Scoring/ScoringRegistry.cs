using System.Globalization;
using ContourFlow.Contracts;
using ContourFlow.Contracts.V1;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Processing;
using ContourFlow.Storage.Registry;
using Microsoft.EntityFrameworkCore;

namespace ContourFlow.Storage.Scoring;

/// <summary>Keeps which doses are to be scored, gives them to workers, and takes down what came of them, once.</summary>
internal sealed class ScoringRegistry(RegistryTransactions transactions) : IScoringRegistry
{
    private const string TooManyAttempts = "too-many-attempts";

    private static readonly ScoreClaim s_nothing = new(ClaimOutcome.NothingToDo, "", "", 0, [], [], [], 0);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CaseId>> TakeDueAsync(int most, TimeSpan takenFor, CancellationToken cancellationToken)
    {
        // It is asked for all the time, and hardly ever so: who writes would keep others waiting.
        DateTimeOffset asked = transactions.Now;
        if (!await transactions.ReadAsync(db => Due(db.DoseLooks, asked, asked + RegistryClock.Skew).AnyAsync(cancellationToken), cancellationToken))
            return [];
        return await transactions.WriteAsync(
            async work =>
            {
                List<DoseLookRow> due = await Due(work.Db.DoseLooks.ForUpdateSkipLocked(), work.Now, work.Skewed)
                    .OrderBy(row => row.DueAt).Take(most).ToListAsync(cancellationToken);
                foreach (DoseLookRow row in due)
                    (row.TakenUntil, row.TakenAt) = (work.Now + takenFor, work.Now);
                return (IReadOnlyList<CaseId>)[.. due.Select(row => CaseId.Parse(row.CaseId))];
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<DosesToLookAt?> LookAtAsync(CaseId caseId, CancellationToken cancellationToken)
    {
        string id = caseId.ToString();
        return transactions.ReadAsync(
            async db =>
            {
                CaseRow? row = await db.Cases.FirstOrDefaultAsync(found => found.CaseId == id, cancellationToken);
                DoseLookRow? look = await db.DoseLooks.FirstOrDefaultAsync(found => found.CaseId == id, cancellationToken);
                if (row is null || look is null)
                    return null;
                List<ObjectRow> objects = row.PatientKey.Length == 0
                    ? []
                    : await db.Objects.Where(filed => filed.PatientKey == row.PatientKey).OrderBy(filed => filed.SopInstanceUid).ToListAsync(cancellationToken);
                List<string> made = await db.Results.Where(result => result.CaseId == id).Select(result => result.SopInstanceUid).ToListAsync(cancellationToken);
                return new DosesToLookAt(
                    row.ToSummary(), look.Version, [.. objects.Select(filed => filed.ToFiled())], await Wanting.StructuresAsync(db, id, cancellationToken), made);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> WantAsync(DosesToLookAt seen, IReadOnlyList<WantedScore> wanted, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentNullException.ThrowIfNull(wanted);
        DerivedStructures structures = seen.Structures ?? throw new ArgumentException("Doses are scored on structures, and the case has none.", nameof(seen));
        return SettleAsync(
            seen,
            (work, row) => new Wanting(work, row, structures).RunAsync(wanted, cancellationToken),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> NothingAsync(DosesToLookAt seen, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return SettleAsync(seen, (_, _) => Task.CompletedTask, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ScoreClaim> ClaimAsync(CaseId caseId, string key, string worker, TimeSpan claimedFor, int mostAttempts, CancellationToken cancellationToken) =>
        transactions.WriteAsync(
            async work =>
            {
                if (await FindAsync(work, caseId, key, cancellationToken) is not ({ } row, { IsOpen: true } claimed)
                    || await work.RevisionAsync(row, claimed.Revision, cancellationToken) is not { } revision)
                    return s_nothing;
                if (claimed.State == DoseScoreState.Scoring && claimed.ClaimedUntil > work.Now && claimed.ClaimedAt <= work.Skewed)
                    return s_nothing with { Outcome = ClaimOutcome.TakenByAnother };
                if (revision.State == CaseState.Superseded)
                {
                    claimed.Enter(DoseScoreState.Superseded, work.Now);
                    return s_nothing;
                }

                if (claimed.Attempts >= mostAttempts)
                {
                    Refuse(work, row, claimed, new HoldReason(TooManyAttempts, $"Scoring was begun {claimed.Attempts} times and never came to an end. See the log of the workers, then 'contourflow cases rescore'."), worker);
                    return s_nothing with { Outcome = ClaimOutcome.GivenUp };
                }

                claimed.Enter(DoseScoreState.Scoring, work.Now);
                claimed.Attempts++;
                (claimed.ClaimedBy, claimed.ClaimedAt, claimed.ClaimedUntil, claimed.MessageUsed) = (worker, work.Now, work.Now + claimedFor, true);
                return await ClaimedAsync(work, row, revision, claimed, cancellationToken);
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<bool> RenewAsync(CaseId caseId, string key, int run, string worker, TimeSpan claimedFor, CancellationToken cancellationToken)
    {
        string id = caseId.ToString();
        return transactions.WriteAsync(
            async work =>
            {
                (DateTimeOffset now, DateTimeOffset until) = (work.Now, work.Now + claimedFor);
                return await work.Db.DoseScores
                    .Where(row => row.CaseId == id && row.Key == key && row.Run == run && row.State == DoseScoreState.Scoring && row.ClaimedBy == worker)
                    .ExecuteUpdateAsync(row => row.SetProperty(claimed => claimed.ClaimedUntil, until).SetProperty(claimed => claimed.ClaimedAt, now), cancellationToken) == 1;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> CompleteAsync(CaseId caseId, string key, int run, string worker, CompletedScore result, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(result);
        return transactions.WriteAsync(
            async work =>
            {
                if (await FindAsync(work, caseId, key, cancellationToken) is not ({ } row, { IsOpen: true } done) || done.Run != run)
                    return false;
                Complete(work, row, done, worker, result);
                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> RefuseAsync(CaseId caseId, string key, int run, string worker, HoldReason reason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return transactions.WriteAsync(
            async work =>
            {
                if (await FindAsync(work, caseId, key, cancellationToken) is not ({ } row, { IsOpen: true } refused) || refused.Run != run)
                    return false;
                Refuse(work, row, refused, reason, worker);
                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task HandBackAsync(CaseId caseId, string key, int run, string worker, TimeSpan pause, CancellationToken cancellationToken) =>
        transactions.WriteAsync(
            async work =>
            {
                if (await FindAsync(work, caseId, key, cancellationToken) is not (_, { State: DoseScoreState.Scoring } back) || back.Run != run || back.ClaimedBy != worker)
                    return;
                back.Enter(DoseScoreState.Queued, work.Now);
                back.Attempts--;
                work.AskFor(back, pause);
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<int> RetryAsync(CaseId caseId, string by, string reason, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(by);
        return transactions.WriteAsync(
            async work =>
            {
                if (await work.LockAsync(caseId, cancellationToken) is not { } row)
                    return 0;
                List<DoseScoreRow> refused = await work.Db.DoseScores.Where(score => score.CaseId == row.CaseId && score.State == DoseScoreState.Refused)
                    .OrderBy(score => score.Key).ToListAsync(cancellationToken);
                foreach (DoseScoreRow score in refused)
                {
                    (score.ReasonCode, score.Reason, score.ScoredAt, score.Attempts, score.Since) = (null, null, null, 0, work.Now);
                    score.Run++;
                    score.Enter(DoseScoreState.Queued, work.Now);
                    work.AskFor(score);
                }

                if (refused.Count > 0)
                    work.Tell(row, row.Revision, LedgerEvents.DosesRetried, $"{row.LedgerLines + 1}", new { Reason = reason, Doses = refused.Select(score => score.Key) }, by);
                return refused.Count;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<(int Count, DateTimeOffset? Oldest)> BacklogAsync(CancellationToken cancellationToken) =>
        transactions.ReadAsync(
            async db =>
            {
                IQueryable<DoseScoreRow> open = db.DoseScores.Where(row => row.State == DoseScoreState.Queued || row.State == DoseScoreState.Scoring);
                return (await open.CountAsync(cancellationToken), await open.MinAsync(row => (DateTimeOffset?)row.Since, cancellationToken));
            },
            cancellationToken);

    private static IQueryable<DoseLookRow> Due(IQueryable<DoseLookRow> looks, DateTimeOffset now, DateTimeOffset skewed) =>
        looks.Where(row => row.DueAt <= now || row.DueSetAt > skewed)
            .Where(row => row.TakenUntil == null || row.TakenUntil <= now || row.TakenAt > skewed);

    // What was seen counts only as long as nothing has come and nothing was processed since.
    private Task<bool> SettleAsync(DosesToLookAt seen, Func<RegistryWork, CaseRow, Task> act, CancellationToken cancellationToken) =>
        transactions.WriteAsync(
            async work =>
            {
                if (await work.LockAsync(seen.Case.CaseId, cancellationToken) is not { } row
                    || await work.Db.DoseLooks.FirstOrDefaultAsync(found => found.CaseId == row.CaseId, cancellationToken) is not { } look || look.Version != seen.Version)
                    return false;
                DerivedStructures? now = await Wanting.StructuresAsync(work.Db, row.CaseId, cancellationToken);
                if ((now?.Revision, now?.ProcessedAt) != (seen.Structures?.Revision, seen.Structures?.ProcessedAt))
                {
                    look.LookAt(work.Now, work.Now);
                    return false;
                }

                await act(work, row);
                look.Settle();
                return true;
            },
            cancellationToken);

    private static async Task<(CaseRow? Case, DoseScoreRow? Score)> FindAsync(RegistryWork work, CaseId caseId, string key, CancellationToken cancellationToken) =>
        await work.LockAsync(caseId, cancellationToken) is { } row
            ? (row, await work.Db.DoseScores.FirstOrDefaultAsync(score => score.CaseId == row.CaseId && score.Key == key, cancellationToken))
            : (null, null);

    private static async Task<ScoreClaim> ClaimedAsync(RegistryWork work, CaseRow row, RevisionRow revision, DoseScoreRow claimed, CancellationToken cancellationToken)
    {
        List<ResultRow> results = await work.Db.Results.Where(made => made.CaseId == row.CaseId && made.Revision == revision.Revision)
            .OrderBy(made => made.SopInstanceUid).ToListAsync(cancellationToken);
        HashSet<string> inputs = [.. RowJson.Read<StoredObject[]>(revision.Inputs).Select(input => input.SopInstanceUid)];
        var images = await work.Db.Objects.Where(filed => filed.SeriesUid == row.CtSeriesUid && filed.PatientKey == row.PatientKey)
            .OrderBy(filed => filed.SopInstanceUid)
            .Select(filed => new { filed.SopInstanceUid, filed.Facts }).ToListAsync(cancellationToken);
        return new ScoreClaim(
            ClaimOutcome.Claimed,
            row.CtSeriesUid,
            claimed.ProtocolName,
            claimed.Revision,
            [.. results.Select(made => made.ToResult())],
            RowJson.Read<StoredObject[]>(claimed.Inputs),
            [.. images.Where(image => inputs.Contains(image.SopInstanceUid)).Select(image => image.Facts)],
            claimed.Attempts)
        {
            Run = claimed.Run,
        };
    }

    // A scoring that was forgotten and is wanted again is another one.
    private static string Once(DoseScoreRow score) => string.Create(CultureInfo.InvariantCulture, $"{score.Key}:{score.AskedAt.UtcTicks}:{score.Run}");

    private static void Complete(RegistryWork work, CaseRow row, DoseScoreRow done, string worker, CompletedScore result)
    {
        StoredObject[] inputs = RowJson.Read<StoredObject[]>(done.Inputs);
        done.Enter(DoseScoreState.Scored, work.Now);
        (done.Verdict, done.ScoredAt) = (result.Verdict, work.Now);
        work.Db.DoseScoreFiles.AddRange(result.Files.Select(made => new DoseScoreFileRow
        {
            CaseId = row.CaseId,
            Key = done.Key,
            Name = made.Name,
            Sha256 = made.Sha256,
            StoreKey = made.StoreKey,
            Length = made.Length,
        }));
        work.Tell(row, done.Revision, LedgerEvents.DoseScored, Once(done), new
        {
            done.Key,
            result.Verdict,
            result.ProtocolName,
            result.ProtocolHash,
            StructureSet = new { result.StructureSet.SopInstanceUid, result.StructureSet.Sha256 },
            Inputs = inputs.Select(input => new { input.SopInstanceUid, input.SopClassUid, input.Sha256 }),
            Files = result.Files.Select(made => new { made.Name, made.Sha256 }),
            Milliseconds = (long)result.Took.TotalMilliseconds,
        }, worker);
        work.Say(new DoseScored(CaseId.Parse(row.CaseId), done.Revision, done.Key, [.. inputs.Select(input => input.SopInstanceUid)], result.Verdict, work.Now));
    }

    private static void Refuse(RegistryWork work, CaseRow row, DoseScoreRow refused, HoldReason reason, string worker)
    {
        StoredObject[] inputs = RowJson.Read<StoredObject[]>(refused.Inputs);
        refused.Enter(DoseScoreState.Refused, work.Now);
        (refused.ReasonCode, refused.Reason, refused.ScoredAt) = (reason.Code, reason.Sentence, work.Now);
        work.Tell(row, refused.Revision, LedgerEvents.DoseRefused, Once(refused), new
        {
            refused.Key,
            ReasonCode = reason.Code,
            Reason = reason.Sentence,
            Inputs = inputs.Select(input => new { input.SopInstanceUid, input.SopClassUid, input.Sha256 }),
        }, worker);
        work.Say(new DoseRefused(CaseId.Parse(row.CaseId), refused.Revision, refused.Key, [.. inputs.Select(input => input.SopInstanceUid)], reason.Code, work.Now));
    }
}
