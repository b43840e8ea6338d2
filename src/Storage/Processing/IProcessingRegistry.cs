using ContourFlow.Contracts;

namespace ContourFlow.Storage.Processing;

/// <summary>What became of the wish to process a revision.</summary>
public enum ClaimOutcome
{
    /// <summary>It is this worker's, for as long as it renews the claim.</summary>
    Claimed,

    /// <summary>There is nothing to be done: it is processed, held, superseded or not known. The message may go.</summary>
    NothingToDo,

    /// <summary>Another worker is at it. The message may go: should that worker die, the reconciler asks anew.</summary>
    TakenByAnother,

    /// <summary>It was begun too often without an end; the case is held now, with reason code <c>too-many-attempts</c>. The message may go.</summary>
    GivenUp,
}

/// <summary>A revision that a worker has claimed.</summary>
/// <param name="Outcome">Whether it has.</param>
/// <param name="CtSeriesInstanceUid">Series Instance UID of the planning CT; empty unless claimed.</param>
/// <param name="Protocol">Name of the protocol to process it by; empty unless claimed.</param>
/// <param name="Inputs">Its inputs, in the order of their SOP Instance UIDs; empty unless claimed.</param>
/// <param name="Attempt">Which attempt this is, from 1.</param>
public sealed record Claim(ClaimOutcome Outcome, string CtSeriesInstanceUid, string Protocol, IReadOnlyList<StoredObject> Inputs, int Attempt)
{
    /// <summary>How often a person had asked for the revision anew when it was claimed. What comes of the claim counts for this run alone.</summary>
    public int Run { get; init; }
}

/// <summary>
/// The registry as workers use it. A run of a revision has one result, whoever works at it and how often. Where a person has asked for the revision anew since
/// it was claimed, what a worker still brings of the run before is refused.
/// </summary>
public interface IProcessingRegistry
{
    /// <summary>Claims a revision that is queued, or whose claim has run out.</summary>
    /// <param name="caseId">The case.</param>
    /// <param name="revision">The revision.</param>
    /// <param name="worker">Who claims it: a name that no two processes have.</param>
    /// <param name="claimedFor">How long the claim holds without being renewed.</param>
    /// <param name="mostAttempts">How often it may be begun.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<Claim> ClaimAsync(CaseId caseId, int revision, string worker, TimeSpan claimedFor, int mostAttempts, CancellationToken cancellationToken);

    /// <summary>Makes the claim hold for longer. False when it is no longer this worker's: the work is in vain, unless it ends first.</summary>
    Task<bool> RenewAsync(CaseId caseId, int revision, int run, string worker, TimeSpan claimedFor, CancellationToken cancellationToken);

    /// <summary>
    /// Takes down what came of a revision, once: results, ledger line, deliveries, state, and in the outbox <c>CaseProcessed</c> (or <c>CaseHeld</c>)
    /// and a <c>PublishResults</c> for each delivery that may begin; all in one transaction. The worker need not hold the claim any more.
    /// False, and nothing changed, when the revision has a result (or is held) already, was superseded meanwhile, or is in another run.
    /// </summary>
    Task<bool> CompleteAsync(CaseId caseId, int revision, int run, string worker, ProcessedRevision result, CancellationToken cancellationToken);

    /// <summary>Takes down that a revision cannot be done as it is: held, ledger line and <c>CaseHeld</c>, in one transaction. False as above.</summary>
    Task<bool> HoldAsync(CaseId caseId, int revision, int run, string worker, HoldReason reason, CancellationToken cancellationToken);

    /// <summary>Gives a claim back undone: the revision is queued again, the attempt does not count, and the outbox has a <c>ProcessCase</c> for it that is sent after the pause.</summary>
    Task HandBackAsync(CaseId caseId, int revision, int run, string worker, TimeSpan pause, CancellationToken cancellationToken);
}
