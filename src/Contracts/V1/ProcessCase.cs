namespace ContourFlow.Contracts.V1;

/// <summary>
/// Command: fuse, derive and check this revision of a case. What it consists of is in the registry; whoever takes the command claims
/// the revision there first, so that it may come twice, late, or not at all.
/// </summary>
/// <param name="CaseId">The case.</param>
/// <param name="Revision">The revision, counted from 1.</param>
public sealed record ProcessCase(CaseId CaseId, int Revision);
