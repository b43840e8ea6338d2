using ContourFlow.Contracts;
using ContourFlow.Storage.Registry;
using Microsoft.EntityFrameworkCore;

namespace ContourFlow.Storage.Reviewing;

/// <summary>Keeps what reviewing leaves in the registry, and tells what has changed there.</summary>
internal sealed class ReviewRecords(RegistryTransactions transactions) : IReviewRecords
{
    // More planes than any CT has: what is taken down grows no further than this.
    private const int MostPlanes = 10_000;

    /// <inheritdoc/>
    public Task<IReadOnlyList<SeenPlanes>> SeenAsync(CaseId caseId, int revision, CancellationToken cancellationToken)
    {
        string id = caseId.ToString();
        return transactions.ReadAsync(
            async db => (IReadOnlyList<SeenPlanes>)[.. (await db.Seen.Where(row => row.CaseId == id && row.Revision == revision)
                .OrderBy(row => row.SeenBy).ToListAsync(cancellationToken)).Select(row => row.ToSeen())],
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<SeenOutcome> AddSeenAsync(CaseId caseId, int revision, DateTimeOffset processedAt, string by, IReadOnlyCollection<int> planes, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(by);
        ArgumentNullException.ThrowIfNull(planes);
        if (planes.Any(plane => plane is < 0 or >= MostPlanes))
            throw new ArgumentOutOfRangeException(nameof(planes), $"Planes are numbered from 0 to {MostPlanes - 1}.");
        return transactions.WriteAsync(
            async work =>
            {
                // The case is locked, as by everybody who takes something of it down; it does not change by being looked at.
                if (await work.LockAsync(caseId, cancellationToken) is not { } row || await work.RevisionAsync(row, revision, cancellationToken) is not { } known)
                    return SeenOutcome.NoSuchRevision;
                if (known.ProcessedAt != processedAt.ToUniversalTime())
                    return SeenOutcome.OtherResults;
                SeenRow? seen = await work.Db.Seen.FirstOrDefaultAsync(
                    one => one.CaseId == row.CaseId && one.Revision == revision && one.SeenBy == by, cancellationToken);
                if (planes.Count == 0)
                    return SeenOutcome.TakenDown;
                if (seen is null)
                    work.Db.Seen.Add(seen = new SeenRow { CaseId = row.CaseId, Revision = revision, SeenBy = by });
                seen.Planes = RowJson.Write(RowJson.Read<int[]>(seen.Planes).Union(planes).Order());
                seen.LastAt = work.Now > seen.LastAt ? work.Now : seen.LastAt;
                return SeenOutcome.TakenDown;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ChangedCase>> ChangedSinceAsync(DateTimeOffset since, int most, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        DateTimeOffset from = since.ToUniversalTime();
        return transactions.ReadAsync(
            async db => (IReadOnlyList<ChangedCase>)[.. (await db.Cases.Where(row => row.ChangedAt >= from)
                .OrderBy(row => row.ChangedAt).ThenBy(row => row.CaseId)
                .Select(row => new { row.CaseId, row.State, row.Revision, row.Version })
                .Take(most)
                .ToListAsync(cancellationToken)).Select(row => new ChangedCase(CaseId.Parse(row.CaseId), row.State, row.Revision, row.Version))],
            cancellationToken);
    }
}
