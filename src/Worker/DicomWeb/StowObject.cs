using ContourFlow.Worker.Intake;

namespace ContourFlow.Worker.DicomWeb;

/// <summary>An object to be sent: a Part 10 file that is opened when its turn comes.</summary>
/// <param name="SopClassUid">Its SOP class.</param>
/// <param name="SopInstanceUid">Its SOP instance.</param>
/// <param name="Path">The file.</param>
/// <param name="Length">Its bytes.</param>
internal sealed record StowObject(string SopClassUid, string SopInstanceUid, string Path, long Length)
{
    /// <summary>Reads of a file what it is.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="IntakeRefusedException">It is no DICOM file, or its meta information lacks what is required.</exception>
    public static async Task<StowObject> OfFileAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: false);
        FileHeader header = await FileHeader.ReadAsync(file, cancellationToken);
        return new StowObject(header.SopClassUid, header.SopInstanceUid, path, file.Length);
    }
}
