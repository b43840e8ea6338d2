using ContourFlow.Contracts;
using ContourFlow.Storage.Processing;
using ContourFlow.Storage.Publishing;

namespace ContourFlow.Storage.Cases;

/// <summary>A case whole: its revisions, what came of them, where that went, and everything that happened.</summary>
/// <param name="Summary">The case.</param>
/// <param name="Revisions">Its revisions, the oldest first.</param>
/// <param name="Deliveries">Where results were to go, of all revisions.</param>
/// <param name="Ledger">Everything that happened, the oldest first.</param>
public sealed record CaseDetails(
    CaseSummary Summary, IReadOnlyList<RevisionDetails> Revisions, IReadOnlyList<Delivery> Deliveries, IReadOnlyList<LedgerEntry> Ledger);

/// <summary>A revision: one set of inputs, and what came of it.</summary>
/// <param name="Revision">Its number, from 1.</param>
/// <param name="State">Where it stands.</param>
/// <param name="InputsHash">SHA-256 over its inputs.</param>
/// <param name="Inputs">Its inputs, by SOP Instance UID.</param>
/// <param name="Attempts">How often a worker has begun it.</param>
/// <param name="ProtocolName">Protocol that it was processed by; that it is to be processed by before.</param>
/// <param name="ProtocolHash">SHA-256 of that protocol's file; null before it was processed.</param>
/// <param name="ReasonCode">Why it is held or rejected.</param>
/// <param name="Reason">The sentence to that.</param>
/// <param name="Results">What came of it; empty before.</param>
/// <param name="OpenedAt">When it was opened.</param>
/// <param name="ProcessedAt">When its results were stored; null before.</param>
public sealed record RevisionDetails(
    int Revision,
    CaseState State,
    string InputsHash,
    IReadOnlyList<StoredObject> Inputs,
    int Attempts,
    string ProtocolName,
    string? ProtocolHash,
    string? ReasonCode,
    string? Reason,
    IReadOnlyList<ResultObject> Results,
    DateTimeOffset OpenedAt,
    DateTimeOffset? ProcessedAt);

/// <summary>A line of the ledger: something that happened to a case. Lines are added and never changed.</summary>
/// <param name="Sequence">Its place among all lines.</param>
/// <param name="CaseId">The case.</param>
/// <param name="Revision">The revision; 0 for what happened before the first.</param>
/// <param name="At">When.</param>
/// <param name="Event">What, one of <see cref="LedgerEvents"/>.</param>
/// <param name="By">Who: a process' name, or a person's.</param>
/// <param name="Details">More of it, as JSON: UIDs, hashes, reason codes; never patient data.</param>
public sealed record LedgerEntry(long Sequence, CaseId CaseId, int Revision, DateTimeOffset At, string Event, string By, string Details);
