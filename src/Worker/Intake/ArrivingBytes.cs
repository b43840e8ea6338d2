using Microsoft.Win32.SafeHandles;

namespace ContourFlow.Worker.Intake;

/// <summary>
/// The bytes of an object on its way: kept in memory as far as they fit, and written to the working file from there piece by piece.
/// Used by one thread at a time.
/// </summary>
/// <param name="file">The working file, empty.</param>
/// <param name="buffer">The memory.</param>
/// <param name="isForJournal">Whether they go to the journal, which wants their checksum.</param>
internal sealed class ArrivingBytes(SafeFileHandle file, RecordBuffer buffer, bool isForJournal)
{
    // What is written in pieces of this size is still in the processor's cache.
    private const int PieceLength = 1 << 16;

    // From this size on a piece is worth a write of its own.
    private const int LeastPiece = 1 << 14;

    private long start;
    private int held;
    private int saved;

    /// <summary>The working file.</summary>
    public SafeFileHandle File { get; } = file;

    /// <summary>The memory.</summary>
    public RecordBuffer Buffer { get; } = buffer;

    /// <summary>Bytes that have come.</summary>
    public long Length => start + held;

    /// <summary>Whether all of them are in memory.</summary>
    public bool IsWhole => start == 0;

    /// <summary>Room for a beginning, which <see cref="Begin"/> takes.</summary>
    public Span<byte> Beginning => Buffer.File;

    /// <summary>Begins with so many bytes of <see cref="Beginning"/>.</summary>
    public void Begin(int length)
    {
        Buffer.Checksum.Reset();
        held = length;
    }

    /// <summary>Takes the next bytes.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (!isForJournal && bytes.Length >= LeastPiece)
        {
            // Nobody will want them from memory: they need not go there.
            Save();
            RandomAccess.Write(File, bytes, start + held);
            start += held + bytes.Length;
            held = saved = 0;
            return;
        }

        while (!bytes.IsEmpty)
        {
            if (held == Buffer.Capacity)
            {
                Save();
                start += held;
                held = saved = 0;
            }

            int end = Math.Min(saved + PieceLength, Buffer.Capacity);
            int count = Math.Min(bytes.Length, end - held);
            bytes[..count].CopyTo(Buffer.File[held..]);
            held += count;
            bytes = bytes[count..];
            if (held == end)
                Save();
        }
    }

    /// <summary>Writes to the working file what is not yet in it.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void Save()
    {
        ReadOnlySpan<byte> piece = Buffer.File[saved..held];
        if (piece.IsEmpty)
            return;
        RandomAccess.Write(File, piece, start + saved);
        if (isForJournal)
            Buffer.Checksum.Append(piece);
        saved = held;
    }
}
