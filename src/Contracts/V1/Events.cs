namespace ContourFlow.Contracts.V1;

/// <summary>Event: a case is complete, for the first time or anew after a late object, and is to be processed.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="Revision">The revision that was opened.</param>
/// <param name="InputsHash">SHA-256 over the UIDs and contents of its inputs, lower-case hexadecimal digits.</param>
/// <param name="At">When.</param>
public sealed record RevisionOpened(CaseId CaseId, int Revision, string InputsHash, DateTimeOffset At);

/// <summary>Event: a revision was processed and its results are stored.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="Revision">The revision.</param>
/// <param name="ProtocolName">The protocol that it was processed by.</param>
/// <param name="ProtocolHash">SHA-256 of that protocol's file, lower-case hexadecimal digits.</param>
/// <param name="SopInstanceUids">The objects that came of it.</param>
/// <param name="At">When.</param>
public sealed record CaseProcessed(
    CaseId CaseId, int Revision, string ProtocolName, string ProtocolHash, IReadOnlyList<string> SopInstanceUids, DateTimeOffset At);

/// <summary>Event: a revision is held; nothing of it is published until a person has acted.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="Revision">The revision.</param>
/// <param name="ReasonCode">Why, as a stable word (docs/reason-codes.md).</param>
/// <param name="At">When.</param>
public sealed record CaseHeld(CaseId CaseId, int Revision, string ReasonCode, DateTimeOffset At);

/// <summary>Event: a destination has shown that it has the results of a revision.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="Revision">The revision.</param>
/// <param name="Destination">The destination.</param>
/// <param name="SopInstanceUids">The objects that it has.</param>
/// <param name="At">When.</param>
public sealed record ResultsPublished(
    CaseId CaseId, int Revision, string Destination, IReadOnlyList<string> SopInstanceUids, DateTimeOffset At);

/// <summary>Event: a dose was scored on the structures of a revision, and its scorecard is stored.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="Revision">The revision whose structures it was scored on.</param>
/// <param name="Key">Names what was scored, among the scorings of the case: 64 lower-case hexadecimal digits.</param>
/// <param name="SopInstanceUids">The RT Dose objects, and the RT Plan where it was there.</param>
/// <param name="Verdict">The scorecard's verdict: optimal, met, mandatory, violated, indeterminate or not-evaluable.</param>
/// <param name="At">When.</param>
public sealed record DoseScored(CaseId CaseId, int Revision, string Key, IReadOnlyList<string> SopInstanceUids, string Verdict, DateTimeOffset At);

/// <summary>Event: a dose cannot be scored as it is. Nothing else of the case waits for it.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="Revision">The revision whose structures it was to be scored on.</param>
/// <param name="Key">Names what was to be scored, among the scorings of the case: 64 lower-case hexadecimal digits.</param>
/// <param name="SopInstanceUids">The RT Dose objects, and the RT Plan where it was there.</param>
/// <param name="ReasonCode">Why, as a stable word (docs/reason-codes.md).</param>
/// <param name="At">When.</param>
public sealed record DoseRefused(CaseId CaseId, int Revision, string Key, IReadOnlyList<string> SopInstanceUids, string ReasonCode, DateTimeOffset At);
