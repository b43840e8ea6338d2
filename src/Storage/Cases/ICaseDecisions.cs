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
/// <param name="Reason">Why; must not be empty for a release, a rejection and a rerun. Patient data does not belong in it.</param>
public sealed record Decision(CaseId CaseId, long? Version, string By, string Reason)
{
    /// <summary>
    /// What the person had on the screen, for the ledger of an acceptance, release or rejection; null where nobody knows. Give the <see cref="Version"/>
    /// with it: that the results have not changed since follows from that.
    /// </summary>
    public ReviewedEvidence? Evidence { get; init; }
}

/// <summary>What a person had on the screen when they decided.</summary>
/// <param name="PlanesSeen">How many of the planes with contours they have seen.</param>
/// <param name="PlanesDrawn">How many planes have contours.</param>
/// <param name="ProtocolHash">SHA-256 of the protocol's file that the results are by.</param>
/// <param name="SopInstanceUids">The results that they saw.</param>
public sealed record ReviewedEvidence(int PlanesSeen, int PlanesDrawn, string ProtocolHash, IReadOnlyList<string> SopInstanceUids);

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

    /// <summary>
    /// Process the inputs of the newest revision by another protocol, whose that case is from then on. A new revision is opened with them, whatever became of the newest one
    /// (held, rejected, awaiting review, finished, published): what a destination has of that stays apart from what it gets now, and what it was not sent yet is
    /// dropped. The case is then looked at by the new protocol, which may count other objects of the patient among its inputs. While results are on their
    /// way to a destination, or a worker is at the case, it is in no state for it. Needs a reason.
    /// </summary>
    /// <param name="decision">The decision.</param>
    /// <param name="protocol">Name of the protocol; whether there is such a one has to be looked at before.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<DecisionOutcome> RerunAsync(Decision decision, string protocol, CancellationToken cancellationToken);
}
