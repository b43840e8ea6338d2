using ContourFlow.Contracts;

namespace ContourFlow.Storage.Cases;

/// <summary>What became of a person's decision.</summary>
public enum DecisionOutcome
{
    /// <summary>It was taken down, and what follows from it is under way.</summary>
    Taken,

    /// <summary>There is no such case.</summary>
    NoSuchCase,

    /// <summary>The case has changed since the person looked: look again.</summary>
    Stale,

    /// <summary>The case is in no state for it.</summary>
    NotInThisState,

    /// <summary>The case is held and has no results that could be released: mend what it says, and retry.</summary>
    NothingToRelease,
}

/// <summary>A person's decision about a case.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="Version">The <see cref="CaseSummary.Version"/> that the person saw; null: whatever it is now.</param>
/// <param name="By">Who decides.</param>
/// <param name="Reason">Why; must not be empty for a release and a rejection. Patient data does not belong in it.</param>
public sealed record Decision(CaseId CaseId, long? Version, string By, string Reason);

/// <summary>What people decide about cases. Each decision and what follows from it are one transaction, with a line in the ledger.</summary>
public interface ICaseDecisions
{
    /// <summary>
    /// Process the newest revision once more: of a held or rejected case, or one that is queued and was given up. A delivery that was
    /// refused is tried again instead where there are results. Attempts count from 0 again.
    /// </summary>
    Task<DecisionOutcome> RetryAsync(Decision decision, CancellationToken cancellationToken);

    /// <summary>Publish the withheld results of a held case although it is held.</summary>
    Task<DecisionOutcome> ReleaseAsync(Decision decision, CancellationToken cancellationToken);

    /// <summary>Publish a case that awaits review.</summary>
    Task<DecisionOutcome> AcceptAsync(Decision decision, CancellationToken cancellationToken);

    /// <summary>Do not publish a case that awaits review or is held.</summary>
    Task<DecisionOutcome> RejectAsync(Decision decision, CancellationToken cancellationToken);
}
