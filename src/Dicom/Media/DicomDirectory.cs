namespace ContourFlow.Dicom.Media;

/// <summary>A DICOMDIR (PS3.10 8.6, PS3.3 F): the records of a medium's patients, studies, series and files.</summary>
internal sealed class DicomDirectory
{
    private DicomDirectory(DicomFile file, IReadOnlyList<DicomDirectoryRecord> roots, IReadOnlyList<DicomDirectoryRecord> unreached, bool isDamaged)
    {
        File = file;
        RootDirectoryRecordCollection = roots;
        Unreached = unreached;
        IsDamaged = isDamaged;
    }

    /// <summary>The file.</summary>
    public DicomFile File { get; }

    /// <summary>The first record; <c>null</c> when there is none.</summary>
    public DicomDirectoryRecord? RootDirectoryRecord => RootDirectoryRecordCollection.Count > 0 ? RootDirectoryRecordCollection[0] : null;

    /// <summary>The records that lie in no other, usually patients, in their order.</summary>
    public IReadOnlyList<DicomDirectoryRecord> RootDirectoryRecordCollection { get; }

    /// <summary>Records in use that no other leads to.</summary>
    public IReadOnlyList<DicomDirectoryRecord> Unreached { get; }

    /// <summary>Whether a record names a place where none begins, or one that another has named before.</summary>
    public bool IsDamaged { get; }

    /// <summary>Reads a DICOMDIR. Damage to its links is no error: what they lead to is there, once.</summary>
    /// <exception cref="DicomFileException">The file is missing, not DICOM, broken, or no DICOMDIR.</exception>
    public static DicomDirectory Open(string fileName) => Of(DicomFile.Open(fileName));

    /// <summary>Reads a DICOMDIR. Damage to its links is no error: what they lead to is there, once.</summary>
    /// <exception cref="DicomFileException">It is not DICOM, broken, or no DICOMDIR.</exception>
    public static DicomDirectory Open(Stream stream) => Of(DicomFile.Open(stream));

    private static DicomDirectory Of(DicomFile file)
    {
        if (!file.Dataset.TryGetSequence(DicomTag.DirectoryRecordSequence, out DicomSequence? sequence))
            throw new DicomFileException(file, "The file is no DICOMDIR: (0004,1220) DirectoryRecordSequence is missing.");
        return new Linker(file, sequence).Link();
    }

    /// <summary>Follows the links, each record once, so that a ring of them ends.</summary>
    private sealed class Linker
    {
        private readonly DicomFile _file;
        private readonly List<DicomDirectoryRecord> _records;
        private readonly Dictionary<long, DicomDirectoryRecord> _byPosition = [];
        private readonly HashSet<DicomDirectoryRecord> _reached = new(ReferenceEqualityComparer.Instance);
        private bool _damaged;

        public Linker(DicomFile file, DicomSequence sequence)
        {
            _file = file;
            _records = [.. sequence.Items.Select(i => new DicomDirectoryRecord(i))];
            for (int i = 0; i < _records.Count && i < (file.RecordPositions?.Count ?? 0); i++)
                _byPosition[file.RecordPositions![i]] = _records[i];
        }

        public DicomDirectory Link()
        {
            List<DicomDirectoryRecord> roots = Chain(_file.Dataset, DicomTag.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity);
            var pending = new Stack<DicomDirectoryRecord>(roots);
            while (pending.TryPop(out DicomDirectoryRecord? record))
            {
                record.Lower = Chain(record.Dataset, DicomTag.OffsetOfReferencedLowerLevelDirectoryEntity);
                foreach (DicomDirectoryRecord lower in record.Lower)
                    pending.Push(lower);
            }

            return new DicomDirectory(_file, roots, [.. _records.Where(r => !_reached.Contains(r) && r.IsInUse)], _damaged);
        }

        // The record that a link leads to and those that follow on it, but not the ones that are no longer in use.
        private List<DicomDirectoryRecord> Chain(DicomDataset from, DicomTag link)
        {
            List<DicomDirectoryRecord> chain = [];
            for (long position = Offset(from, link); position != 0;)
            {
                if (!_byPosition.TryGetValue(position, out DicomDirectoryRecord? record) || !_reached.Add(record))
                {
                    _damaged = true;
                    break;
                }

                if (record.IsInUse)
                    chain.Add(record);
                position = Offset(record.Dataset, DicomTag.OffsetOfTheNextDirectoryRecord);
            }

            return chain;
        }

        private static long Offset(DicomDataset dataset, DicomTag tag) =>
            dataset.GetDicomItem<DicomUnsignedLong>(tag) is { Count: > 0 } offset ? offset.Get<uint>(0) : 0;
    }
}

/// <summary>A record of a DICOMDIR.</summary>
internal sealed class DicomDirectoryRecord
{
    internal DicomDirectoryRecord(DicomDataset dataset) => Dataset = dataset;

    /// <summary>The attributes of the record. Patient data.</summary>
    public DicomDataset Dataset { get; }

    /// <summary>The kind: PATIENT, STUDY, SERIES, IMAGE, RT STRUCTURE SET and so on; empty where it is not said.</summary>
    public string DirectoryRecordType => Text(DicomTag.DirectoryRecordType);

    /// <summary>The records that lie in this one, in their order.</summary>
    public IReadOnlyList<DicomDirectoryRecord> LowerLevelDirectoryRecordCollection => Lower;

    internal IReadOnlyList<DicomDirectoryRecord> Lower { get; set; } = [];

    // PS3.3 F.3.2.2: 0000H says that the record is no longer in use.
    public bool IsInUse => !(Dataset.TryGetSingleValue(DicomTag.RecordInUseFlag, out ushort flag) && flag == 0);

    private string Text(DicomTag tag) => Dataset.TryGetString(tag, out string? text) ? text.Trim() : "";
}
