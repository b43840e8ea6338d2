using System.Runtime.InteropServices;

namespace ContourFlow.Worker.Intake;

/// <summary>Memory that begins at a multiple of <see cref="JournalRecord.Page"/> and stays where it is, as writing past the page cache asks for.</summary>
internal sealed class AlignedBuffer
{
    private readonly byte[] memory;
    private readonly int start;

    /// <summary>Takes memory of a number of bytes.</summary>
    public AlignedBuffer(int length)
    {
        Length = length;
        memory = GC.AllocateUninitializedArray<byte>(length + JournalRecord.Page, pinned: true);
        start = (int)(-Marshal.UnsafeAddrOfPinnedArrayElement(memory, 0) & (JournalRecord.Page - 1));
    }

    /// <summary>Its length in bytes.</summary>
    public int Length { get; }

    /// <summary>Its bytes.</summary>
    public Span<byte> Span => memory.AsSpan(start, Length);
}
