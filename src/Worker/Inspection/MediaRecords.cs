namespace ContourFlow.Worker.Inspection;

/// <summary>The records of a DICOMDIR as its links reach them, each once, so that a ring of them ends.</summary>
internal sealed class MediaRecords
{
    private readonly HashSet<DicomDirectoryRecord> _reached = new(ReferenceEqualityComparer.Instance);
    private int _inUse;

    /// <summary>Follows the links of a DICOMDIR.</summary>
    public MediaRecords(DicomDirectory directory)
    {
        All = directory.Dataset.TryGetSequence(DicomTag.DirectoryRecordSequence, out DicomSequence? sequence) ? [.. sequence.Items.Where(MediaRecord.IsInUse)] : [];
        var pending = new Stack<(MediaRecord Record, DicomDirectoryRecord Source)>();
        Roots = Chain(directory.Dataset, DicomTag.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity, directory.RootDirectoryRecord, pending);
        while (pending.TryPop(out var next))
            next.Record.Lower = Chain(next.Source, DicomTag.OffsetOfReferencedLowerLevelDirectoryEntity, next.Source.LowerLevelDirectoryRecord, pending);
    }

    /// <summary>Every record in use, reached or not, in the order of the file.</summary>
    public IReadOnlyList<DicomDataset> All { get; }

    /// <summary>The records that lie in no other, usually patients, in their order.</summary>
    public IReadOnlyList<MediaRecord> Roots { get; }

    /// <summary>How many records in use no other leads to.</summary>
    public int Unreached => All.Count - _inUse;

    /// <summary>Whether a record names a place where none begins, or one that another has named before.</summary>
    public bool IsDamaged { get; private set; }

    // The record that a link leads to and those that follow on it, but not the ones that are no longer in use.
    private List<MediaRecord> Chain(DicomDataset from, DicomTag link, DicomDirectoryRecord? first, Stack<(MediaRecord Record, DicomDirectoryRecord Source)> pending)
    {
        List<MediaRecord> chain = [];
        for (var record = first; ; from = record, link = DicomTag.OffsetOfTheNextDirectoryRecord, record = record.NextDirectoryRecord)
        {
            if (record is null || !_reached.Add(record))
            {
                IsDamaged |= record is not null || from.GetDicomItem<DicomUnsignedLong>(link) is { Count: > 0 } offset && offset.Get<uint>(0) != 0;
                return chain;
            }

            if (!MediaRecord.IsInUse(record)) continue;
            var made = new MediaRecord(record);
            chain.Add(made);
            pending.Push((made, record));
            _inUse++;
        }
    }
}
