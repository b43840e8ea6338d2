using System.Buffers.Binary;
using System.Text;

namespace ContourFlow.Dicom.IO.Reader;

/// <summary>Reads files of PS3.10, and bare data sets.</summary>
internal static class DicomFileReader
{
    public static DicomFile Read(ReadSource source, Encoding fallbackEncoding, Func<ParseState, bool>? stop, IFileReference? file)
    {
        (DicomFileFormat format, long start) = FormatOf(source);
        var meta = new DicomFileMetaInformation { AutoValidate = false };
        var partial = new DicomFile(meta, new DicomDataset(), format, file);
        try
        {
            if (format != DicomFileFormat.DICOM3NoFileMetaInfo)
            {
                var metaReader = new DicomDatasetReader(source, start, null);
                metaReader.ReadGroup(meta, 0x0002);
                start = metaReader.Position;
            }

            DicomTransferSyntax syntax = SyntaxOf(source, start, meta, partial);
            var dataset = new DicomDataset(syntax);
            var reader = new DicomDatasetReader(source, start, stop);
            bool isExplicit = syntax.IsExplicitVR;
            if (!isExplicit && DicomDatasetReader.LooksExplicit(source, start, source.Length) == true)
                isExplicit = true;
            reader.ReadToEnd(dataset, isExplicit, CharacterSets.Of([fallbackEncoding]));
            if (dataset.ItemCount == 0 && !reader.Stopped && format == DicomFileFormat.DICOM3NoFileMetaInfo)
                throw new DicomFileException(null, "At byte 0: the file is not DICOM.");
            meta = format == DicomFileFormat.DICOM3NoFileMetaInfo ? new DicomFileMetaInformation(dataset) : meta;
            meta.AutoValidate = true;
            return new DicomFile(meta, dataset, format, file) { IsPartial = reader.Stopped };
        }
        catch (DicomReaderException e)
        {
            throw new DicomFileException(partial, e.Message, e);
        }
    }

    private static (DicomFileFormat Format, long Start) FormatOf(ReadSource source)
    {
        if (source.Length >= 132 && source.Get(128, 4).Span.SequenceEqual("DICM"u8))
            return (DicomFileFormat.DICOM3, 132);
        if (source.Length < 8)
            throw new DicomFileException(null, $"At byte 0: the file has {source.Length} bytes and is not DICOM.");
        ReadOnlySpan<byte> bytes = source.Get(0, 8).Span;
        if (bytes.StartsWith("DICM"u8))
            return (DicomFileFormat.DICOM3NoPreamble, 4);
        ushort group = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        uint key = ((uint)group << 16) | BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]);
        if (group == 0x0002 && DicomVR.Find(bytes[4], bytes[5]) is not null)
            return (DicomFileFormat.DICOM3NoPreamble, 0);

        // A bare data set begins with a tag that the dictionary knows, in one of the first groups.
        if (group is 0 or 2 or > 0x0020 || DicomDictionary.Default.RepresentationsOf(key) is null)
            throw new DicomFileException(null, "At byte 0: the file is not DICOM; it has neither the prefix DICM nor begins with a known data element in little endian.");
        return (DicomFileFormat.DICOM3NoFileMetaInfo, 0);
    }

    private static DicomTransferSyntax SyntaxOf(ReadSource source, long start, DicomFileMetaInformation meta, DicomFile partial)
    {
        string uid = meta.GetSingleValueOrDefault(DicomTag.TransferSyntaxUID, "");
        if (uid.Length == 0)
        {
            DicomTransferSyntax told = DicomDatasetReader.LooksExplicit(source, start, source.Length) == true
                ? DicomTransferSyntax.ExplicitVRLittleEndian
                : DicomTransferSyntax.ImplicitVRLittleEndian;
            return told;
        }

        DicomTransferSyntax syntax = DicomTransferSyntax.Parse(uid);
        if (syntax.IsDeflate || syntax.Endian == Endian.Big || syntax.SwapPixelData)
            throw new DicomFileException(partial, $"At byte {start}: the transfer syntax {syntax.UID.Name} ({syntax.UID.UID}) is not supported.");
        return syntax;
    }
}
