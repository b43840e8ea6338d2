using System.Collections.Immutable;
using ContourFlow.Worker.Sending;

namespace ContourFlow.Worker.Publishing;

/// <summary>What an attempt at a delivery came to.</summary>
internal enum DeliveryVerdict
{
    /// <summary>The destination has shown that it has every object.</summary>
    Published,

    /// <summary>Not yet, for a reason that may pass.</summary>
    Postponed,

    /// <summary>The destination does not take an object, whatever is tried.</summary>
    Refused,
}

/// <summary>What an attempt at a delivery came to, and why.</summary>
/// <param name="Verdict">What.</param>
/// <param name="Sentence">Why, without patient data; empty where all is well.</param>
internal sealed record DeliveryOutcome(DeliveryVerdict Verdict, string Sentence)
{
    /// <summary>Reads it off the ledger.</summary>
    /// <param name="records">What is known of each object.</param>
    /// <param name="proof">What is taken for proof.</param>
    /// <param name="networkFault">What the network failed for; null where it did not.</param>
    public static DeliveryOutcome Of(ImmutableArray<SendRecord> records, Proof proof, string? networkFault)
    {
        if (records.All(record => record.IsProven || (proof == Proof.None && record.State == SendState.Sent)))
            return new DeliveryOutcome(DeliveryVerdict.Published, "");
        if (records.FirstOrDefault(record => IsFinal(record, proof)) is { } refused && !records.Any(record => record.State == SendState.Waiting))
            return new DeliveryOutcome(DeliveryVerdict.Refused, Refusal(refused));
        return new DeliveryOutcome(DeliveryVerdict.Postponed, networkFault ?? Missing(records, proof));
    }

    // An archive that keeps the first of two contents under one UID shows the UID whatever it has: no proof of ours is ever to be had.
    private static bool IsFinal(SendRecord record, Proof proof) =>
        record.State == SendState.Refused || (record is { State: SendState.Sent, FollowsOther: true } && proof != Proof.None);

    private static string Refusal(SendRecord record) => record switch
    {
        { State: SendState.Sent } => $"Other content was sent under the UID {record.SopInstanceUid} before, and which of the two it has cannot be told. Have the object removed there, and retry.",
        { Status: { } status } => $"It does not take {record.SopInstanceUid}: status {status:X4}. Its log says why; mend that, and retry.",
        _ => $"{record.SopInstanceUid} cannot be changed into what it takes, or cannot be read. Let it accept the object's transfer syntax, and retry.",
    };

    private static string Missing(ImmutableArray<SendRecord> records, Proof proof)
    {
        int asked = records.Count(record => record.State == SendState.CommitmentAsked);
        int sent = records.Count(record => record.State == SendState.Sent);
        int waiting = records.Count(record => record.State == SendState.Waiting);
        return waiting > 0 ? $"{waiting} objects are not kept by it: they are sent again."
            : asked > 0 ? $"It was asked to commit {asked} objects and has not reported. It has to know our AE title, host and port, and this port has to be reachable."
            : $"It has taken {sent} objects and shown of none that it has them{(proof == Proof.Commitment ? ": it has no storage commitment. Proof any or query asks it by C-FIND" : ": it has neither storage commitment nor C-FIND. Proof none takes its answer to C-STORE for enough")}.";
    }
}
