using ContourFlow.Contracts;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Registry;
using Microsoft.EntityFrameworkCore;

namespace ContourFlow.Storage.Filing;

/// <summary>One batch being filed. Locks are taken in one order everywhere: patients, then cases, each by key.</summary>
internal sealed class BatchFiling(RegistryWork work, FilingBatch batch)
{
    private readonly List<FiledObject> novel = [];
    private readonly List<FiledObject> rivals = [];

    /// <summary>Files it.</summary>
    public async Task<IReadOnlyList<FilingOutcome>> RunAsync(CancellationToken cancellationToken)
    {
        await LockPatientsAsync(cancellationToken);
        FilingOutcome[] outcomes = await FileObjectsAsync(cancellationToken);
        if (novel.Count + rivals.Count > 0)
            await TouchCasesAsync(cancellationToken);
        return outcomes;
    }

    private async Task LockPatientsAsync(CancellationToken cancellationToken)
    {
        object now = work.Db.Stored(work.Now);
        foreach (string key in batch.Objects.Select(filed => filed.PatientKey).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            await work.Db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO patients (patient_key, last_filed_at) VALUES ({key}, {now})
                ON CONFLICT (patient_key) DO UPDATE SET last_filed_at = excluded.last_filed_at
                """,
                cancellationToken);
    }

    private async Task<FilingOutcome[]> FileObjectsAsync(CancellationToken cancellationToken)
    {
        string[] uids = [.. batch.Objects.Select(filed => filed.SopInstanceUid).Distinct(StringComparer.Ordinal)];
        Dictionary<string, string> known = await work.Db.Objects.Where(row => uids.Contains(row.SopInstanceUid))
            .ToDictionaryAsync(row => row.SopInstanceUid, row => row.Sha256, StringComparer.Ordinal, cancellationToken);
        HashSet<(string Uid, string Sha256)> aside =
        [
            .. (await work.Db.Conflicts.Where(row => uids.Contains(row.SopInstanceUid)).Select(row => new { row.SopInstanceUid, row.Sha256 })
                .ToListAsync(cancellationToken)).Select(row => (row.SopInstanceUid, row.Sha256)),
        ];
        var outcomes = new FilingOutcome[batch.Objects.Count];
        for (int i = 0; i < outcomes.Length; i++)
            outcomes[i] = File(batch.Objects[i], known, aside);
        return outcomes;
    }

    private FilingOutcome File(FiledObject filed, Dictionary<string, string> known, HashSet<(string Uid, string Sha256)> aside)
    {
        if (known.TryAdd(filed.SopInstanceUid, filed.Sha256))
        {
            work.Db.Objects.Add(ObjectRow.Of(filed, work.Now));
            novel.Add(filed);
            return FilingOutcome.Filed;
        }

        if (string.Equals(known[filed.SopInstanceUid], filed.Sha256, StringComparison.Ordinal))
            return FilingOutcome.AlreadyFiled;
        if (aside.Add((filed.SopInstanceUid, filed.Sha256)))
        {
            work.Db.Conflicts.Add(new ConflictRow
            {
                SopInstanceUid = filed.SopInstanceUid,
                Sha256 = filed.Sha256,
                PatientKey = filed.PatientKey,
                StoreKey = filed.StoreKey,
                Length = filed.Length,
                Facts = filed.Facts,
                ReceivingAe = filed.ReceivingAe,
                FiledAt = work.Now,
            });
            rivals.Add(filed);
        }

        return FilingOutcome.Conflict;
    }

    private async Task TouchCasesAsync(CancellationToken cancellationToken)
    {
        Dictionary<string, CaseMention> mentions = batch.Cases.DistinctBy(mention => mention.CtSeriesInstanceUid, StringComparer.Ordinal)
            .ToDictionary(mention => CaseId.OfPlanningCt(mention.CtSeriesInstanceUid).ToString(), StringComparer.Ordinal);
        string[] named = [.. mentions.Keys];
        string[] patients = [.. batch.PatientsToLookAt];
        Dictionary<string, CaseRow> cases = await work.Db.Cases.ForUpdate()
            .Where(row => named.Contains(row.CaseId) || patients.Contains(row.PatientKey))
            .OrderBy(row => row.CaseId)
            .ToDictionaryAsync(row => row.CaseId, StringComparer.Ordinal, cancellationToken);

        HashSet<string> series = [.. mentions.Values.Select(mention => mention.CtSeriesInstanceUid)];
        foreach ((string id, CaseMention mention) in mentions.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            if (!cases.ContainsKey(id) && novel.Exists(filed => Concerns(filed, mention, series)))
                cases.Add(id, Create(id, mention));
        foreach (CaseRow row in cases.Values)
        {
            mentions.TryGetValue(row.CaseId, out CaseMention? mention);
            bool Touches(FiledObject filed) => mention is not null && Concerns(filed, mention, series)
                || filed.PatientKey == row.PatientKey && patients.Contains(filed.PatientKey, StringComparer.Ordinal);
            if (novel.Exists(Touches))
                Touch(row, mention);
            foreach (FiledObject rival in rivals.Where(Touches))
                work.Tell(row, row.Revision, LedgerEvents.ObjectConflict, $"{rival.SopInstanceUid}:{rival.Sha256}", new { rival.SopInstanceUid, rival.SopClassUid, rival.Sha256 });
        }
    }

    // CT images concern the case of their series and no other that is mentioned beside it; what else is new, every one of its patient.
    private static bool Concerns(FiledObject filed, CaseMention mention, HashSet<string> series) =>
        filed.SeriesInstanceUid == mention.CtSeriesInstanceUid
        || !series.Contains(filed.SeriesInstanceUid) && (mention.PatientKey.Length == 0 || mention.PatientKey == filed.PatientKey);

    private CaseRow Create(string id, CaseMention mention)
    {
        var row = new CaseRow
        {
            CaseId = id,
            CtSeriesUid = mention.CtSeriesInstanceUid,
            Protocol = mention.Protocol,
            CreatedAt = work.Now,
            LastObjectAt = work.Now,
            StateSince = work.Now,
            Version = 1,
        };
        work.Db.Cases.Add(row);
        work.Tell(row, 0, LedgerEvents.CaseCreated, "", new { mention.CtSeriesInstanceUid, mention.Protocol });
        return row;
    }

    private void Touch(CaseRow row, CaseMention? mention)
    {
        // The CT's own word of whose it is counts more than that of a structure set that came first.
        if (row.StudyUid.Length == 0 && novel.Find(filed => filed.SeriesInstanceUid == row.CtSeriesUid) is { } image)
            (row.StudyUid, row.PatientKey) = (image.StudyInstanceUid, image.PatientKey);
        if (row.PatientKey.Length == 0)
            row.PatientKey = mention is { PatientKey.Length: > 0 } ? mention.PatientKey : OnlyPatient();
        if (row.State == CaseState.Expired)
            row.Enter(CaseState.Waiting, work.Now);
        // Also where the clock stands still: what was seen before does not count any more.
        row.Version++;
        row.LastObjectAt = work.Now;
        row.Asked = 0;
        row.LookAt(work.Now + batch.QuietTime, work.Now);
    }

    // Without a word of it, a structure set's patient is known only where the batch has no other.
    private string OnlyPatient()
    {
        string[] patients = [.. novel.Where(filed => filed.Modality == "RTSTRUCT").Select(filed => filed.PatientKey).Distinct(StringComparer.Ordinal).Take(2)];
        return patients is [var only] ? only : "";
    }
}
