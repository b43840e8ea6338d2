namespace ContourFlow.Contracts.V1;

/// <summary>
/// Command: score a dose on the structures of a revision. What it consists of is in the registry; whoever takes the command claims the scoring there
/// first, so that it may come twice, late, or not at all.
/// </summary>
/// <param name="CaseId">The case.</param>
/// <param name="Revision">The revision whose structures it is scored on.</param>
/// <param name="Key">Names what is scored, among the scorings of the case: 64 lower-case hexadecimal digits.</param>
public sealed record ScoreDose(CaseId CaseId, int Revision, string Key);
