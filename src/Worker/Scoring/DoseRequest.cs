namespace ContourFlow.Worker.Scoring;

/// <summary>What `contourflow dose` was asked for.</summary>
/// <param name="Folders">Folders with the planning CT, the structure set, the dose and its plan.</param>
/// <param name="Out">Folder for the scorecard's files; null: none are written.</param>
/// <param name="Protocol">Name or path of the protocol.</param>
/// <param name="StructureSetUid">The structure set, where the folders have several.</param>
/// <param name="DoseUid">The dose, where the folders have several.</param>
/// <param name="IsDeclaredTotal">Whether the caller declares the dose to be the whole treatment's.</param>
/// <param name="RelativeReferenceGy">What 1 of a relative dose stands for, Gy.</param>
/// <param name="Threads">Threads.</param>
internal sealed record DoseRequest(
    IReadOnlyList<string> Folders,
    string? Out,
    string Protocol,
    string? StructureSetUid,
    string? DoseUid,
    bool IsDeclaredTotal,
    double? RelativeReferenceGy,
    int Threads);
