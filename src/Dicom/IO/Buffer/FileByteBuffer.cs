using Microsoft.Win32.SafeHandles;

namespace ContourFlow.Dicom.IO.Buffer;

/// <summary>Bytes left in a file until they are asked for. <see cref="Data"/> reads them each time.</summary>
public sealed class FileByteBuffer : IByteBuffer
{
    private byte[]? _loaded;

    /// <summary>Makes a buffer of a range of a file.</summary>
    public FileByteBuffer(IFileReference file, long position, long length)
    {
        ArgumentNullException.ThrowIfNull(file);
        File = file;
        Position = position;
        Size = length;
    }

    /// <inheritdoc/>
    public bool IsMemory => _loaded is not null;

    /// <summary>The file.</summary>
    public IFileReference File { get; }

    /// <summary>Where the range begins.</summary>
    public long Position { get; }

    /// <inheritdoc/>
    public long Size { get; }

    /// <inheritdoc/>
    public byte[] Data
    {
        get
        {
            if (_loaded is not null)
                return _loaded;
            if (Size > Array.MaxLength)
                throw new DicomDataException($"A value of {Size} bytes does not fit into one array.");
            byte[] data = GC.AllocateUninitializedArray<byte>((int)Size);
            Read(0, data);
            return data;
        }
    }

    /// <inheritdoc/>
    public void GetByteRange(long offset, int count, byte[] output)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Size - offset);
        if (_loaded is not null)
            _loaded.AsSpan((int)offset, count).CopyTo(output);
        else
            Read(offset, output.AsSpan(0, count));
    }

    /// <inheritdoc/>
    public void CopyToStream(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        byte[] block = new byte[Math.Min(Size, 65536)];
        for (long done = 0; done < Size;)
        {
            int count = (int)Math.Min(block.Length, Size - done);
            GetByteRange(done, count, block);
            stream.Write(block, 0, count);
            done += count;
        }
    }

    /// <inheritdoc/>
    public async Task CopyToStreamAsync(Stream stream, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        byte[] block = new byte[Math.Min(Size, 65536)];
        for (long done = 0; done < Size;)
        {
            int count = (int)Math.Min(block.Length, Size - done);
            GetByteRange(done, count, block);
            await stream.WriteAsync(block.AsMemory(0, count), cancellationToken);
            done += count;
        }
    }

    /// <summary>Reads the bytes into memory for good, because the file is about to be replaced.</summary>
    internal void Load() => _loaded ??= Data;

    private void Read(long offset, Span<byte> target)
    {
        if (File is FileReference reference)
        {
            using SafeFileHandle handle = reference.OpenHandle();
            for (int done = 0; done < target.Length;)
            {
                int count = RandomAccess.Read(handle, target[done..], Position + offset + done);
                if (count == 0)
                    throw new DicomFileException(null, $"The file ends at byte {Position + offset + done}, inside a value.");
                done += count;
            }

            return;
        }

        using Stream stream = File.OpenRead();
        stream.Seek(Position + offset, SeekOrigin.Begin);
        stream.ReadExactly(target);
    }
}
