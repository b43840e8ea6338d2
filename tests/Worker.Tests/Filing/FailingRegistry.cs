using ContourFlow.Contracts;
using ContourFlow.Storage.Filing;
using ContourFlow.Storage.Objects;

namespace ContourFlow.Worker.Tests.Filing;

/// <summary>A registry that is away when a test says so: before a batch is filed, or after it was filed and before anybody is told.</summary>
internal sealed class FailingRegistry(IFilingRegistry real) : IFilingRegistry
{
    private int filings;

    /// <summary>Whether it is away.</summary>
    public bool IsAway { get; set; }

    /// <summary>The filings, counted from 1, whose answer is lost.</summary>
    public Func<int, bool> LosesAnswer { get; set; } = _ => false;

    /// <summary>A fault of the program for objects of this UID.</summary>
    public string? Poisonous { get; set; }

    /// <summary>Whether no case is due: what is sent is filed, and nothing is made of a part of it, however long a busy machine takes to file the rest.</summary>
    public bool NothingIsDue { get; set; }

    public async Task<IReadOnlyList<FilingOutcome>> FileAsync(FilingBatch batch, CancellationToken cancellationToken)
    {
        ThrowWhileAway();
        if (batch.Objects.Any(one => one.SopInstanceUid == Poisonous))
            throw new InvalidOperationException("A fault of the program.");
        IReadOnlyList<FilingOutcome> outcomes = await real.FileAsync(batch, cancellationToken);
        return LosesAnswer(Interlocked.Increment(ref filings)) ? throw new StoreUnavailableException("The connection was lost after the commit.") : outcomes;
    }

    public Task<bool> HoldsAsync(string sopClassUid, string sopInstanceUid, CancellationToken cancellationToken)
    {
        ThrowWhileAway();
        return real.HoldsAsync(sopClassUid, sopInstanceUid, cancellationToken);
    }

    public Task<string?> ContentAsync(string sopInstanceUid, CancellationToken cancellationToken) => real.ContentAsync(sopInstanceUid, cancellationToken);

    public Task<IReadOnlyList<CaseId>> TakeDueAsync(int most, TimeSpan takenFor, CancellationToken cancellationToken)
    {
        ThrowWhileAway();
        return NothingIsDue ? Task.FromResult<IReadOnlyList<CaseId>>([]) : real.TakeDueAsync(most, takenFor, cancellationToken);
    }

    public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken)
    {
        ThrowWhileAway();
        return real.NextDueAsync(cancellationToken);
    }

    public Task<CaseToLookAt?> LookAtAsync(CaseId caseId, CancellationToken cancellationToken) => real.LookAtAsync(caseId, cancellationToken);

    public Task<bool> StillWaitsAsync(CaseId caseId, long version, Incomplete seen, CancellationToken cancellationToken) =>
        real.StillWaitsAsync(caseId, version, seen, cancellationToken);

    public Task<bool> NothingNewAsync(CaseId caseId, long version, CancellationToken cancellationToken) => real.NothingNewAsync(caseId, version, cancellationToken);

    public Task<bool> OpenRevisionAsync(CaseId caseId, long version, NewRevision revision, CancellationToken cancellationToken) =>
        real.OpenRevisionAsync(caseId, version, revision, cancellationToken);

    private void ThrowWhileAway()
    {
        if (IsAway)
            throw new StoreUnavailableException("The registry is away.");
    }
}
