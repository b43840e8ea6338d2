namespace ContourFlow.Dicom.Imaging.Codec;

/// <summary>Copies in another transfer syntax.</summary>
public static class DicomCodecExtensions
{
    /// <summary>A file of its own in another transfer syntax.</summary>
    /// <inheritdoc cref="DicomTranscoder.Transcode(DicomDataset)"/>
    public static DicomFile Clone(this DicomFile file, DicomTransferSyntax syntax, DicomCodecParams? parameters = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new DicomTranscoder(file.FileMetaInfo.TransferSyntax, syntax, parameters, parameters).Transcode(file);
    }

    /// <summary>A data set of its own in another transfer syntax.</summary>
    /// <inheritdoc cref="DicomTranscoder.Transcode(DicomDataset)"/>
    public static DicomDataset Clone(this DicomDataset dataset, DicomTransferSyntax syntax, DicomCodecParams? parameters = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return new DicomTranscoder(dataset.InternalTransferSyntax, syntax, parameters, parameters).Transcode(dataset);
    }
}
