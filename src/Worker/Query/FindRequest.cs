namespace ContourFlow.Worker.Query;

/// <summary>What `contourflow find` is asked to do.</summary>
/// <param name="Archive">The archive.</param>
/// <param name="Scope">What is looked for.</param>
/// <param name="Limit">Matches that are wanted, at most.</param>
/// <param name="ShowPatient">Whether patients' identifiers are printed in the table.</param>
/// <param name="Verbose">Whether the association is told of.</param>
internal sealed record FindRequest(ArchiveAddress Archive, SearchScope Scope, int Limit, bool ShowPatient, bool Verbose);
