using ContourFlow.Contracts;

namespace ContourFlow.Storage.Publishing;

/// <summary>How far a revision's results are on their way to one destination.</summary>
public enum DeliveryState
{
    /// <summary>Not to be sent before a person has accepted or released the case.</summary>
    AwaitingDecision = 0,

    /// <summary>To be sent.</summary>
    Pending = 1,

    /// <summary>The destination has shown that it has everything.</summary>
    Published = 2,

    /// <summary>The destination does not take an object, whatever is tried: a person has to act.</summary>
    Refused = 3,

    /// <summary>Not to be sent any more: the case was rejected, or a newer revision took its place before anything was sent.</summary>
    Dropped = 4,
}

/// <summary>A revision's results on their way to one destination.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="Revision">The revision.</param>
/// <param name="Destination">The destination.</param>
/// <param name="State">How far they are.</param>
/// <param name="SopInstanceUids">The objects.</param>
/// <param name="Attempts">How often they were tried without success.</param>
/// <param name="NextAttemptAt">When they are tried next.</param>
/// <param name="Fault">What the last attempt failed for: a sentence without patient data; null where none has failed.</param>
/// <param name="PublishedAt">When the destination had shown that it has everything; null before.</param>
public sealed record Delivery(
    CaseId CaseId,
    int Revision,
    string Destination,
    DeliveryState State,
    IReadOnlyList<string> SopInstanceUids,
    int Attempts,
    DateTimeOffset NextAttemptAt,
    string? Fault,
    DateTimeOffset? PublishedAt);

/// <summary>What is known of one object at one destination. Lines of it outlive the delivery: what was proven is not proven again.</summary>
/// <param name="SopInstanceUid">The object.</param>
/// <param name="Sha256">The content that this is known of.</param>
/// <param name="State">How far it is, a word of the sender's.</param>
/// <param name="Status">Status of the last C-STORE; null before.</param>
/// <param name="TransactionUid">Transaction that it was last asked to be committed in; null before.</param>
/// <param name="CommitmentFailure">Failure Reason of the last report; null where there was none.</param>
/// <param name="Attempts">How often it was sent.</param>
/// <param name="FollowsOther">Whether other content was sent under this UID before.</param>
public sealed record SentObject(
    string SopInstanceUid, string Sha256, string State, int? Status, string? TransactionUid, int? CommitmentFailure, int Attempts, bool FollowsOther);
