using ContourFlow.Contouring.Deriving;

namespace ContourFlow.Worker.Processing;

/// <summary>What `contourflow process` was asked for.</summary>
/// <param name="Folder">The input folder.</param>
/// <param name="Out">The folder for the results.</param>
/// <param name="Protocol">Name or path of the protocol.</param>
/// <param name="StructureSetUid">SOP Instance UID of the structure set, or null to let the case say.</param>
/// <param name="CtSeriesUid">Series Instance UID of the planning CT, or null to let the case say.</param>
/// <param name="Level">The vertebral level, or null to let the case say.</param>
/// <param name="Threads">How many threads may work at once.</param>
internal sealed record ProcessRequest(
    string Folder,
    string Out,
    string Protocol,
    string? StructureSetUid,
    string? CtSeriesUid,
    LevelRange? Level,
    int Threads);
