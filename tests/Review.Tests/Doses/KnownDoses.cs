using System.Collections.Immutable;
using ContourFlow.Contracts;
using ContourFlow.Storage.Scoring;

namespace ContourFlow.Review.Tests.Doses;

/// <summary>A registry of doses in memory; what it holds is what a test puts into it.</summary>
internal sealed class KnownDoses : IDoseScoreQueries
{
    /// <summary>The doses, in the order in which they are told.</summary>
    public ImmutableArray<DoseScore> All { get; set; } = [];

    public Task<IReadOnlyList<DoseScore>> OfCaseAsync(CaseId caseId, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DoseScore>>([.. All.Where(dose => dose.CaseId == caseId)]);

    public Task<DoseScore?> FindAsync(CaseId caseId, string key, CancellationToken cancellationToken) =>
        Task.FromResult(All.FirstOrDefault(dose => dose.CaseId == caseId && dose.Key == key));
}
