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

            DicomTransferSyntax syntax = SyntaxOf(source, start, meta);
            bool isAsSaid = IsAsSaid(source, start, meta.TransferSyntax);
            var dataset = new DicomDataset(syntax);
            DicomDatasetReader reader;
            if (syntax.IsDeflate)
            {
                using InflatedReadSource inflated = InflatedReadSource.Of(source, start);
                reader = ReadDataset(inflated, 0, syntax, dataset, fallbackEncoding, stop);
            }
            else
            {
                reader = ReadDataset(source, start, syntax, dataset, fallbackEncoding, stop);
            }

            if (dataset.ItemCount == 0 && !reader.Stopped && format == DicomFileFormat.DICOM3NoFileMetaInfo)
                throw new DicomFileException(null, "At byte 0: the file is not DICOM.");
            if (format == DicomFileFormat.DICOM3NoFileMetaInfo)
                Describe(dataset, meta);
            meta.AutoValidate = true;
            return new DicomFile(meta, dataset, format, file) { IsPartial = reader.Stopped, RecordPositions = reader.RecordPositions, DatasetPosition = isAsSaid ? start : 0 };
        }
        catch (DicomReaderException e)
        {
            throw new DicomFileException(partial, e.Message, e);
        }
    }

    // As the data set has it, right or wrong: what was read is not validated.
    private static void Describe(DicomDataset dataset, DicomFileMetaInformation meta)
    {
        if (dataset.TryGetSingleValue(DicomTag.SOPClassUID, out string? sopClass))
            meta.AddOrUpdate(new DicomUniqueIdentifier(DicomTag.MediaStorageSOPClassUID, sopClass!));
        if (dataset.TryGetSingleValue(DicomTag.SOPInstanceUID, out string? instance))
            meta.AddOrUpdate(new DicomUniqueIdentifier(DicomTag.MediaStorageSOPInstanceUID, instance!));
        meta.TransferSyntax = dataset.InternalTransferSyntax;
    }

    private static DicomDatasetReader ReadDataset(ReadSource source, long start, DicomTransferSyntax syntax, DicomDataset dataset, Encoding fallbackEncoding, Func<ParseState, bool>? stop)
    {
        // What the bytes themselves say counts for more than what the meta information says of them.
        bool isBig = syntax.Endian == Endian.Big ? !BeginsLittle(source, start) : DicomDatasetReader.LooksBig(source, start);
        bool isExplicit = syntax.IsExplicitVR || DicomDatasetReader.LooksExplicit(source, start, source.Length, isBig) == true;
        var reader = new DicomDatasetReader(source, start, stop) { SwapsPixelData = syntax.SwapPixelData };
        reader.ReadToEnd(dataset, isExplicit, isBig, CharacterSets.Of([fallbackEncoding]));
        return reader;
    }

    private static (DicomFileFormat Format, long Start) FormatOf(ReadSource source)
    {
        int count = source.Reach(0, 132);
        ReadOnlySpan<byte> bytes = source.Get(0, count).Span;
        if (count == 132 && bytes[128..].SequenceEqual("DICM"u8))
            return (DicomFileFormat.DICOM3, 132);
        if (count < 8)
            throw new DicomFileException(null, $"At byte 0: the file has {count} bytes and is not DICOM.");
        if (bytes.StartsWith("DICM"u8))
            return (DicomFileFormat.DICOM3NoPreamble, 4);
        ushort group = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        uint key = ((uint)group << 16) | BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]);
        if (group == 0x0002 && DicomVR.Find(bytes[4], bytes[5]) is not null)
            return (DicomFileFormat.DICOM3NoPreamble, 0);

        // A bare data set begins with a tag that the dictionary knows, in one of the first groups.
        if (!DicomDatasetReader.LooksBig(source, 0) && (group is 0 or 2 or > 0x0020 || DicomDictionary.Default.RepresentationsOf(key) is null))
            throw new DicomFileException(null, "At byte 0: the file is not DICOM; it has neither the prefix DICM nor begins with a known data element.");
        return (DicomFileFormat.DICOM3NoFileMetaInfo, 0);
    }

    private static DicomTransferSyntax SyntaxOf(ReadSource source, long start, DicomFileMetaInformation meta)
    {
        string uid = meta.GetSingleValueOrDefault(DicomTag.TransferSyntaxUID, "");
        if (uid.Length > 0)
            return DicomTransferSyntax.Parse(uid);
        if (DicomDatasetReader.LooksBig(source, start))
            return DicomTransferSyntax.ExplicitVRBigEndian;
        return DicomDatasetReader.LooksExplicit(source, start, source.Length) == true
            ? DicomTransferSyntax.ExplicitVRLittleEndian
            : DicomTransferSyntax.ImplicitVRLittleEndian;
    }

    // Whether the data set begins as the transfer syntax that the file goes by has it. Only such bytes may be sent on as they are.
    private static bool IsAsSaid(ReadSource source, long start, DicomTransferSyntax said)
    {
        if (said.IsDeflate)
            return true;
        bool isBig = said.Endian == Endian.Big;
        return isBig == DicomDatasetReader.LooksBig(source, start)
            && (DicomDatasetReader.LooksExplicit(source, start, source.Length, isBig) ?? said.IsExplicitVR) == said.IsExplicitVR;
    }

    // The mirror image of LooksBig, for files that only claim to be big endian.
    private static bool BeginsLittle(ReadSource source, long start)
    {
        if (source.Reach(start, 8) < 8 || DicomDatasetReader.LooksBig(source, start))
            return false;
        ReadOnlySpan<byte> bytes = source.Get(start, 8).Span;
        return bytes[1] == 0 && bytes[0] is > 0 and <= 0x20 && DicomDatasetReader.LooksExplicit(source, start, source.Length) == true;
    }
}
