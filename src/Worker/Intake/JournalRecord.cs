using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace ContourFlow.Worker.Intake;

/// <summary>
/// One object in a journal segment: a page that says what it is, the file's bytes, their checksum, and zeros up to a full
/// page. A record counts when both checksums are right, its generation is that of the segment's first record and its
/// number the next: what an earlier use of the segment left behind, and what a power cut tore, does not.
/// </summary>
/// <param name="Generation">Number of the segment's use, at random: no sender can have a page in its object that passes for a head.</param>
/// <param name="Index">Number within the segment, from 0.</param>
/// <param name="Sequence">Number within the journal; of two records for one path the later counts.</param>
/// <param name="Length">Bytes of the file.</param>
/// <param name="Path">Where the file belongs, relative to the folder of received objects, with '/'.</param>
internal sealed record JournalRecord(long Generation, int Index, long Sequence, long Length, string Path)
{
    /// <summary>Bytes of a page; records begin at multiples of it.</summary>
    public const int Page = 4096;

    /// <summary>Bytes of the checksum behind the file's bytes.</summary>
    public const int ChecksumLength = 8;

    private const int PathStart = 40;
    private const int HeadChecksumStart = Page - ChecksumLength;

    private static ReadOnlySpan<byte> Magic => "CFINTAK2"u8;

    /// <summary>Bytes of the record in the segment.</summary>
    public long Size => SizeOf(Length);

    /// <summary>Bytes of a record of a file of <paramref name="length"/> bytes.</summary>
    public static long SizeOf(long length) => Page + ((length + ChecksumLength + Page - 1) / Page * Page);

    /// <summary>
    /// The checksum behind the file's bytes: of these, and of the record's sequence number, so that those of another record do
    /// not pass.
    /// </summary>
    /// <param name="bytes">Of the file's bytes.</param>
    public ulong Seal(XxHash3 bytes)
    {
        Span<byte> hash = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(hash, bytes.GetCurrentHashAsUInt64());
        return XxHash3.HashToUInt64(hash, Sequence);
    }

    /// <summary>Writes the first page.</summary>
    public void WriteHead(Span<byte> page)
    {
        page[..Page].Clear();
        Magic.CopyTo(page);
        BinaryPrimitives.WriteInt64LittleEndian(page[8..], Generation);
        BinaryPrimitives.WriteInt64LittleEndian(page[16..], Sequence);
        BinaryPrimitives.WriteInt64LittleEndian(page[24..], Length);
        BinaryPrimitives.WriteInt32LittleEndian(page[32..], Index);
        BinaryPrimitives.WriteInt32LittleEndian(page[36..], Encoding.UTF8.GetBytes(Path, page[PathStart..HeadChecksumStart]));
        BinaryPrimitives.WriteUInt64LittleEndian(page[HeadChecksumStart..], XxHash3.HashToUInt64(page[..HeadChecksumStart]));
    }

    /// <summary>Reads a first page; null when it is none, or damaged.</summary>
    public static JournalRecord? ReadHead(ReadOnlySpan<byte> page)
    {
        if (page.Length < Page || !page.StartsWith(Magic)
            || BinaryPrimitives.ReadUInt64LittleEndian(page[HeadChecksumStart..]) != XxHash3.HashToUInt64(page[..HeadChecksumStart]))
        {
            return null;
        }

        int pathLength = BinaryPrimitives.ReadInt32LittleEndian(page[36..]);
        long length = BinaryPrimitives.ReadInt64LittleEndian(page[24..]);
        if (pathLength is < 1 or > HeadChecksumStart - PathStart || length < 0)
            return null;
        return new(
            BinaryPrimitives.ReadInt64LittleEndian(page[8..]),
            BinaryPrimitives.ReadInt32LittleEndian(page[32..]),
            BinaryPrimitives.ReadInt64LittleEndian(page[16..]),
            length,
            Encoding.UTF8.GetString(page.Slice(PathStart, pathLength)));
    }
}
