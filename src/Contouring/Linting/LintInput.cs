namespace ContourFlow.Contouring.Linting;

/// <summary>What is linted.</summary>
/// <param name="Dataset">The structure set.</param>
/// <param name="TransferSyntax">The transfer syntax that its file is in.</param>
/// <param name="HasFileMeta">Whether the file has meta information (PS3.10 7.1).</param>
/// <param name="Ct">The CT that it was drawn on; null when it is not there, and what needs it is not looked at.</param>
public sealed record LintInput(DicomDataset Dataset, DicomTransferSyntax TransferSyntax, bool HasFileMeta, LintCt? Ct)
{
    /// <summary>A file's structure set.</summary>
    public static LintInput Of(DicomFile file, LintCt? ct)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new(file.Dataset, file.FileMetaInfo.TransferSyntax, file.Format != DicomFileFormat.DICOM3NoFileMetaInfo, ct);
    }
}
