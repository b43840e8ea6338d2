using ContourFlow.Storage.Cases;

namespace ContourFlow.Storage.Registry;

/// <summary>A revision of a case: one set of inputs, and how far they are.</summary>
internal sealed class RevisionRow
{
    public required string CaseId { get; init; }

    public required int Revision { get; init; }

    public CaseState State { get; set; }

    public required string InputsHash { get; init; }

    /// <summary>JSON: <see cref="Processing.StoredObject"/>, by SOP Instance UID. Objects never change, so that a copy is as good as the rows.</summary>
    public required string Inputs { get; init; }

    public required string ProtocolName { get; set; }

    public string? ProtocolHash { get; set; }

    public string? ReasonCode { get; set; }

    public string? Reason { get; set; }

    public DateTimeOffset OpenedAt { get; init; }

    public DateTimeOffset? ProcessedAt { get; set; }

    /// <summary>How often a worker has begun it since a person last asked for it.</summary>
    public int Attempts { get; set; }

    /// <summary>How often a person has asked for it anew.</summary>
    public int Run { get; set; }

    public string? ClaimedBy { get; set; }

    public DateTimeOffset? ClaimedAt { get; set; }

    public DateTimeOffset? ClaimedUntil { get; set; }

    /// <summary>When a <c>ProcessCase</c> for it was last put into the outbox.</summary>
    public DateTimeOffset IssuedAt { get; set; }

    /// <summary>Whether that message led to a claim: should the claim run out, no other will come.</summary>
    public bool MessageUsed { get; set; }

    /// <summary>Whether it is still to be done.</summary>
    public bool IsOpen => State is CaseState.Queued or CaseState.Processing;

    /// <summary>Enters a state; a claim ends with it.</summary>
    public void Enter(CaseState state, string? reasonCode = null, string? reason = null)
    {
        (State, ReasonCode, Reason) = (state, reasonCode, reason);
        if (state != CaseState.Processing)
            (ClaimedBy, ClaimedAt, ClaimedUntil) = (null, null, null);
    }
}
