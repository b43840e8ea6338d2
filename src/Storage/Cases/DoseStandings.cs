using ContourFlow.Storage.Registry;
using ContourFlow.Storage.Scoring;
using Microsoft.EntityFrameworkCore;

namespace ContourFlow.Storage.Cases;

/// <summary>Where the doses of many cases stand: by one query for a page of them, whatever their number.</summary>
internal static class DoseStandings
{
    /// <summary>The standing of each of these cases that has a scoring that counts.</summary>
    public static async Task<Dictionary<string, DoseStanding>> OfAsync(RegistryContext db, string[] caseIds, CancellationToken cancellationToken)
    {
        var counting = await DoseScoreQueries.NewestFirst(Counting(db).Where(score => caseIds.Contains(score.CaseId)))
            .Select(score => new { score.CaseId, score.Revision, score.State, score.Verdict }).ToListAsync(cancellationToken);
        return counting.GroupBy(score => score.CaseId, StringComparer.Ordinal).ToDictionary(
            scores => scores.Key,
            scores => new DoseStanding(
                scores.First().Revision, scores.First().State, scores.First().Verdict, scores.Count(), scores.Count(score => IsViolated(score.State, score.Verdict))),
            StringComparer.Ordinal);
    }

    /// <summary>Those of the cases that have one of the words; all of them where there is no word. See <see cref="CaseFilter.Doses"/>.</summary>
    public static IQueryable<CaseRow> Filtered(RegistryContext db, IQueryable<CaseRow> cases, IReadOnlyCollection<string> words)
    {
        if (words.Count == 0)
            return cases;
        var states = new List<DoseScoreState>();
        if (words.Contains(DoseStanding.Waiting, StringComparer.Ordinal))
            states.AddRange([DoseScoreState.Queued, DoseScoreState.Scoring]);
        if (words.Contains(DoseStanding.Refused, StringComparer.Ordinal))
            states.Add(DoseScoreState.Refused);
        string?[] verdicts = [.. words.Except([DoseStanding.Waiting, DoseStanding.Refused, DoseStanding.None], StringComparer.Ordinal)];
        // Lists of cases and no look into the scorings for each case: by what SQLite knows of an index before it is told to count, it would look by the state.
        IQueryable<string> asked = Newest(db).Where(score => states.Contains(score.State) || (score.State == DoseScoreState.Scored && verdicts.Contains(score.Verdict)))
            .Select(score => score.CaseId);
        IQueryable<string> counting = Counting(db).Select(score => score.CaseId), violated = Violated(db).Select(score => score.CaseId);
        return (words.Contains(DoseStanding.None, StringComparer.Ordinal), words.Contains(DoseStanding.ViolatedVerdict, StringComparer.Ordinal)) switch
        {
            (true, true) => cases.Where(row => asked.Contains(row.CaseId) || violated.Contains(row.CaseId) || !counting.Contains(row.CaseId)),
            (true, false) => cases.Where(row => asked.Contains(row.CaseId) || !counting.Contains(row.CaseId)),
            (false, true) => cases.Where(row => asked.Contains(row.CaseId) || violated.Contains(row.CaseId)),
            _ => cases.Where(row => asked.Contains(row.CaseId)),
        };
    }

    /// <summary>How many cases each word finds; words that find none are left out.</summary>
    public static async Task<IReadOnlyDictionary<string, int>> CountsAsync(RegistryContext db, CancellationToken cancellationToken)
    {
        var newest = await Newest(db).GroupBy(score => new { score.State, score.Verdict })
            .Select(scores => new { scores.Key.State, scores.Key.Verdict, Count = scores.Count() }).ToListAsync(cancellationToken);
        var counts = newest.GroupBy(one => DoseStanding.WordOf(one.State, one.Verdict), StringComparer.Ordinal)
            .ToDictionary(word => word.Key, word => word.Sum(one => one.Count), StringComparer.Ordinal);
        if (await Violated(db).Select(score => score.CaseId).Distinct().CountAsync(cancellationToken) is > 0 and var violated)
            counts[DoseStanding.ViolatedVerdict] = violated;
        if (await db.Cases.CountAsync(cancellationToken) - newest.Sum(one => one.Count) is > 0 and var none)
            counts[DoseStanding.None] = none;
        return counts;
    }

    private static IQueryable<DoseScoreRow> Counting(RegistryContext db) => db.DoseScores.Where(score => score.State != DoseScoreState.Superseded);

    private static IQueryable<DoseScoreRow> Violated(RegistryContext db) =>
        db.DoseScores.Where(score => score.State == DoseScoreState.Scored && score.Verdict == DoseStanding.ViolatedVerdict);

    private static bool IsViolated(DoseScoreState state, string? verdict) => state == DoseScoreState.Scored && verdict == DoseStanding.ViolatedVerdict;

    // One of each case, the first in the order of DoseScoreQueries.NewestFirst: none that counts comes before it.
    private static IQueryable<DoseScoreRow> Newest(RegistryContext db)
    {
        IQueryable<DoseScoreRow> counting = Counting(db);
        return counting.Where(score => !counting.Any(other => other.CaseId == score.CaseId
            && (other.Revision > score.Revision
                || (other.Revision == score.Revision && (other.AskedAt > score.AskedAt || (other.AskedAt == score.AskedAt && string.Compare(other.Key, score.Key) < 0))))));
    }
}
