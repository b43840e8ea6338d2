using ContourFlow.Contracts;
using ContourFlow.Storage.Processing;

namespace ContourFlow.Storage.Publishing;

/// <summary>A delivery that a publisher has claimed.</summary>
/// <param name="Delivery">The delivery.</param>
/// <param name="Objects">Its objects.</param>
public sealed record ClaimedDelivery(Delivery Delivery, IReadOnlyList<ResultObject> Objects)
{
    /// <summary>How often a person had asked for the revision anew when it was claimed. What comes of the claim counts for this run alone.</summary>
    public int Run { get; init; }
}

/// <summary>A report of storage commitment that came for us, whoever received it.</summary>
/// <param name="TransactionUid">Transaction UID (0008,1195).</param>
/// <param name="Content">The report, as its receiver writes it down (JSON).</param>
public sealed record ReportedCommitment(string TransactionUid, string Content);

/// <summary>
/// The registry as publishers use it. Where a person has asked for the revision anew since a delivery was claimed, what a publisher still brings of the run
/// before changes nothing.
/// </summary>
public interface IPublishingRegistry
{
    /// <summary>Claims a delivery that is pending and due; null when it is not (published, not due yet, dropped, refused, not known, or another's): the message may go. One of an older revision of which the destination has taken nothing is dropped instead.</summary>
    Task<ClaimedDelivery?> ClaimAsync(CaseId caseId, int revision, string destination, string publisher, TimeSpan claimedFor, CancellationToken cancellationToken);

    /// <summary>Makes the claim hold for longer; false when it is no longer this publisher's.</summary>
    Task<bool> RenewAsync(CaseId caseId, int revision, int run, string destination, string publisher, TimeSpan claimedFor, CancellationToken cancellationToken);

    /// <summary>
    /// Takes down that the destination has everything: ledger line, <c>ResultsPublished</c>, and the case is published when no delivery
    /// of the revision is left; in one transaction, once. False, and nothing changed, when it is not pending, or of another run.
    /// </summary>
    Task<bool> PublishedAsync(CaseId caseId, int revision, int run, string destination, string publisher, CancellationToken cancellationToken);

    /// <summary>Takes down that an attempt failed for a reason that may pass; it is due again after the pause.</summary>
    Task PostponeAsync(CaseId caseId, int revision, int run, string destination, string publisher, string fault, TimeSpan pause, CancellationToken cancellationToken);

    /// <summary>
    /// Takes down that the destination refuses objects: the delivery is refused, ledger line; the case is held with the reason
    /// once no other delivery of it is pending, and <c>CaseHeld</c> is said.
    /// </summary>
    Task RefusedAsync(CaseId caseId, int revision, int run, string destination, string publisher, HoldReason reason, CancellationToken cancellationToken);

    /// <summary>What is known of objects at a destination.</summary>
    Task<IReadOnlyList<SentObject>> SentAsync(string destination, IReadOnlyCollection<string> sopInstanceUids, CancellationToken cancellationToken);

    /// <summary>Takes down what is known of objects at a destination.</summary>
    Task TakeDownAsync(string destination, IReadOnlyCollection<SentObject> objects, CancellationToken cancellationToken);

    /// <summary>Keeps a report until a publisher has read it.</summary>
    Task ReportAsync(ReportedCommitment report, CancellationToken cancellationToken);

    /// <summary>The report on a transaction; null where none has come.</summary>
    Task<ReportedCommitment?> FindReportAsync(string transactionUid, CancellationToken cancellationToken);

    /// <summary>Whether we asked for this transaction: a report on another is not ours.</summary>
    Task<bool> HasAskedAsync(string transactionUid, CancellationToken cancellationToken);

    /// <summary>Lets go of a report that was read.</summary>
    Task RemoveReportAsync(string transactionUid, CancellationToken cancellationToken);

    /// <summary>For each destination with pending deliveries: how many, and since when the oldest is.</summary>
    Task<IReadOnlyDictionary<string, (int Count, DateTimeOffset Oldest)>> BacklogAsync(CancellationToken cancellationToken);

    /// <summary>
    /// For each destination with pending deliveries that were tried and of which an object is in a state there: how many, and since when the oldest is to be sent.
    /// </summary>
    /// <param name="state">The state, a word of the sender's (<see cref="SentObject.State"/>).</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyDictionary<string, (int Count, DateTimeOffset Oldest)>> BacklogAsync(string state, CancellationToken cancellationToken);
}
