namespace ContourFlow.Dicom.Media;

/// <summary>A record of a DICOMDIR. Patient data.</summary>
public class DicomDirectoryRecord : DicomDataset
{
    /// <summary>Makes a record of these attributes.</summary>
    public DicomDirectoryRecord(DicomDataset dataset)
        : base(dataset)
    {
    }

    /// <summary>The first record that lies in this one; <c>null</c> when there is none.</summary>
    public DicomDirectoryRecord? LowerLevelDirectoryRecord { get; internal set; }

    /// <summary>The record that follows on this one; <c>null</c> when there is none.</summary>
    public DicomDirectoryRecord? NextDirectoryRecord { get; internal set; }

    /// <summary>The records that lie in this one, in their order.</summary>
    public DicomDirectoryRecordCollection LowerLevelDirectoryRecordCollection => new(LowerLevelDirectoryRecord);

    /// <summary>Where the record begins in the file, in bytes.</summary>
    public uint Offset { get; internal set; }

    /// <summary>The kind: PATIENT, STUDY, SERIES, IMAGE, RT STRUCTURE SET and so on.</summary>
    /// <exception cref="DicomDataException">It is not said.</exception>
    public string DirectoryRecordType => GetSingleValue<string>(DicomTag.DirectoryRecordType);
}
