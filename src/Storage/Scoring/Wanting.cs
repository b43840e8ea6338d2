using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Processing;
using ContourFlow.Storage.Registry;
using Microsoft.EntityFrameworkCore;

namespace ContourFlow.Storage.Scoring;

/// <summary>Which doses are to be scored being taken down, of a case that is locked.</summary>
internal sealed class Wanting(RegistryWork work, CaseRow row, DerivedStructures structures)
{
    // Enough to see what became of a plan; a case that gets a dose a day must not grow for ever.
    private const int MostSuperseded = 20;

    /// <summary>The structures that doses of a case are scored on; null where there are none.</summary>
    public static async Task<DerivedStructures?> StructuresAsync(RegistryContext db, string caseId, CancellationToken cancellationToken)
    {
        RevisionRow? newest = await db.Revisions.AsNoTracking()
            .Where(revision => revision.CaseId == caseId && revision.ProcessedAt != null)
            .Where(revision => revision.State != CaseState.Queued && revision.State != CaseState.Processing
                && revision.State != CaseState.Superseded && revision.State != CaseState.Rejected)
            .Where(revision => db.Results.Any(made => made.CaseId == caseId && made.Revision == revision.Revision))
            .OrderByDescending(revision => revision.Revision)
            .FirstOrDefaultAsync(cancellationToken);
        if (newest is null)
            return null;
        List<ResultRow> results = await db.Results.AsNoTracking().Where(made => made.CaseId == caseId && made.Revision == newest.Revision)
            .OrderBy(made => made.SopInstanceUid).ToListAsync(cancellationToken);
        return new DerivedStructures(newest.Revision, newest.ProtocolName, newest.ProcessedAt!.Value, [.. results.Select(made => made.ToResult())]);
    }

    /// <summary>Takes them down.</summary>
    /// <exception cref="ArgumentException">A dose or plan is not filed.</exception>
    public async Task RunAsync(IReadOnlyList<WantedScore> wanted, CancellationToken cancellationToken)
    {
        List<DoseScoreRow> known = await work.Db.DoseScores.Where(score => score.CaseId == row.CaseId).ToListAsync(cancellationToken);
        foreach (WantedScore one in wanted)
        {
            if (known.Find(score => score.Key == one.Key) is { } score)
                Again(score);
            else
                await AddAsync(one, cancellationToken);
        }

        foreach (DoseScoreRow score in known.Where(score => score.State != DoseScoreState.Superseded && !wanted.Any(one => one.Key == score.Key)))
            if (score.Revision != structures.Revision || await IsThereAsync(score, cancellationToken))
                score.Enter(DoseScoreState.Superseded, work.Now);
        await ForgetAsync(
            [.. known.Where(score => score.State == DoseScoreState.Superseded).OrderByDescending(score => score.SupersededAt).ThenBy(score => score.Key, StringComparer.Ordinal).Skip(MostSuperseded)],
            cancellationToken);
    }

    /// <summary>Removes scorings; their files go when nothing names them any more.</summary>
    private async Task ForgetAsync(DoseScoreRow[] old, CancellationToken cancellationToken)
    {
        if (old.Length == 0)
            return;
        string[] keys = [.. old.Select(score => score.Key)];
        List<DoseScoreFileRow> files = await work.Db.DoseScoreFiles.Where(file => file.CaseId == row.CaseId && keys.Contains(file.Key)).ToListAsync(cancellationToken);
        await ReleasedKeys.AddAsync(work, files.Select(file => file.StoreKey), cancellationToken);
        work.Db.RemoveRange(files);
        work.Db.RemoveRange(old);
    }

    // The dose that was newer has gone, or the same structures have come once more.
    private void Again(DoseScoreRow score)
    {
        score.Revision = structures.Revision;
        if (score.State != DoseScoreState.Superseded)
            return;
        score.Enter(score.Verdict is not null ? DoseScoreState.Scored : score.ReasonCode is not null ? DoseScoreState.Refused : DoseScoreState.Queued, work.Now);
        if (!score.IsOpen)
            return;
        (score.Attempts, score.Since) = (0, work.Now);
        work.AskFor(score);
    }

    private async Task AddAsync(WantedScore one, CancellationToken cancellationToken)
    {
        string[] uids = [.. one.SopInstanceUids.Distinct(StringComparer.Ordinal)];
        List<StoredObject> inputs = await work.Db.Objects.Where(filed => uids.Contains(filed.SopInstanceUid))
            .Select(filed => new StoredObject(filed.SopInstanceUid, filed.SopClassUid, filed.Sha256, filed.StoreKey, filed.Length))
            .ToListAsync(cancellationToken);
        if (inputs.Count != uids.Length)
            throw new ArgumentException($"{uids.Length - inputs.Count} of {uids.Length} objects of a dose to be scored are not filed.", nameof(one));
        var score = new DoseScoreRow
        {
            CaseId = row.CaseId,
            Key = one.Key,
            Revision = structures.Revision,
            State = DoseScoreState.Queued,
            Inputs = RowJson.Write(inputs.OrderBy(input => input.SopInstanceUid, StringComparer.Ordinal)),
            ProtocolName = structures.ProtocolName,
            AskedAt = work.Now,
            Since = work.Now,
        };
        work.Db.DoseScores.Add(score);
        work.AskFor(score);
    }

    // Objects of a case that is over are not kept for ever; what came of them is no worse for that.
    private async Task<bool> IsThereAsync(DoseScoreRow score, CancellationToken cancellationToken)
    {
        string[] uids = [.. RowJson.Read<StoredObject[]>(score.Inputs).Select(input => input.SopInstanceUid)];
        return await work.Db.Objects.CountAsync(filed => uids.Contains(filed.SopInstanceUid), cancellationToken) == uids.Length;
    }
}
