using System.Buffers.Binary;
using System.IO.Hashing;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace ContourFlow.Worker.Intake;

/// <summary>
/// A file of the journal: written full of zeros once, so that what is written over them later changes no metadata of the
/// file system and is durable by one write and one flush of the disk's own cache. Used by one writer at a time.
/// </summary>
internal sealed class JournalSegment : IDisposable
{
    private readonly SafeFileHandle handle;
    private readonly int size;
    private readonly List<string> paths = [];
    private long end;
    private long generation;

    private JournalSegment(string path, SafeFileHandle handle, int size)
    {
        Path = path;
        this.handle = handle;
        this.size = size;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The files whose bytes are in it, relative to the folder of received objects.</summary>
    public IReadOnlyList<string> Paths => paths;

    /// <summary>Whether a write failed: once its files are flushed it is removed.</summary>
    public bool IsBroken { get; set; }

    /// <summary>Makes a segment, durably.</summary>
    /// <exception cref="IOException">No room, or the disk refuses; nothing is left.</exception>
    public static JournalSegment Make(string path, int size, AlignedBuffer buffer)
    {
        try
        {
            using (SafeFileHandle file = File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite, preallocationSize: size))
            {
                buffer.Span.Clear();
                for (long at = 0; at < size; at += buffer.Length)
                    RandomAccess.Write(file, buffer.Span[..(int)Math.Min(buffer.Length, size - at)], at);
                RandomAccess.FlushToDisk(file);
            }

            LinuxFiles.FlushFolder(System.IO.Path.GetDirectoryName(path)!);
            return new JournalSegment(path, LinuxFiles.OpenDirect(path), size);
        }
        catch
        {
            PartFile.Discard(path);
            throw;
        }
    }

    /// <summary>Whether a file of <paramref name="length"/> bytes still fits.</summary>
    public bool HasRoomFor(long length) => end + JournalRecord.SizeOf(length) <= size;

    /// <summary>Writes a file that is in memory whole; it is on the disk when this returns.</summary>
    /// <param name="sequence">Number within the journal, larger than any before.</param>
    /// <param name="path">Where the file belongs, relative to the folder of received objects.</param>
    /// <param name="buffer">The file, and the checksum of its bytes.</param>
    /// <param name="length">Its length.</param>
    /// <exception cref="IOException">The disk refuses. The segment takes nothing more.</exception>
    public void Append(long sequence, string path, RecordBuffer buffer, int length)
    {
        JournalRecord record = NewRecord(sequence, path, length);
        Span<byte> memory = buffer.Memory.Span;
        record.WriteHead(memory);
        int filled = JournalRecord.Page + length;
        BinaryPrimitives.WriteUInt64LittleEndian(memory[filled..], record.Seal(buffer.Checksum));
        filled += JournalRecord.ChecksumLength;
        memory[filled..(int)record.Size].Clear();
        RandomAccess.Write(handle, memory[..(int)record.Size], end);
        End(record);
    }

    /// <summary>Writes a file that is not in memory; it is on the disk when this returns.</summary>
    /// <param name="sequence">Number within the journal, larger than any before.</param>
    /// <param name="path">Where the file belongs, relative to the folder of received objects.</param>
    /// <param name="file">The file, with <paramref name="length"/> bytes.</param>
    /// <param name="length">Its length.</param>
    /// <param name="buffer">Memory to work in.</param>
    /// <exception cref="IOException">The disk refuses. The segment takes nothing more.</exception>
    public void Append(long sequence, string path, SafeFileHandle file, long length, AlignedBuffer buffer)
    {
        JournalRecord record = NewRecord(sequence, path, length);
        var checksum = new XxHash3();
        Span<byte> memory = buffer.Span;
        record.WriteHead(memory);
        int filled = JournalRecord.Page;
        long at = end;
        for (long done = 0; done < length;)
        {
            if (filled == memory.Length)
                Write(memory, ref at, ref filled);
            int count = RandomAccess.Read(file, memory[filled..(int)Math.Min(memory.Length, filled + length - done)], done);
            if (count == 0)
                throw new IOException("A file became shorter while it was taken into the journal.");
            checksum.Append(memory.Slice(filled, count));
            filled += count;
            done += count;
        }

        if (filled + JournalRecord.ChecksumLength > memory.Length)
        {
            // Only whole pages can be written: the last, begun one stays for the checksum.
            int whole = filled / JournalRecord.Page * JournalRecord.Page;
            int rest = filled - whole;
            Span<byte> last = stackalloc byte[JournalRecord.Page];
            memory[whole..filled].CopyTo(last);
            Write(memory[..whole], ref at, ref whole);
            last[..rest].CopyTo(memory);
            filled = rest;
        }

        BinaryPrimitives.WriteUInt64LittleEndian(memory[filled..], record.Seal(checksum));
        filled += JournalRecord.ChecksumLength;
        int padded = (filled + JournalRecord.Page - 1) / JournalRecord.Page * JournalRecord.Page;
        memory[filled..padded].Clear();
        Write(memory[..padded], ref at, ref filled);
        End(record);
    }

    /// <summary>Makes the record last written void, durably: its file did not come into its place.</summary>
    public void TakeBack(long length, AlignedBuffer buffer)
    {
        end -= JournalRecord.SizeOf(length);
        paths.RemoveAt(paths.Count - 1);
        WriteZeros(end, buffer);
    }

    /// <summary>Makes all its records void, durably: their files are.</summary>
    public void Empty(AlignedBuffer buffer)
    {
        WriteZeros(0, buffer);
        paths.Clear();
        end = 0;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => handle.Dispose();

    private JournalRecord NewRecord(long sequence, string path, long length)
    {
        if (paths.Count == 0)
            generation = BinaryPrimitives.ReadInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(long)));
        return new JournalRecord(generation, paths.Count, sequence, length, path);
    }

    private void End(JournalRecord record)
    {
        LinuxFiles.FlushData(handle, Path);
        paths.Add(record.Path);
        end += record.Size;
    }

    private void Write(ReadOnlySpan<byte> pages, ref long at, ref int filled)
    {
        RandomAccess.Write(handle, pages, at);
        at += pages.Length;
        filled = 0;
    }

    private void WriteZeros(long at, AlignedBuffer buffer)
    {
        Span<byte> page = buffer.Span[..JournalRecord.Page];
        page.Clear();
        RandomAccess.Write(handle, page, at);
        LinuxFiles.FlushData(handle, Path);
    }
}
