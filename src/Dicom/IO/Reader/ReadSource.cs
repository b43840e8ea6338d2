using ContourFlow.Dicom.IO.Buffer;
using Microsoft.Win32.SafeHandles;

namespace ContourFlow.Dicom.IO.Reader;

/// <summary>Bytes to read from, by position. Never asked for more than it has.</summary>
internal abstract class ReadSource
{
    public const int DefaultLargeObjectSize = 64 * 1024;

    protected ReadSource(FileReadOption option, int largeObjectSize)
    {
        Option = option;
        LargeObjectSize = largeObjectSize > 0 ? largeObjectSize : DefaultLargeObjectSize;
    }

    public long Length { get; protected init; }

    public FileReadOption Option { get; }

    public int LargeObjectSize { get; }

    /// <summary>The bytes of a range, which lies inside the source. They stay as they are.</summary>
    public abstract ReadOnlyMemory<byte> Get(long position, int count);

    /// <summary>A buffer of the bytes of a range, which lies inside the source.</summary>
    /// <param name="position">Where it begins.</param>
    /// <param name="count">Number of bytes.</param>
    /// <param name="mayStayOnDisk">Whether they can be left on disk until they are asked for.</param>
    public abstract IByteBuffer Buffer(long position, long count, bool mayStayOnDisk);

    /// <summary>Whether a value of this length is to be left out.</summary>
    public bool Skips(long count) => Option == FileReadOption.SkipLargeTags && count > LargeObjectSize;
}

/// <summary>Bytes in memory.</summary>
internal sealed class MemoryReadSource : ReadSource
{
    private readonly ReadOnlyMemory<byte> _memory;

    public MemoryReadSource(ReadOnlyMemory<byte> memory, FileReadOption option = FileReadOption.ReadAll, int largeObjectSize = 0)
        : base(option, largeObjectSize)
    {
        _memory = memory;
        Length = memory.Length;
    }

    /// <summary>Reads a stream to its end.</summary>
    public static MemoryReadSource Of(Stream stream, FileReadOption option, int largeObjectSize)
    {
        if (stream.CanSeek)
        {
            long rest = Math.Max(0, stream.Length - stream.Position);
            if (rest > Array.MaxLength)
                throw new DicomFileException(null, "A stream of more than 2 GiB cannot be read.");
            byte[] bytes = GC.AllocateUninitializedArray<byte>((int)rest);
            int count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return new MemoryReadSource(bytes.AsMemory(0, count), option, largeObjectSize);
        }

        using var memory = new MemoryStream();
        byte[] block = new byte[65536];
        for (int count = stream.Read(block); count > 0; count = stream.Read(block))
        {
            if (memory.Length + count > Array.MaxLength)
                throw new DicomFileException(null, "A stream of more than 2 GiB cannot be read.");
            memory.Write(block, 0, count);
        }

        return new MemoryReadSource(memory.GetBuffer().AsMemory(0, (int)memory.Length), option, largeObjectSize);
    }

    public override ReadOnlyMemory<byte> Get(long position, int count) => _memory.Slice((int)position, count);

    public override IByteBuffer Buffer(long position, long count, bool mayStayOnDisk) =>
        count == 0 ? EmptyBuffer.Value : new SliceByteBuffer(_memory.Slice((int)position, (int)count));
}

/// <summary>
/// Bytes of a file, read in blocks. Small values share the block that they lie in; large ones stay on disk, so that
/// opening an image reads some kilobytes of it.
/// </summary>
internal sealed class FileReadSource : ReadSource, IDisposable
{
    private readonly SafeFileHandle _handle;
    private byte[] _block = [];
    private long _start;
    private int _blockSize = 8 * 1024;

    public FileReadSource(string path, FileReadOption option, int largeObjectSize)
        : base(option, largeObjectSize)
    {
        File = new FileReference(path);
        _handle = System.IO.File.OpenHandle(path);
        Length = RandomAccess.GetLength(_handle);
    }

    public FileReference File { get; }

    public void Dispose() => _handle.Dispose();

    public override ReadOnlyMemory<byte> Get(long position, int count)
    {
        if (position < _start || position + count > _start + _block.Length)
            Load(position, count);
        return _block.AsMemory((int)(position - _start), count);
    }

    public override IByteBuffer Buffer(long position, long count, bool mayStayOnDisk)
    {
        if (count == 0)
            return EmptyBuffer.Value;
        if (count <= LargeObjectSize)
            return new SliceByteBuffer(Get(position, (int)count));
        if (mayStayOnDisk && Option == FileReadOption.ReadLargeOnDemand)
            return new FileByteBuffer(File, position, count);
        if (count > Array.MaxLength)
            throw new DicomReaderException($"At byte {position}: a value of {count} bytes does not fit into memory.");
        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)count);
        Fill(bytes, position);
        return new MemoryByteBuffer(bytes);
    }

    private void Load(long position, int count)
    {
        // Blocks grow: an image's header takes one small block, a structure set is read in large ones.
        int size = (int)Math.Min(Math.Max(count, _blockSize), Length - position);
        _blockSize = Math.Min(_blockSize * 2, 64 * 1024);
        byte[] block = GC.AllocateUninitializedArray<byte>(size);
        Fill(block, position);
        _block = block;
        _start = position;
    }

    private void Fill(Span<byte> target, long position)
    {
        while (target.Length > 0)
        {
            int count = RandomAccess.Read(_handle, target, position);
            if (count == 0)
                throw new DicomReaderException($"At byte {position}: the file became shorter while it was read.");
            target = target[count..];
            position += count;
        }
    }
}
