namespace ContourFlow.Worker.Intake;

/// <summary>How a received object is made to outlive a power cut before it is acknowledged. There is nothing less.</summary>
internal enum Durability
{
    /// <summary>By a journal on the same disk, written through; files are flushed behind it. Where no journal can be kept, as <see cref="Flush"/>.</summary>
    Journal,

    /// <summary>Each file is flushed, renamed, and its folder flushed.</summary>
    Flush,
}

/// <summary>What an <see cref="ObjectFolder"/> is opened with.</summary>
/// <param name="Folder">The folder of received objects; made when it is not there.</param>
internal sealed record IntakeOptions(string Folder)
{
    /// <summary>Largest data set that is taken, in bytes. Default: 4 GiB.</summary>
    public long LargestObject { get; init; } = 4L << 30;

    /// <summary>Room that is left free on the disk, in bytes. Default: 1 GiB.</summary>
    public long FreeBytes { get; init; } = 1L << 30;

    /// <summary>Room that is left free on the disk, in percent of its size; the larger of the two counts. Default: 2.</summary>
    public double FreePercent { get; init; } = 2;

    /// <summary>How objects are made durable. Default: by the journal.</summary>
    public Durability Durability { get; init; } = Durability.Journal;

    /// <summary>Size of a journal segment, in bytes, a multiple of 4096. Default: 32 MiB. Objects of more than a quarter of it are flushed instead.</summary>
    public int SegmentSize { get; init; } = 32 << 20;

    /// <summary>
    /// Most journal segments, made as they are needed. When half of them are full the files of the oldest are flushed; while
    /// none is empty, objects are flushed one by one. Default: 16.
    /// </summary>
    public int Segments { get; init; } = 16;

    /// <summary>After this time without a new object the journal's files are flushed and it is emptied. Default: 2 s.</summary>
    public TimeSpan IdleTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>What is impossible in them, a sentence each.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        Ask(!string.IsNullOrWhiteSpace(Folder), "A folder for received objects has to be named.");
        Ask(LargestObject > 0, "The largest object is at least 1 byte.");
        Ask(FreeBytes >= 0, "The room left free cannot be negative.");
        Ask(FreePercent is >= 0 and < 100, "The room left free is between 0 and 100 percent.");
        Ask(Enum.IsDefined(Durability), "The durability is Journal or Flush.");
        Ask(SegmentSize >= 1 << 20 && SegmentSize % JournalRecord.Page == 0, "A journal segment has at least 1 MiB, and a multiple of 4096 bytes.");
        Ask(Segments >= 2, "The journal needs at least 2 segments.");
        Ask(IdleTime > TimeSpan.Zero, "The idle time is longer than 0.");
        return faults;

        void Ask(bool isRight, string otherwise)
        {
            if (!isRight)
                faults.Add(otherwise);
        }
    }
}
