using System.Text.Json.Serialization;

namespace ContourFlow.Worker.Sending;

/// <summary>What is known of an object at a destination.</summary>
/// <param name="SopInstanceUid">The object.</param>
/// <param name="Sha256">The content that it is known of.</param>
/// <param name="State">How far it is.</param>
internal sealed record SendRecord(string SopInstanceUid, string Sha256, SendState State)
{
    /// <summary>Status of the last C-STORE; null before.</summary>
    public ushort? Status { get; init; }

    /// <summary>The transaction that it was last asked to be committed in; null before.</summary>
    public string? TransactionUid { get; init; }

    /// <summary>Failure Reason of the last report that it was not committed; null where there was none.</summary>
    public ushort? CommitmentFailure { get; init; }

    /// <summary>How often it has been sent.</summary>
    public int Attempts { get; init; }

    /// <summary>
    /// Whether other content was sent under this UID before: an object that the archive says to have may be the other, also where it
    /// answered success to this one, because some keep the first and say nothing.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool FollowsOther { get; init; }

    /// <summary>What is known of an object with this content; of one that was never sent, or had other content then, that it waits.</summary>
    /// <param name="item">The object.</param>
    /// <param name="last">What was last written down under its UID; null where nothing was.</param>
    public static SendRecord Of(OutgoingObject item, SendRecord? last) =>
        last is null ? new SendRecord(item.SopInstanceUid, item.Sha256, SendState.Waiting)
        : last.Sha256 == item.Sha256 ? last
        : new SendRecord(item.SopInstanceUid, item.Sha256, SendState.Waiting)
        {
            FollowsOther = last.FollowsOther || last.State is not (SendState.Waiting or SendState.Refused),
        };

    /// <summary>The record once the archive says that it has an object of this UID: proof of this content, unless other content was sent under the UID.</summary>
    /// <param name="how">How it said so.</param>
    public SendRecord Shown(SendState how) => this with { State = FollowsOther ? SendState.Sent : how, CommitmentFailure = null };

    /// <summary>Whether the archive is known to have it.</summary>
    [JsonIgnore]
    public bool IsProven => State is SendState.Committed or SendState.Found;
}
