using ContourFlow.Contracts;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Filing;
using ContourFlow.Storage.Processing;

namespace ContourFlow.Storage.Scoring;

/// <summary>The structures that doses of a case are scored on: those of its newest revision that has results and is neither superseded nor rejected.</summary>
/// <param name="Revision">The revision.</param>
/// <param name="ProtocolName">The protocol that it was processed by.</param>
/// <param name="ProcessedAt">When its results were stored.</param>
/// <param name="Results">What came of it.</param>
public sealed record DerivedStructures(int Revision, string ProtocolName, DateTimeOffset ProcessedAt, IReadOnlyList<ResultObject> Results);

/// <summary>A case whose doses are to be looked at.</summary>
/// <param name="Case">The case.</param>
/// <param name="Version">Another one when something has come since.</param>
/// <param name="Objects">Every object of its patient that the registry has, in the order of their SOP Instance UIDs.</param>
/// <param name="Structures">The structures to score on; null while there are none.</param>
/// <param name="ResultUids">SOP Instance UIDs of all that this program has made of the case, in any revision: a plan may name one of them.</param>
public sealed record DosesToLookAt(
    CaseSummary Case, long Version, IReadOnlyList<FiledObject> Objects, DerivedStructures? Structures, IReadOnlyCollection<string> ResultUids);

/// <summary>A dose that is to be scored.</summary>
/// <param name="Key">See <see cref="DoseScore.Key"/>.</param>
/// <param name="SopInstanceUids">The RT Dose objects, and the RT Plan where it has come.</param>
public sealed record WantedScore(string Key, IReadOnlyList<string> SopInstanceUids);

/// <summary>A scoring that a worker has claimed.</summary>
/// <param name="Outcome">Whether it has.</param>
/// <param name="CtSeriesInstanceUid">Series Instance UID of the planning CT; empty unless claimed.</param>
/// <param name="Protocol">Name of the protocol; empty unless claimed.</param>
/// <param name="Revision">The revision whose structures it is scored on; 0 unless claimed.</param>
/// <param name="Results">What came of that revision; empty unless claimed.</param>
/// <param name="Inputs">The RT Dose objects and the RT Plan; empty unless claimed.</param>
/// <param name="CtFacts">What is known of the headers of the revision's images of the planning CT, as intake wrote it; empty unless claimed.</param>
/// <param name="Attempt">Which attempt this is, from 1.</param>
public sealed record ScoreClaim(
    ClaimOutcome Outcome,
    string CtSeriesInstanceUid,
    string Protocol,
    int Revision,
    IReadOnlyList<ResultObject> Results,
    IReadOnlyList<StoredObject> Inputs,
    IReadOnlyList<string> CtFacts,
    int Attempt)
{
    /// <summary>How often a person had asked for it anew when it was claimed. What comes of the claim counts for this run alone.</summary>
    public int Run { get; init; }
}

/// <summary>What came of a scoring.</summary>
/// <param name="Verdict">The scorecard's verdict.</param>
/// <param name="ProtocolName">The protocol that was applied.</param>
/// <param name="ProtocolHash">SHA-256 of its file, lower-case hexadecimal digits.</param>
/// <param name="StructureSet">The structure set whose structures were used.</param>
/// <param name="Files">The scorecard's files.</param>
/// <param name="Took">How long the work took.</param>
public sealed record CompletedScore(
    string Verdict, string ProtocolName, string ProtocolHash, ResultObject StructureSet, IReadOnlyList<ResultFile> Files, TimeSpan Took);

/// <summary>
/// The registry as those use it who look at doses and score them. Nothing here changes a case's state, what it waits for, or what is published of it; its ledger
/// has a line for what came of each dose.
/// </summary>
public interface IScoringRegistry
{
    /// <summary>
    /// Cases whose doses are due to be looked at, the longest due first: a dose or plan of their patient came, or they were processed. Each is taken for a while, so
    /// that another process does not look at the same time; it is due again after that unless one of the two below was called for it.
    /// </summary>
    Task<IReadOnlyList<CaseId>> TakeDueAsync(int most, TimeSpan takenFor, CancellationToken cancellationToken);

    /// <summary>What is to be looked at of a case; null where there is no such case.</summary>
    Task<DosesToLookAt?> LookAtAsync(CaseId caseId, CancellationToken cancellationToken);

    /// <summary>
    /// Takes down which doses are to be scored on the structures that were looked at, in one transaction: those that are not known yet are queued, with a
    /// <c>ScoreDose</c> in the outbox; those that a newer one had taken the place of, and that are wanted again, are what they were; of all others that are of other
    /// structures, or whose dose is still there, the place is taken. The newest 20 of these are kept.
    /// False, and nothing changed, when something has come or been processed since: look again.
    /// </summary>
    Task<bool> WantAsync(DosesToLookAt seen, IReadOnlyList<WantedScore> wanted, CancellationToken cancellationToken);

    /// <summary>Takes down that nothing can be said of the doses: there are no structures yet, or no images any more. What is known stays as it is. False as above.</summary>
    Task<bool> NothingAsync(DosesToLookAt seen, CancellationToken cancellationToken);

    /// <summary>Claims a scoring that is queued, or whose claim has run out.</summary>
    /// <param name="caseId">The case.</param>
    /// <param name="key">See <see cref="DoseScore.Key"/>.</param>
    /// <param name="worker">Who claims it: a name that no two processes have.</param>
    /// <param name="claimedFor">How long the claim holds without being renewed.</param>
    /// <param name="mostAttempts">How often it may be begun; then it is refused, with reason code <c>too-many-attempts</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<ScoreClaim> ClaimAsync(CaseId caseId, string key, string worker, TimeSpan claimedFor, int mostAttempts, CancellationToken cancellationToken);

    /// <summary>Makes the claim hold for longer. False when it is no longer this worker's: the work is in vain, unless it ends first.</summary>
    Task<bool> RenewAsync(CaseId caseId, string key, int run, string worker, TimeSpan claimedFor, CancellationToken cancellationToken);

    /// <summary>
    /// Takes down what came of a scoring, once: files, verdict, ledger line, and in the outbox <c>DoseScored</c>; all in one transaction. The worker need not hold
    /// the claim any more. False, and nothing changed, when it has an end already, a newer one took its place, or it is in another run.
    /// </summary>
    Task<bool> CompleteAsync(CaseId caseId, string key, int run, string worker, CompletedScore result, CancellationToken cancellationToken);

    /// <summary>Takes down that a dose cannot be scored as it is: reason, ledger line and <c>DoseRefused</c>, in one transaction. False as above.</summary>
    Task<bool> RefuseAsync(CaseId caseId, string key, int run, string worker, HoldReason reason, CancellationToken cancellationToken);

    /// <summary>Gives a claim back undone: it is queued again, the attempt does not count, and the outbox has a <c>ScoreDose</c> for it that is sent after the pause.</summary>
    Task HandBackAsync(CaseId caseId, string key, int run, string worker, TimeSpan pause, CancellationToken cancellationToken);

    /// <summary>A person asks for the refused doses of a case to be scored once more, after a fault of the program or the object store was mended.</summary>
    /// <returns>How many there are.</returns>
    Task<int> RetryAsync(CaseId caseId, string by, string reason, CancellationToken cancellationToken);

    /// <summary>How many are to be done, and since when the oldest is; null where none is.</summary>
    Task<(int Count, DateTimeOffset? Oldest)> BacklogAsync(CancellationToken cancellationToken);
}
