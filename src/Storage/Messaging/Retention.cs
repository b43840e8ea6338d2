using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Publishing;
using ContourFlow.Storage.Registry;
using Microsoft.EntityFrameworkCore;

namespace ContourFlow.Storage.Messaging;

/// <summary>Takes objects of patients out of whom no case is going on, and finds the files that nothing names any more.</summary>
internal static class Retention
{
    // For as long a file that was given back is not given back again: whoever has it is at it, or will be asked anew.
    private static readonly TimeSpan s_again = TimeSpan.FromHours(1);

    /// <summary>
    /// Patients of whom objects are filed, the last one before this time, and whose cases are all over since then. Objects of which there is
    /// no case are among them: nobody has missed them for as long.
    /// </summary>
    public static Task<List<string>> PatientsAsync(RegistryContext db, DateTimeOffset before, int most, CancellationToken cancellationToken) =>
        db.Patients.Where(row => row.LastFiledAt <= before)
            .Where(row => !Open(db, before).Any(open => open.PatientKey == row.PatientKey))
            .OrderBy(row => row.LastFiledAt)
            .Select(row => row.PatientKey)
            .Take(most)
            .ToListAsync(cancellationToken);

    /// <summary>Takes a patient's objects out, and who the patient is, unless something has come or begun meanwhile.</summary>
    public static async Task ReleaseAsync(RegistryWork work, string patientKey, DateTimeOffset before, CancellationToken cancellationToken)
    {
        // Whoever files an object of the patient waits for this, or this for them.
        PatientRow? patient = await work.Db.Patients.ForUpdate().Where(row => row.PatientKey == patientKey).FirstOrDefaultAsync(cancellationToken);
        if (patient?.LastFiledAt is not { } last || last > before)
            return;

        // The patient's cases are locked too: no person may ask for one anew while its inputs go.
        _ = await work.Db.Cases.ForUpdate().Where(row => row.PatientKey == patientKey).OrderBy(row => row.CaseId).Select(row => row.CaseId).ToListAsync(cancellationToken);
        if (await Open(work.Db, before).AnyAsync(row => row.PatientKey == patientKey, cancellationToken))
            return;
        string[] keys =
        [
            .. await work.Db.Objects.Where(row => row.PatientKey == patientKey).Select(row => row.StoreKey).ToListAsync(cancellationToken),
            .. await work.Db.Conflicts.Where(row => row.PatientKey == patientKey).Select(row => row.StoreKey).ToListAsync(cancellationToken),
        ];
        await ReleasedKeys.AddAsync(work, keys, cancellationToken);
        await work.Db.Objects.Where(row => row.PatientKey == patientKey).ExecuteDeleteAsync(cancellationToken);
        await work.Db.Conflicts.Where(row => row.PatientKey == patientKey).ExecuteDeleteAsync(cancellationToken);
        await work.Db.PatientLabels.Where(row => row.PatientKey == patientKey).ExecuteDeleteAsync(cancellationToken);
        patient.LastFiledAt = null;
    }

    /// <summary>
    /// Takes out what is known of transactions of storage commitment that were asked for, and of reports that came, before this time. No report comes
    /// as late as that, unless for a delivery that is still on its way since before it was asked for.
    /// </summary>
    public static async Task ForgetTransactionsAsync(RegistryWork work, DateTimeOffset before, CancellationToken cancellationToken)
    {
        RegistryContext db = work.Db;
        await db.AskedTransactions
            .Where(row => row.AskedAt <= before)
            .Where(row => !db.Deliveries.Any(delivery => delivery.State == DeliveryState.Pending && delivery.Destination == row.Destination && delivery.Since <= row.AskedAt))
            .ExecuteDeleteAsync(cancellationToken);
        await db.CommitmentReports
            .Where(row => row.ReceivedAt <= before && !db.AskedTransactions.Any(asked => asked.TransactionUid == row.TransactionUid))
            .ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Released keys that nothing names: those that were never given back first. Keys that something names again are forgotten.</summary>
    public static async Task<IReadOnlyList<string>> GiveAsync(RegistryWork work, int most, CancellationToken cancellationToken)
    {
        RegistryContext db = work.Db;
        (DateTimeOffset again, DateTimeOffset skewed) = (work.Now - s_again, work.Skewed);
        await db.ReleasedKeys
            .Where(row => db.Objects.Any(named => named.StoreKey == row.StoreKey) || db.Conflicts.Any(named => named.StoreKey == row.StoreKey)
                || db.Results.Any(named => named.StoreKey == row.StoreKey) || db.ResultFiles.Any(named => named.StoreKey == row.StoreKey)
                || db.DoseScoreFiles.Any(named => named.StoreKey == row.StoreKey))
            .ExecuteDeleteAsync(cancellationToken);
        List<ReleasedKeyRow> given = await db.ReleasedKeys.ForUpdateSkipLocked()
            .Where(row => row.GivenAt == null || row.GivenAt <= again || row.GivenAt > skewed)
            .OrderBy(row => row.GivenAt != null).ThenBy(row => row.GivenAt).ThenBy(row => row.StoreKey)
            .Take(most)
            .ToListAsync(cancellationToken);
        foreach (ReleasedKeyRow row in given)
            row.GivenAt = work.Now;
        return [.. given.Select(row => row.StoreKey)];
    }

    /// <summary>Cases that are over since before this time, have no objects any more, and have results still.</summary>
    public static IQueryable<CaseRow> WithResults(RegistryContext db, DateTimeOffset before) =>
        db.Cases.Where(row => row.LastObjectAt <= before && row.StateSince <= before)
            .Where(row => row.State == CaseState.Published || row.State == CaseState.Finished || row.State == CaseState.Rejected || row.State == CaseState.Expired)
            .Where(row => !db.Objects.Any(filed => filed.PatientKey == row.PatientKey))
            .Where(row => !db.Deliveries.Any(delivery => delivery.CaseId == row.CaseId && delivery.State == DeliveryState.Pending))
            .Where(row => db.Results.Any(made => made.CaseId == row.CaseId) || db.ResultFiles.Any(made => made.CaseId == row.CaseId)
                || db.DoseScores.Any(score => score.CaseId == row.CaseId));

    /// <summary>Takes the results of a case out, what came of its doses, and what people have seen of them, unless something has come or begun meanwhile.</summary>
    /// <returns>1; 0 where something has.</returns>
    public static async Task<int> ReleaseResultsAsync(RegistryWork work, string caseId, DateTimeOffset before, CancellationToken cancellationToken)
    {
        // Locked by itself: in PostgreSQL the other conditions are then looked at as they are after whoever had it.
        _ = await work.Db.Cases.ForUpdate().Where(row => row.CaseId == caseId).Select(row => row.CaseId).ToListAsync(cancellationToken);
        if (!await WithResults(work.Db, before).AnyAsync(row => row.CaseId == caseId, cancellationToken))
            return 0;
        string[] keys =
        [
            .. await work.Db.Results.Where(row => row.CaseId == caseId).Select(row => row.StoreKey).ToListAsync(cancellationToken),
            .. await work.Db.ResultFiles.Where(row => row.CaseId == caseId).Select(row => row.StoreKey).ToListAsync(cancellationToken),
            .. await work.Db.DoseScoreFiles.Where(row => row.CaseId == caseId).Select(row => row.StoreKey).ToListAsync(cancellationToken),
        ];
        await ReleasedKeys.AddAsync(work, keys, cancellationToken);
        await work.Db.Results.Where(row => row.CaseId == caseId).ExecuteDeleteAsync(cancellationToken);
        await work.Db.ResultFiles.Where(row => row.CaseId == caseId).ExecuteDeleteAsync(cancellationToken);
        await work.Db.DoseScoreFiles.Where(row => row.CaseId == caseId).ExecuteDeleteAsync(cancellationToken);
        await work.Db.DoseScores.Where(row => row.CaseId == caseId).ExecuteDeleteAsync(cancellationToken);
        await work.Db.Seen.Where(row => row.CaseId == caseId).ExecuteDeleteAsync(cancellationToken);
        return 1;
    }

    // Cases that are not over, or not for long enough.
    private static IQueryable<CaseRow> Open(RegistryContext db, DateTimeOffset before) =>
        db.Cases.Where(row => row.LastObjectAt > before || row.StateSince > before
            || (row.State != CaseState.Published && row.State != CaseState.Finished && row.State != CaseState.Rejected && row.State != CaseState.Expired));
}
