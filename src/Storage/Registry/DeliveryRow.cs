using ContourFlow.Storage.Publishing;

namespace ContourFlow.Storage.Registry;

/// <summary>A revision's results on their way to one destination.</summary>
internal sealed class DeliveryRow
{
    public required string CaseId { get; init; }

    public required int Revision { get; init; }

    public required string Destination { get; init; }

    public DeliveryState State { get; set; }

    /// <summary>JSON: SOP Instance UIDs.</summary>
    public required string Objects { get; set; }

    public int Attempts { get; set; }

    /// <summary>Since when it is to be sent, or waits for a decision.</summary>
    public DateTimeOffset Since { get; set; }

    public DateTimeOffset NextAttemptAt { get; set; }

    /// <summary>When <see cref="NextAttemptAt"/> was set: a clock that has gone back since is seen by it.</summary>
    public DateTimeOffset NextAttemptSetAt { get; set; }

    public string? Fault { get; set; }

    public string? ReasonCode { get; set; }

    public DateTimeOffset? PublishedAt { get; set; }

    public string? ClaimedBy { get; set; }

    public DateTimeOffset? ClaimedAt { get; set; }

    public DateTimeOffset? ClaimedUntil { get; set; }

    /// <summary>When a <c>PublishResults</c> for it was last put into the outbox.</summary>
    public DateTimeOffset IssuedAt { get; set; }

    /// <summary>Whether that message led to an attempt: should it have failed, no other will come.</summary>
    public bool MessageUsed { get; set; }

    /// <summary>Lets go of the claim.</summary>
    public void Unclaim() => (ClaimedBy, ClaimedAt, ClaimedUntil) = (null, null, null);

    /// <summary>Enters a state that it does not leave by itself; nobody is at it any more.</summary>
    public void End(DeliveryState state)
    {
        State = state;
        Unclaim();
    }

    /// <summary>Has it sent from the first attempt on.</summary>
    public void Begin(DateTimeOffset now)
    {
        End(DeliveryState.Pending);
        (Attempts, Fault, ReasonCode, PublishedAt) = (0, null, null, null);
        (Since, NextAttemptAt, NextAttemptSetAt) = (now, now, now);
    }

    /// <summary>As others see it.</summary>
    public Delivery ToDelivery() => new(
        Contracts.CaseId.Parse(CaseId), Revision, Destination, State, RowJson.Read<string[]>(Objects), Attempts, NextAttemptAt, Fault, PublishedAt);
}

/// <summary>What is known of one object at one destination.</summary>
internal sealed class SentRow
{
    public required string Destination { get; init; }

    public required string SopInstanceUid { get; init; }

    public string Sha256 { get; set; } = "";

    public string State { get; set; } = "";

    public int? Status { get; set; }

    public string? TransactionUid { get; set; }

    public int? CommitmentFailure { get; set; }

    public int Attempts { get; set; }

    public bool FollowsOther { get; set; }

    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>As others see it.</summary>
    public SentObject ToSent() => new(SopInstanceUid, Sha256, State, Status, TransactionUid, CommitmentFailure, Attempts, FollowsOther);
}

/// <summary>A transaction of storage commitment that we have asked for; its report may come hours later.</summary>
internal sealed class AskedTransactionRow
{
    public required string TransactionUid { get; init; }

    public required string Destination { get; init; }

    public DateTimeOffset AskedAt { get; init; }
}

/// <summary>A report of storage commitment that no publisher has read yet.</summary>
internal sealed class CommitmentReportRow
{
    public required string TransactionUid { get; init; }

    public required string Content { get; set; }

    public DateTimeOffset ReceivedAt { get; set; }
}
