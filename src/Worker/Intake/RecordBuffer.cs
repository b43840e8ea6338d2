using System.IO.Hashing;

namespace ContourFlow.Worker.Intake;

/// <summary>
/// Memory for an arriving object, laid out as its record in the journal: a page for the head, the bytes of the file, and room
/// for the checksum. Used by one thread at a time.
/// </summary>
internal sealed class RecordBuffer
{
    /// <summary>Takes the memory.</summary>
    /// <param name="length">Its bytes, a multiple of a page, and three pages at least.</param>
    public RecordBuffer(int length) => Memory = new AlignedBuffer(length);

    /// <summary>All of it.</summary>
    public AlignedBuffer Memory { get; }

    /// <summary>Most bytes of a file that it holds together with head and checksum.</summary>
    public int Capacity => Memory.Length - (2 * JournalRecord.Page);

    /// <summary>The bytes of the file.</summary>
    public Span<byte> File => Memory.Span.Slice(JournalRecord.Page, Capacity);

    /// <summary>The checksum of the bytes that have come.</summary>
    public XxHash3 Checksum { get; } = new();
}
