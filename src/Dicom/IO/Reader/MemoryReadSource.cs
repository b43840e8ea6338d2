using ContourFlow.Dicom.IO.Buffer;

namespace ContourFlow.Dicom.IO.Reader;

/// <summary>Bytes in memory, which values then share.</summary>
internal sealed class MemoryReadSource : ReadSource
{
    private readonly ReadOnlyMemory<byte> _memory;

    public MemoryReadSource(ReadOnlyMemory<byte> memory, FileReadOption option = FileReadOption.ReadAll, int largeObjectSize = 0)
        : base(option, largeObjectSize)
    {
        _memory = memory;
        Length = memory.Length;
    }

    public override int Reach(long position, int wanted) => (int)Math.Clamp(Length - position, 0, wanted);

    public override ReadOnlyMemory<byte> Get(long position, int count) => _memory.Slice((int)position, count);

    public override IByteBuffer? Buffer(long position, long count, bool mayStayOnDisk)
    {
        if (count > Length - position)
            return null;
        return count == 0 ? EmptyBuffer.Value : new SliceByteBuffer(_memory.Slice((int)position, (int)count));
    }
}
