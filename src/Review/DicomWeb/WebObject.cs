using ContourFlow.Storage.Objects;

namespace ContourFlow.Review.DicomWeb;

/// <summary>An object of a case as others may ask for it.</summary>
/// <param name="StoreKey">Where the object store has it.</param>
/// <param name="Length">Length of its file, bytes.</param>
/// <param name="Head">Its attributes up to where pixels are described, without pixels, contours and private groups behind.</param>
/// <param name="TransferSyntaxUid">How its file is written.</param>
internal sealed record WebObject(string StoreKey, long Length, DicomDataset Head, string TransferSyntaxUid)
{
    /// <summary>SOP Instance UID.</summary>
    public string SopInstanceUid { get; } = Text(Head, DicomTag.SOPInstanceUID);

    /// <summary>SOP Class UID.</summary>
    public string SopClassUid { get; } = Text(Head, DicomTag.SOPClassUID);

    /// <summary>Series Instance UID.</summary>
    public string SeriesInstanceUid { get; } = Text(Head, DicomTag.SeriesInstanceUID);

    /// <summary>Study Instance UID.</summary>
    public string StudyInstanceUid { get; } = Text(Head, DicomTag.StudyInstanceUID);

    /// <summary>Modality.</summary>
    public string Modality { get; } = Text(Head, DicomTag.Modality);

    /// <summary>Reads the head of an object.</summary>
    /// <exception cref="StoredBlobException">It is not there, or is no DICOM file.</exception>
    /// <exception cref="StoreUnavailableException">The object store cannot be reached.</exception>
    public static async Task<WebObject> ReadAsync(IObjectStore objects, string key, long length, CancellationToken cancellationToken)
    {
        await using Stream stream = await objects.OpenAsync(key, cancellationToken);
        try
        {
            // Group 0028 describes pixels and is the last that searches ask about.
            DicomFile file = await Task.Run(
                () => DicomFile.Open(stream, DicomEncoding.Default, static state => state.SequenceDepth == 0 && state.Tag.Group > 0x0028), cancellationToken);
            return new WebObject(key, length, file.Dataset, file.FileMetaInfo.TransferSyntax.UID.UID);
        }
        catch (DicomException fault)
        {
            throw new StoredBlobException(key, $"It cannot be read: {fault.Message}");
        }
    }

    /// <summary>An attribute's text, or empty.</summary>
    public static string Text(DicomDataset dataset, DicomTag tag) => dataset.TryGetString(tag, out string? text) ? text?.Trim(' ', '\0') ?? "" : "";
}
