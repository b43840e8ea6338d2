namespace ContourFlow.Worker.Sending;

/// <summary>A file that is to be in an archive.</summary>
/// <param name="Path">The file.</param>
/// <param name="SopClassUid">Its SOP Class UID.</param>
/// <param name="SopInstanceUid">Its SOP Instance UID.</param>
/// <param name="StudyInstanceUid">Its study: the archive is asked for it by study and series.</param>
/// <param name="SeriesInstanceUid">Its series.</param>
/// <param name="Sha256">SHA-256 of the file, in hexadecimal digits: what was sent under a UID is known to be this and no later content.</param>
internal sealed record OutgoingObject(
    string Path, string SopClassUid, string SopInstanceUid, string StudyInstanceUid, string SeriesInstanceUid, string Sha256);
