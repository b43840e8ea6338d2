using ContourFlow.Dicom.IO.Buffer;

namespace ContourFlow.Dicom.IO.Reader;

/// <summary>
/// Bytes read in blocks. Small values share the block that they lie in, large ones get an array of their own or stay
/// where they are, so that opening an image reads some kilobytes of it.
/// </summary>
internal abstract class BlockReadSource : ReadSource
{
    private const int LargestBlock = 64 * 1024;

    // Room that is made before the bytes have been seen, where the source does not know its length.
    private const int Trusted = 1024 * 1024;

    private byte[] _block = [];
    private int _filled;
    private long _start;
    private int _blockSize = 8 * 1024;

    protected BlockReadSource(FileReadOption option, int largeObjectSize)
        : base(option, largeObjectSize)
    {
    }

    public override int Reach(long position, int wanted)
    {
        long there = _start + _filled - position;
        if (position >= _start && there >= wanted)
            return wanted;
        if (Length != long.MaxValue)
            return (int)Math.Clamp(Length - position, 0, wanted);
        Load(position, wanted);
        return (int)Math.Clamp(_start + _filled - position, 0, wanted);
    }

    public override ReadOnlyMemory<byte> Get(long position, int count)
    {
        if (position < _start || position + count > _start + _filled)
            Load(position, count);
        if (position + count > _start + _filled)
            throw new DicomReaderException($"{At(_start + _filled)}: the file became shorter while it was read.");
        return _block.AsMemory((int)(position - _start), count);
    }

    public override IByteBuffer? Buffer(long position, long count, bool mayStayOnDisk)
    {
        if (count == 0)
            return EmptyBuffer.Value;
        if (Length != long.MaxValue && count > Length - position)
            return null;
        if (count <= LargeObjectSize && count <= LargestBlock)
            return Reach(position, (int)count) < count ? null : new SliceByteBuffer(Get(position, (int)count));
        if (mayStayOnDisk && OnDisk(position, count) is { } left)
            return left;
        if (count > Array.MaxLength)
            throw new DicomReaderException($"{At(position)}: a value of {count} bytes does not fit into memory.");
        return Whole(position, (int)count) is { } bytes ? new MemoryByteBuffer(bytes) : null;
    }

    /// <summary>Reads some bytes at a position, at least one; 0 at the end.</summary>
    protected abstract int Read(long position, Span<byte> target);

    /// <summary>The range left where it is; <c>null</c> where that cannot be.</summary>
    protected virtual IByteBuffer? OnDisk(long position, long count) => null;

    private byte[]? Whole(long position, int count)
    {
        byte[] bytes = GC.AllocateUninitializedArray<byte>(Length != long.MaxValue ? count : Math.Min(count, Trusted));
        int done = 0;
        if (position >= _start && position < _start + _filled)
        {
            done = (int)Math.Min(count, _start + _filled - position);
            _block.AsSpan((int)(position - _start), done).CopyTo(bytes);
        }

        while (true)
        {
            done += Fill(position + done, bytes.AsSpan(done));
            if (done == count)
                return bytes;
            if (done < bytes.Length)
                return null;
            byte[] larger = GC.AllocateUninitializedArray<byte>((int)Math.Min(count, 2L * bytes.Length));
            bytes.CopyTo(larger, 0);
            bytes = larger;
        }
    }

    // Blocks grow: an image's header takes one small block, a structure set is read in large ones.
    private void Load(long position, int count)
    {
        long size = Math.Max(count, _blockSize);
        if (Length != long.MaxValue)
            size = Math.Clamp(Length - position, 0, size);
        _blockSize = Math.Min(_blockSize * 2, LargestBlock);
        byte[] block = GC.AllocateUninitializedArray<byte>((int)size);
        int kept = 0;
        if (position >= _start && position < _start + _filled)
        {
            kept = (int)Math.Min(size, _start + _filled - position);
            _block.AsSpan((int)(position - _start), kept).CopyTo(block);
        }

        _filled = kept + Fill(position + kept, block.AsSpan(kept));
        _block = block;
        _start = position;
    }

    private int Fill(long position, Span<byte> target)
    {
        int done = 0;
        while (done < target.Length)
        {
            int count = Read(position + done, target[done..]);
            if (count == 0)
            {
                // A file that is being cut while it is read ends here too; what was asked for is then not there.
                Length = Math.Min(Length, position + done);
                break;
            }

            done += count;
        }

        return done;
    }
}
