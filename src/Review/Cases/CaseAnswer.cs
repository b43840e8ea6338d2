using System.Text.Json;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Publishing;

namespace ContourFlow.Review.Cases;

/// <summary>A page of the worklist.</summary>
/// <param name="Cases">The cases, the one with the newest object first.</param>
/// <param name="Next">Goes into <c>after</c> for the next page; null after the last.</param>
/// <param name="Counts">How many cases are in each state, whatever is asked for.</param>
/// <param name="DoseCounts">How many cases are found by each word of their doses, whatever is asked for; words that find none are left out.</param>
internal sealed record CaseListAnswer(IReadOnlyList<CaseRow> Cases, string? Next, IReadOnlyDictionary<string, int> Counts, IReadOnlyDictionary<string, int> DoseCounts);

/// <summary>A case with everything that happened to it.</summary>
/// <param name="Case">The case.</param>
/// <param name="Revisions">Its revisions, the oldest first.</param>
/// <param name="Deliveries">Where results were to go.</param>
/// <param name="Ledger">Everything that happened, the oldest first.</param>
/// <param name="LedgerFault">Where the ledger is not as it was written; null: it is.</param>
/// <param name="Protocols">By which it could be run again.</param>
/// <param name="MayDo">Which decisions its state and the caller's role allow.</param>
internal sealed record CaseAnswer(
    CaseRow Case,
    IReadOnlyList<RevisionAnswer> Revisions,
    IReadOnlyList<DeliveryAnswer> Deliveries,
    IReadOnlyList<LedgerAnswer> Ledger,
    string? LedgerFault,
    IReadOnlyList<string> Protocols,
    IReadOnlyList<string> MayDo);

/// <summary>A revision: one set of inputs, and what came of it.</summary>
/// <param name="Revision">Its number, from 1.</param>
/// <param name="State">Where it stands.</param>
/// <param name="ProtocolName">Its protocol.</param>
/// <param name="ProtocolHash">SHA-256 of that protocol's file; null before it was processed.</param>
/// <param name="InputsHash">SHA-256 over its inputs.</param>
/// <param name="Inputs">Its inputs.</param>
/// <param name="Results">What came of it.</param>
/// <param name="ReasonCode">Why it is held or rejected.</param>
/// <param name="Reason">The sentence to that.</param>
/// <param name="Attempts">How often a worker has begun it.</param>
/// <param name="OpenedAt">When it was opened.</param>
/// <param name="ProcessedAt">When its results were stored.</param>
/// <param name="HasImages">Whether there is a structure set to be looked at.</param>
internal sealed record RevisionAnswer(
    int Revision,
    string State,
    string ProtocolName,
    string? ProtocolHash,
    string InputsHash,
    IReadOnlyList<ObjectAnswer> Inputs,
    IReadOnlyList<ObjectAnswer> Results,
    string? ReasonCode,
    string? Reason,
    int Attempts,
    DateTimeOffset OpenedAt,
    DateTimeOffset? ProcessedAt,
    bool HasImages)
{
    private const string StructureSet = "1.2.840.10008.5.1.4.1.1.481.3";

    /// <summary>The answer of a revision.</summary>
    public static RevisionAnswer Of(RevisionDetails revision) => new(
        revision.Revision,
        StateNames.Of(revision.State),
        revision.ProtocolName,
        revision.ProtocolHash,
        revision.InputsHash,
        [.. revision.Inputs.Select(input => new ObjectAnswer(input.SopInstanceUid, input.SopClassUid))],
        [.. revision.Results.Select(result => new ObjectAnswer(result.SopInstanceUid, result.SopClassUid))],
        revision.ReasonCode,
        revision.Reason,
        revision.Attempts,
        revision.OpenedAt,
        revision.ProcessedAt,
        HasStructureSet(revision));

    /// <summary>Whether a structure set came of a revision, published or withheld.</summary>
    public static bool HasStructureSet(RevisionDetails revision) => revision.Results.Any(result => result.SopClassUid == StructureSet);
}

/// <summary>A DICOM object.</summary>
/// <param name="SopInstanceUid">SOP Instance UID.</param>
/// <param name="SopClassUid">SOP Class UID.</param>
internal sealed record ObjectAnswer(string SopInstanceUid, string SopClassUid);

/// <summary>A revision's results on their way to a destination.</summary>
/// <param name="Revision">The revision.</param>
/// <param name="Destination">Name of the destination.</param>
/// <param name="State">awaitingDecision, pending, published, refused, dropped.</param>
/// <param name="SopInstanceUids">The objects.</param>
/// <param name="Attempts">How often they were tried without success.</param>
/// <param name="NextAttemptAt">When they are tried next; null where they are not.</param>
/// <param name="Fault">What the last attempt failed for.</param>
/// <param name="PublishedAt">When the destination had shown that it has everything.</param>
internal sealed record DeliveryAnswer(
    int Revision, string Destination, string State, IReadOnlyList<string> SopInstanceUids, int Attempts, DateTimeOffset? NextAttemptAt, string? Fault, DateTimeOffset? PublishedAt)
{
    /// <summary>The answer of a delivery.</summary>
    public static DeliveryAnswer Of(Delivery delivery) => new(
        delivery.Revision,
        delivery.Destination,
        StateNames.Of(delivery.State),
        delivery.SopInstanceUids,
        delivery.Attempts,
        delivery.State == DeliveryState.Pending ? delivery.NextAttemptAt : null,
        delivery.Fault,
        delivery.PublishedAt);
}

/// <summary>A line of the ledger.</summary>
/// <param name="Sequence">Its place among all lines.</param>
/// <param name="Revision">The revision; 0 for what happened before the first.</param>
/// <param name="At">When.</param>
/// <param name="Event">What.</param>
/// <param name="By">Who: a process or a person.</param>
/// <param name="Details">More of it.</param>
internal sealed record LedgerAnswer(long Sequence, int Revision, DateTimeOffset At, string Event, string By, JsonElement? Details)
{
    /// <summary>The answer of a line.</summary>
    public static LedgerAnswer Of(LedgerEntry line) => new(
        line.Sequence, line.Revision, line.At, line.Event, line.By,
        // The registry keeps JSON there.
        line.Details.Length == 0 ? null : JsonElement.Parse(line.Details));
}
