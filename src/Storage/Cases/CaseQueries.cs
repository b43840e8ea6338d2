using ContourFlow.Contracts;
using ContourFlow.Storage.Processing;
using ContourFlow.Storage.Registry;
using ContourFlow.Storage.Scoring;
using Microsoft.EntityFrameworkCore;

namespace ContourFlow.Storage.Cases;

/// <summary>Reads cases.</summary>
internal sealed class CaseQueries(RegistryTransactions transactions) : ICaseQueries
{
    private const int LargestPage = 1000;

    /// <inheritdoc/>
    public Task<CasePage> ListAsync(CaseFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfLessThan(filter.PageSize, 1, nameof(filter));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(filter.PageSize, LargestPage, nameof(filter));
        return transactions.ReadAsync(
            async db =>
            {
                List<CaseRow> rows = await Page(db, filter).ToListAsync(cancellationToken);
                CaseSummary[] cases = await SummariesAsync(db, [.. rows.Take(filter.PageSize)], cancellationToken);
                return new CasePage(cases, rows.Count > filter.PageSize ? new CaseCursor(cases[^1].LastObjectAt, cases[^1].CaseId) : null);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<CaseSummary?> FindAsync(CaseId caseId, CancellationToken cancellationToken)
    {
        string id = caseId.ToString();
        return transactions.ReadAsync(
            async db => await db.Cases.FirstOrDefaultAsync(row => row.CaseId == id, cancellationToken) is { } found
                ? (await SummariesAsync(db, [found], cancellationToken))[0]
                : null,
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<CaseId>> BeginningWithAsync(string digits, int most, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(digits);
        // A range, so that the index serves: ids are hexadecimal digits, all of them before 'g'.
        string begin = digits.ToLowerInvariant(), end = begin + "g";
        return transactions.ReadAsync(
            async db => (IReadOnlyList<CaseId>)[.. (await db.Cases.Select(row => row.CaseId)
                .Where(id => string.Compare(id, begin) >= 0 && string.Compare(id, end) < 0)
                .OrderBy(id => id).Take(most).ToListAsync(cancellationToken)).Select(id => CaseId.Parse(id))],
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<CaseDetails?> DetailsAsync(CaseId caseId, CancellationToken cancellationToken)
    {
        string id = caseId.ToString();
        return transactions.ReadAsync(
            async db =>
            {
                if (await db.Cases.FirstOrDefaultAsync(row => row.CaseId == id, cancellationToken) is not { } found)
                    return null;
                List<RevisionRow> revisions = await db.Revisions.Where(row => row.CaseId == id).OrderBy(row => row.Revision).ToListAsync(cancellationToken);
                List<ResultRow> results = await db.Results.Where(row => row.CaseId == id).OrderBy(row => row.SopInstanceUid).ToListAsync(cancellationToken);
                List<DeliveryRow> deliveries = await db.Deliveries.Where(row => row.CaseId == id)
                    .OrderBy(row => row.Revision).ThenBy(row => row.Destination).ToListAsync(cancellationToken);
                List<LedgerRow> ledger = await db.Ledger.Where(row => row.CaseId == id).OrderBy(row => row.Number).ToListAsync(cancellationToken);
                return new CaseDetails(
                    (await SummariesAsync(db, [found], cancellationToken))[0],
                    [.. revisions.Select(row => Details(row, results))],
                    [.. deliveries.Select(row => row.ToDelivery())],
                    [.. ledger.Select(row => row.ToEntry())]);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ResultFile>> FilesAsync(CaseId caseId, int revision, CancellationToken cancellationToken)
    {
        string id = caseId.ToString();
        return transactions.ReadAsync(
            async db => (IReadOnlyList<ResultFile>)[.. (await db.ResultFiles.Where(row => row.CaseId == id && row.Revision == revision)
                .OrderBy(row => row.Name).ToListAsync(cancellationToken)).Select(row => row.ToFile())],
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<CaseState, int>> CountsAsync(CancellationToken cancellationToken) =>
        transactions.ReadAsync(
            async db => (IReadOnlyDictionary<CaseState, int>)await db.Cases.GroupBy(row => row.State)
                .Select(rows => new { State = rows.Key, Count = rows.Count() })
                .ToDictionaryAsync(row => row.State, row => row.Count, cancellationToken),
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, int>> DoseCountsAsync(CancellationToken cancellationToken) =>
        transactions.ReadAsync(db => DoseStandings.CountsAsync(db, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<CaseState, DateTimeOffset>> OldestAsync(CancellationToken cancellationToken) =>
        transactions.ReadAsync(
            async db => (IReadOnlyDictionary<CaseState, DateTimeOffset>)await db.Cases.GroupBy(row => row.State)
                .Select(rows => new { State = rows.Key, Since = rows.Min(row => row.StateSince) })
                .ToDictionaryAsync(row => row.State, row => row.Since, cancellationToken),
            cancellationToken);

    /// <inheritdoc/>
    public Task<string?> LedgerFaultAsync(CaseId caseId, CancellationToken cancellationToken)
    {
        string id = caseId.ToString();
        return transactions.ReadAsync(
            async db =>
            {
                CaseRow? row = await db.Cases.FirstOrDefaultAsync(found => found.CaseId == id, cancellationToken);
                List<LedgerRow> ledger = await db.Ledger.Where(line => line.CaseId == id).OrderBy(line => line.Number).ToListAsync(cancellationToken);
                return LedgerChain.Fault(row, ledger);
            },
            cancellationToken);
    }

    /// <summary>A page's rows and the one after them, by which is seen whether there is another page.</summary>
    internal static IQueryable<CaseRow> Page(RegistryContext db, CaseFilter filter) =>
        Searched(db, DoseStandings.Filtered(db, Filtered(db.Cases, filter), filter.Doses), filter.Search).OrderByDescending(row => row.LastObjectAt).ThenBy(row => row.CaseId).Take(filter.PageSize + 1);

    private static IQueryable<CaseRow> Filtered(IQueryable<CaseRow> cases, CaseFilter filter)
    {
        if (filter.States.Count > 0)
            cases = cases.Where(row => filter.States.Contains(row.State));
        if (filter.Protocol is { } protocol)
            cases = cases.Where(row => row.Protocol == protocol);
        if (filter.UidPrefix is { Length: > 0 } prefix)
        {
            // A range, so that the index serves: UIDs are digits and dots, all of them before ':'.
            string end = prefix + ":";
            cases = cases.Where(row => (string.Compare(row.CtSeriesUid, prefix) >= 0 && string.Compare(row.CtSeriesUid, end) < 0)
                || (string.Compare(row.StudyUid, prefix) >= 0 && string.Compare(row.StudyUid, end) < 0));
        }

        if (filter.After is { } after)
        {
            (DateTimeOffset last, string id) = (after.LastObjectAt.ToUniversalTime(), after.CaseId.ToString());
            cases = cases.Where(row => row.LastObjectAt <= last && (row.LastObjectAt < last || string.Compare(row.CaseId, id) > 0));
        }

        return cases;
    }

    // Ranges, as for a prefix alone. What is no digit of an id or a UID lies in none. The patients that are found are gathered once (SQLite asks for each case
    // else); whether it is this issuer's is then asked of their cases alone.
    private static IQueryable<CaseRow> Searched(RegistryContext db, IQueryable<CaseRow> cases, string? search)
    {
        string searched = PatientText.Folded(search ?? "");
        if (searched.Length == 0)
            return cases;
        (string idEnd, string uidEnd) = (searched + "g", searched + ":");
        return cases.Where(row => (string.Compare(row.CaseId, searched) >= 0 && string.Compare(row.CaseId, idEnd) < 0)
            || (string.Compare(row.CtSeriesUid, searched) >= 0 && string.Compare(row.CtSeriesUid, uidEnd) < 0)
            || (string.Compare(row.StudyUid, searched) >= 0 && string.Compare(row.StudyUid, uidEnd) < 0)
            || (db.PatientLabels.Where(label => label.Searched.Contains(searched)).Select(label => label.PatientKey).Contains(row.PatientKey)
                && db.PatientLabels.Any(label => label.PatientKey == row.PatientKey && label.IssuerKey == row.IssuerKey && label.Searched.Contains(searched))));
    }

    private static async Task<CaseSummary[]> SummariesAsync(RegistryContext db, CaseRow[] rows, CancellationToken cancellationToken)
    {
        string[] patients = [.. rows.Select(row => row.PatientKey).Distinct(StringComparer.Ordinal)];
        Dictionary<(string, string), PatientLabelRow> labels = await db.PatientLabels.Where(label => patients.Contains(label.PatientKey))
            .ToDictionaryAsync(label => (label.PatientKey, label.IssuerKey), cancellationToken);
        Dictionary<string, DoseStanding> doses = await DoseStandings.OfAsync(db, [.. rows.Select(row => row.CaseId)], cancellationToken);
        return [.. rows.Select(row => row.ToSummary(labels.GetValueOrDefault((row.PatientKey, row.IssuerKey))?.ToLabel()) with { Dose = doses.GetValueOrDefault(row.CaseId) })];
    }

    private static RevisionDetails Details(RevisionRow row, List<ResultRow> results) => new(
        row.Revision,
        row.State,
        row.InputsHash,
        RowJson.Read<StoredObject[]>(row.Inputs),
        row.Attempts,
        row.ProtocolName,
        row.ProtocolHash,
        row.ReasonCode,
        row.Reason,
        [.. results.Where(made => made.Revision == row.Revision).Select(made => made.ToResult())],
        row.OpenedAt,
        row.ProcessedAt);
}
