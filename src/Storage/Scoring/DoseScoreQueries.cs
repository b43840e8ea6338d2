using ContourFlow.Contracts;
using ContourFlow.Storage.Registry;
using Microsoft.EntityFrameworkCore;

namespace ContourFlow.Storage.Scoring;

/// <summary>Reads what is known of doses.</summary>
internal sealed class DoseScoreQueries(RegistryTransactions transactions) : IDoseScoreQueries
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<DoseScore>> OfCaseAsync(CaseId caseId, CancellationToken cancellationToken)
    {
        string id = caseId.ToString();
        return transactions.ReadAsync(
            async db =>
            {
                List<DoseScoreRow> scores = await NewestFirst(db.DoseScores.Where(row => row.CaseId == id)).ToListAsync(cancellationToken);
                List<DoseScoreFileRow> files = await db.DoseScoreFiles.Where(row => row.CaseId == id).ToListAsync(cancellationToken);
                return (IReadOnlyList<DoseScore>)[.. scores.Select(row => row.ToScore(files))];
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<DoseScore?> FindAsync(CaseId caseId, string key, CancellationToken cancellationToken)
    {
        string id = caseId.ToString();
        return transactions.ReadAsync(
            async db => await db.DoseScores.FirstOrDefaultAsync(row => row.CaseId == id && row.Key == key, cancellationToken) is { } found
                ? found.ToScore(await db.DoseScoreFiles.Where(row => row.CaseId == id && row.Key == key).ToListAsync(cancellationToken))
                : null,
            cancellationToken);
    }

    /// <summary>Scorings of a case in order: the newest revision first, in it what was asked for last.</summary>
    internal static IQueryable<DoseScoreRow> NewestFirst(IQueryable<DoseScoreRow> scores) =>
        scores.OrderByDescending(score => score.Revision).ThenByDescending(score => score.AskedAt).ThenBy(score => score.Key);
}
