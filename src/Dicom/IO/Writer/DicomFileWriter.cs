using System.IO.Compression;

namespace ContourFlow.Dicom.IO.Writer;

/// <summary>Writes files of PS3.10: preamble, prefix, meta information, data set.</summary>
internal static class DicomFileWriter
{
    public static void Write(DicomFile file, Stream stream, DicomWriteOptions options)
    {
        DicomTransferSyntax syntax = file.FileMetaInfo.TransferSyntax;
        CheckPixelData(file.Dataset, syntax);
        DicomFileMetaInformation meta = MetaInformation(file);
        var buffered = new BufferedStream(stream, 65536);
        buffered.Write(new byte[128]);
        buffered.Write("DICM"u8);
        new DicomDatasetWriter(buffered, DicomTransferSyntax.ExplicitVRLittleEndian, new DicomWriteOptions { KeepGroupLengths = true }).Write(meta);
        if (syntax.IsDeflate)
            WriteDeflated(buffered, file.Dataset, syntax, options);
        else
            new DicomDatasetWriter(buffered, syntax, options).Write(file.Dataset);
        buffered.Flush();
    }

    private static void WriteDeflated(Stream stream, DicomDataset dataset, DicomTransferSyntax syntax, DicomWriteOptions options)
    {
        using var counted = new CountingStream(stream);
        using (var deflater = new DeflateStream(counted, CompressionLevel.Optimal, leaveOpen: true))
        using (var buffered = new BufferedStream(deflater, 65536))
            new DicomDatasetWriter(buffered, syntax, options).Write(dataset);

        // .NET writes nothing for nothing; an inflater wants one last block all the same.
        if (counted.Count == 0)
            counted.Write([3, 0]);

        // PS3.5 A.5: a null byte behind the deflated ones where their number is odd.
        if ((counted.Count & 1) != 0)
            stream.WriteByte(0);
    }

    private static DicomFileMetaInformation MetaInformation(DicomFile file)
    {
        DicomFileMetaInformation meta = new(file.FileMetaInfo) { AutoValidate = false };
        Identify(meta, file.Dataset, DicomTag.SOPClassUID, DicomTag.MediaStorageSOPClassUID);
        Identify(meta, file.Dataset, DicomTag.SOPInstanceUID, DicomTag.MediaStorageSOPInstanceUID);
        meta.AddOrUpdate(new DicomUnsignedLong(DicomTag.FileMetaInformationGroupLength, 0U));
        meta.Version = [0, 1];
        meta.TransferSyntax = file.FileMetaInfo.TransferSyntax;
        meta.ImplementationClassUID = DicomFile.ImplementationClassUID;
        meta.ImplementationVersionName = DicomFile.ImplementationVersion;
        return meta;
    }

    // The data set's own identity counts: a file that says another in its meta information is misfiled by receivers.
    private static void Identify(DicomFileMetaInformation meta, DicomDataset dataset, DicomTag tag, DicomTag metaTag)
    {
        string uid = dataset.GetSingleValueOrDefault(tag, "");
        if (uid.Length > 0)
            meta.AddOrUpdate(new DicomUniqueIdentifier(metaTag, uid));
        else if (meta.GetSingleValueOrDefault(metaTag, "").Length == 0)
            throw new DicomDataException($"{tag} {tag.DictionaryEntry.Keyword} is missing: a file cannot be written without it.");
    }

    private static void CheckPixelData(DicomDataset dataset, DicomTransferSyntax syntax)
    {
        DicomItem? pixels = dataset.GetDicomItem<DicomItem>(DicomTag.PixelData);
        if (pixels is DicomFragmentSequence && !syntax.IsEncapsulated)
            throw new DicomDataException($"{pixels.Tag}: encapsulated pixel data do not go with the transfer syntax {syntax.UID.Name}.");
        if (pixels is DicomElement && syntax.IsEncapsulated)
            throw new DicomDataException($"{pixels.Tag}: native pixel data do not go with the transfer syntax {syntax.UID.Name}.");
    }
}
