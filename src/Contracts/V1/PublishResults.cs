namespace ContourFlow.Contracts.V1;

/// <summary>Command: bring the results of a revision to one destination and prove that it has them.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="Revision">The revision.</param>
/// <param name="Destination">Name of the destination in the configuration.</param>
public sealed record PublishResults(CaseId CaseId, int Revision, string Destination);
