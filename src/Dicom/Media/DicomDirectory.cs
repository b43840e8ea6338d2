namespace ContourFlow.Dicom.Media;

/// <summary>
/// A DICOMDIR (PS3.10 8.6, PS3.3 F): the records of a medium's patients, studies, series and files, which name each
/// other by their place in the file.
/// </summary>
public class DicomDirectory : DicomFile
{
    private DicomDirectory(DicomFile file, DicomSequence sequence)
        : base(file.FileMetaInfo, file.Dataset, file.Format, file.File)
    {
        IsPartial = file.IsPartial;
        var byOffset = new Dictionary<long, DicomDirectoryRecord>();
        for (int i = 0; i < sequence.Items.Count && i < (file.RecordPositions?.Count ?? 0); i++)
            byOffset[file.RecordPositions![i]] = new(sequence.Items[i]) { Offset = checked((uint)file.RecordPositions[i]) };

        foreach (DicomDirectoryRecord record in byOffset.Values)
        {
            record.LowerLevelDirectoryRecord = At(record, DicomTag.OffsetOfReferencedLowerLevelDirectoryEntity);
            record.NextDirectoryRecord = At(record, DicomTag.OffsetOfTheNextDirectoryRecord);
        }

        RootDirectoryRecord = At(file.Dataset, DicomTag.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity);

        DicomDirectoryRecord? At(DicomDataset from, DicomTag link) =>
            from.GetDicomItem<DicomUnsignedLong>(link) is { Count: > 0 } offset ? byOffset.GetValueOrDefault(offset.Get<uint>(0)) : null;
    }

    /// <summary>The first record; <c>null</c> when there is none.</summary>
    public DicomDirectoryRecord? RootDirectoryRecord { get; }

    /// <summary>The records that lie in no other, usually patients, in their order.</summary>
    public DicomDirectoryRecordCollection RootDirectoryRecordCollection => new(RootDirectoryRecord);

    /// <summary>Reads a DICOMDIR. A link to a place where no record begins is none; links can go in a ring, as the file has them.</summary>
    /// <exception cref="DicomFileException">The file is missing, not DICOM, broken, or no DICOMDIR.</exception>
    public static DicomDirectory Open(string fileName) => Of(DicomFile.Open(fileName));

    /// <summary>Reads a DICOMDIR. A link to a place where no record begins is none; links can go in a ring, as the file has them.</summary>
    /// <exception cref="DicomFileException">It is not DICOM, broken, or no DICOMDIR.</exception>
    public static DicomDirectory Open(Stream stream) => Of(DicomFile.Open(stream));

    private static DicomDirectory Of(DicomFile file) =>
        file.Dataset.TryGetSequence(DicomTag.DirectoryRecordSequence, out DicomSequence? sequence)
            ? new(file, sequence)
            : throw new DicomFileException(file, "The file is no DICOMDIR: (0004,1220) DirectoryRecordSequence is missing.");
}
