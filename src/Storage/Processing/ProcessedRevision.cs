namespace ContourFlow.Storage.Processing;

/// <summary>An object in the object store that a revision is made of.</summary>
/// <param name="SopInstanceUid">SOP Instance UID.</param>
/// <param name="SopClassUid">SOP Class UID.</param>
/// <param name="Sha256">SHA-256 of its data set.</param>
/// <param name="StoreKey">Where the object store has the file.</param>
/// <param name="Length">Length of the file in bytes.</param>
public sealed record StoredObject(string SopInstanceUid, string SopClassUid, string Sha256, string StoreKey, long Length);

/// <summary>An object that came of a revision.</summary>
/// <param name="SopInstanceUid">SOP Instance UID.</param>
/// <param name="SopClassUid">SOP Class UID.</param>
/// <param name="StudyInstanceUid">Study Instance UID.</param>
/// <param name="SeriesInstanceUid">Series Instance UID.</param>
/// <param name="Sha256">SHA-256 of the file.</param>
/// <param name="StoreKey">Where the object store has the file.</param>
/// <param name="Length">Length of the file in bytes.</param>
public sealed record ResultObject(
    string SopInstanceUid, string SopClassUid, string StudyInstanceUid, string SeriesInstanceUid, string Sha256, string StoreKey, long Length);

/// <summary>A file beside the objects: the report.</summary>
/// <param name="Name">Its name: report.html, report.json.</param>
/// <param name="Sha256">SHA-256 of the file.</param>
/// <param name="StoreKey">Where the object store has it.</param>
/// <param name="Length">Length in bytes.</param>
public sealed record ResultFile(string Name, string Sha256, string StoreKey, long Length);

/// <summary>To which destination which of a revision's results go.</summary>
/// <param name="Destination">Name of the destination in the configuration.</param>
/// <param name="SopInstanceUids">The objects.</param>
public sealed record Route(string Destination, IReadOnlyList<string> SopInstanceUids);

/// <summary>What came of a revision.</summary>
/// <param name="ProtocolName">The protocol that it was processed by.</param>
/// <param name="ProtocolHash">SHA-256 of its file, lower-case hexadecimal digits.</param>
/// <param name="Objects">The objects: to be published, or withheld when it is held.</param>
/// <param name="Files">The report.</param>
/// <param name="Routes">Where the objects go; empty: nowhere.</param>
/// <param name="AfterReview">Whether they go there only once a reviewer has accepted them.</param>
/// <param name="Held">Why it is held although results are there (a check failed); null: it is not.</param>
/// <param name="Steps">How long each step took, by its name.</param>
public sealed record ProcessedRevision(
    string ProtocolName,
    string ProtocolHash,
    IReadOnlyList<ResultObject> Objects,
    IReadOnlyList<ResultFile> Files,
    IReadOnlyList<Route> Routes,
    bool AfterReview,
    HoldReason? Held,
    IReadOnlyDictionary<string, TimeSpan> Steps);

/// <summary>Why a case is held.</summary>
/// <param name="Code">A stable word (docs/reason-codes.md).</param>
/// <param name="Sentence">What is wrong and what to do; UIDs, names of structures and numbers, never patient data.</param>
public sealed record HoldReason(string Code, string Sentence);
