using ContourFlow.Contracts;
using ContourFlow.Storage.Cases;

namespace ContourFlow.Storage.Filing;

/// <summary>A case that is to be looked at: whether it is complete.</summary>
/// <param name="Case">The case.</param>
/// <param name="Objects">Every object of its patient that the registry has, in the order of their SOP Instance UIDs; conflicting ones are not among them.</param>
/// <param name="NewestInputsHash">The hash of its newest revision's inputs; null where there is no revision.</param>
/// <param name="Asked">How often the archive was asked about it since its newest object came.</param>
public sealed record CaseToLookAt(CaseSummary Case, IReadOnlyList<FiledObject> Objects, string? NewestInputsHash, int Asked)
{
    /// <summary>
    /// SOP Instance UIDs of images that came under the planning CT's series and state another patient than the first that came of it; no case is made of
    /// them. The first 20.
    /// </summary>
    public IReadOnlyList<string> Strays { get; init; } = [];
}

/// <summary>What was seen when a case was looked at and was not complete.</summary>
/// <param name="WaitingFor">What it waits for, a sentence each.</param>
/// <param name="LookAgainAfter">When it is to be looked at again although nothing comes; null: not before something comes.</param>
/// <param name="HasAsked">Whether the archive was asked this time.</param>
public sealed record Incomplete(IReadOnlyList<string> WaitingFor, TimeSpan? LookAgainAfter, bool HasAsked);

/// <summary>A revision to be opened.</summary>
/// <param name="InputsHash">SHA-256 over the UIDs and contents of its inputs and the protocol's name, lower-case hexadecimal digits.</param>
/// <param name="SopInstanceUids">Its inputs.</param>
/// <param name="Protocol">Name of the protocol that it is to be processed by.</param>
public sealed record NewRevision(string InputsHash, IReadOnlyList<string> SopInstanceUids, string Protocol);

/// <summary>The registry as intake uses it: objects are filed, and cases looked at until they are complete.</summary>
public interface IFilingRegistry
{
    /// <summary>
    /// Files objects and makes or touches their cases, in one transaction. May be called twice for the same objects, from any number of
    /// processes at once. A case that is touched is due to be looked at <see cref="FilingBatch.QuietTime"/> later.
    /// An <see cref="FilingOutcome.AlreadyFiled"/> object touches no case.
    /// </summary>
    /// <returns>What became of each object, in their order.</returns>
    Task<IReadOnlyList<FilingOutcome>> FileAsync(FilingBatch batch, CancellationToken cancellationToken);

    /// <summary>Whether an object of this UID and class is filed: what a storage commitment may be given for.</summary>
    Task<bool> HoldsAsync(string sopClassUid, string sopInstanceUid, CancellationToken cancellationToken);

    /// <summary>SHA-256 of the content that is filed under a UID; null where there is none.</summary>
    Task<string?> ContentAsync(string sopInstanceUid, CancellationToken cancellationToken);

    /// <summary>
    /// Cases that are due to be looked at, the longest due first. Each is taken for a while, so that another process does not look at it at
    /// the same time; it is due again after that unless one of the two below was called for it.
    /// </summary>
    Task<IReadOnlyList<CaseId>> TakeDueAsync(int most, TimeSpan takenFor, CancellationToken cancellationToken);

    /// <summary>When the next case is due; null where none is.</summary>
    Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken);

    /// <summary>What is to be looked at of a case; null where there is no such case.</summary>
    Task<CaseToLookAt?> LookAtAsync(CaseId caseId, CancellationToken cancellationToken);

    /// <summary>
    /// Takes down that a case is not complete: it is <see cref="CaseState.Waiting"/>, but where its newest revision waits for a person
    /// (held, to be reviewed) it goes on showing that, beside what it waits for. False, and nothing changed, when it was touched since (its version is another): look again.
    /// </summary>
    Task<bool> StillWaitsAsync(CaseId caseId, long version, Incomplete seen, CancellationToken cancellationToken);

    /// <summary>
    /// Takes down that a case is complete with the inputs that its newest revision has already, or that nothing of it is kept any more and nothing
    /// that belongs to it has come: nothing is to be done. A case in
    /// <see cref="CaseState.Waiting"/> or <see cref="CaseState.Expired"/> goes back to its newest revision's state. False when it was touched since.
    /// </summary>
    Task<bool> NothingNewAsync(CaseId caseId, long version, CancellationToken cancellationToken);

    /// <summary>
    /// Opens a revision: the case is <see cref="CaseState.Queued"/>, a revision before it that is not published (and not being published) is superseded, the
    /// ledger has a line with the hashes of the inputs, and the outbox a <c>ProcessCase</c> and a <c>RevisionOpened</c>; all in one
    /// transaction. False, and nothing changed, when the case was touched since.
    /// </summary>
    Task<bool> OpenRevisionAsync(CaseId caseId, long version, NewRevision revision, CancellationToken cancellationToken);
}
