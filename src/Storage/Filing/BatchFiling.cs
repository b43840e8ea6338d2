using ContourFlow.Contracts;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Registry;
using Microsoft.EntityFrameworkCore;

namespace ContourFlow.Storage.Filing;

/// <summary>One batch being filed. Locks are taken in one order everywhere: patients, then cases, each by key.</summary>
internal sealed class BatchFiling(RegistryWork work, FilingBatch batch)
{
    // Enough for a person to see what happened; a whole series under another ID needs no line for each image.
    private const int MostStrays = 20;

    private readonly List<FiledObject> novel = [];
    private readonly List<FiledObject> rivals = [];

    /// <summary>Files it.</summary>
    public async Task<IReadOnlyList<FilingOutcome>> RunAsync(CancellationToken cancellationToken)
    {
        await LockPatientsAsync(cancellationToken);
        FilingOutcome[] outcomes = await FileObjectsAsync(cancellationToken);
        await LabelPatientsAsync(cancellationToken);
        if (novel.Count + rivals.Count > 0)
        {
            await TouchCasesAsync(cancellationToken);
            await LookAtDosesAsync(cancellationToken);
        }

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

    // The patients are locked: what their objects say is taken over in the order in which they came.
    private async Task LabelPatientsAsync(CancellationToken cancellationToken)
    {
        string[] patients = [.. novel.Where(filed => filed.Patient is not null).Select(filed => filed.PatientKey).Distinct(StringComparer.Ordinal)];
        if (patients.Length == 0)
            return;
        Dictionary<(string, string), PatientLabelRow> known = await work.Db.PatientLabels.Where(row => patients.Contains(row.PatientKey))
            .ToDictionaryAsync(row => (row.PatientKey, row.IssuerKey), cancellationToken);
        foreach (FiledObject filed in novel)
        {
            if (filed.Patient is null)
                continue;
            if (!known.TryGetValue((filed.PatientKey, filed.IssuerKey), out PatientLabelRow? row))
            {
                row = new PatientLabelRow { PatientKey = filed.PatientKey, IssuerKey = filed.IssuerKey };
                known.Add((filed.PatientKey, filed.IssuerKey), row);
                work.Db.PatientLabels.Add(row);
            }

            row.Take(filed.Patient);
        }
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
            if (!cases.ContainsKey(id) && novel.Exists(filed => !IsDose(filed) && Concerns(filed, mention, series)))
                cases.Add(id, Create(id, mention));
        foreach (CaseRow row in cases.Values)
        {
            mentions.TryGetValue(row.CaseId, out CaseMention? mention);
            bool Touches(FiledObject filed) => !IsDose(filed)
                && (mention is not null && Concerns(filed, mention, series)
                    || filed.PatientKey == row.PatientKey && patients.Contains(filed.PatientKey, StringComparer.Ordinal));
            if (novel.Exists(Touches))
                Touch(row, mention);
            foreach (FiledObject rival in rivals.Where(Touches))
                work.Tell(row, row.Revision, LedgerEvents.ObjectConflict, $"{rival.SopInstanceUid}:{rival.Sha256}", new { rival.SopInstanceUid, rival.SopClassUid, rival.Sha256 });
        }
    }

    private static bool IsDose(FiledObject filed) => filed.Modality is "RTDOSE" or "RTPLAN";

    // A dose is nothing that a case is made of: its row stays as it is, whatever state it is in.
    private async Task LookAtDosesAsync(CancellationToken cancellationToken)
    {
        string[] patients = [.. batch.PatientsWithDoses.Where(patient => novel.Concat(rivals).Any(filed => filed.PatientKey == patient && IsDose(filed)))];
        if (patients.Length == 0)
            return;

        // Those that were made just now are not in the database yet: their doses are looked at when they are processed, as all are.
        List<CaseRow> cases = await work.Db.Cases.ForUpdate().Where(row => patients.Contains(row.PatientKey)).OrderBy(row => row.CaseId).ToListAsync(cancellationToken);
        foreach (CaseRow row in cases)
        {
            if (novel.Exists(filed => filed.PatientKey == row.PatientKey && IsDose(filed)))
                await work.LookAtDosesAsync(row, batch.QuietTime, cancellationToken);
            foreach (FiledObject rival in rivals.Where(filed => filed.PatientKey == row.PatientKey && IsDose(filed)))
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
            (row.StudyUid, row.PatientKey, row.IssuerKey) = (image.StudyInstanceUid, image.PatientKey, image.IssuerKey);
        if (row.PatientKey.Length == 0)
        {
            row.PatientKey = mention is { PatientKey.Length: > 0 } ? mention.PatientKey : OnlyPatient();
            row.IssuerKey = novel.Find(filed => filed.Modality == "RTSTRUCT" && filed.PatientKey == row.PatientKey)?.IssuerKey ?? "";
        }

        TellStrays(row);
        if (row.State == CaseState.Expired)
            row.Enter(CaseState.Waiting, work.Now);
        // Also where the clock stands still: what was seen before does not count any more.
        row.Version++;
        row.LastObjectAt = work.Now;
        row.Asked = 0;
        row.LookAt(work.Now + batch.QuietTime, work.Now);
    }

    // The case would wait for them, or for all the others, and nobody would know why.
    private void TellStrays(CaseRow row)
    {
        string[] known = RowJson.Read<string[]>(row.Strays);
        FiledObject[] strays =
        [
            .. novel.Where(filed => filed.SeriesInstanceUid == row.CtSeriesUid && filed.Modality == "CT" && !known.Contains(filed.SopInstanceUid))
                .Where(filed => filed.PatientKey != row.PatientKey || filed.IssuerKey.Length > 0 && row.IssuerKey.Length > 0 && filed.IssuerKey != row.IssuerKey)
                .Take(MostStrays - known.Length),
        ];
        if (strays.Length == 0)
            return;
        row.Strays = RowJson.Write(known.Concat(strays.Select(stray => stray.SopInstanceUid)));
        foreach (FiledObject stray in strays)
            work.Tell(row, row.Revision, LedgerEvents.StrayImage, stray.SopInstanceUid, new { stray.SopInstanceUid, stray.Sha256 });
    }

    // Without a word of it, a structure set's patient is known only where the batch has no other.
    private string OnlyPatient()
    {
        string[] patients = [.. novel.Where(filed => filed.Modality == "RTSTRUCT").Select(filed => filed.PatientKey).Distinct(StringComparer.Ordinal).Take(2)];
        return patients is [var only] ? only : "";
    }
}
