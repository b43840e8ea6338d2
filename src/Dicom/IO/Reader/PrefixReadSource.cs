using ContourFlow.Dicom.IO.Buffer;

namespace ContourFlow.Dicom.IO.Reader;

/// <summary>The first bytes of a stream whose rest has not come yet. Asked for more, it says so by an exception.</summary>
internal sealed class PrefixReadSource : ReadSource
{
    private readonly MemoryReadSource _prefix;

    public PrefixReadSource(ReadOnlyMemory<byte> prefix, FileReadOption option, int largeObjectSize)
        : base(option, largeObjectSize)
    {
        _prefix = new MemoryReadSource(prefix, option, largeObjectSize);
        Length = long.MaxValue;
    }

    public override int Reach(long position, int wanted) =>
        _prefix.Reach(position, wanted) == wanted ? wanted : throw new RestNeededException();

    public override ReadOnlyMemory<byte> Get(long position, int count) => _prefix.Get(position, count);

    public override IByteBuffer? Buffer(long position, long count, bool mayStayOnDisk) =>
        _prefix.Buffer(position, count, mayStayOnDisk) ?? throw new RestNeededException();
}

/// <summary>What was asked for has not come yet. Never leaves the toolkit.</summary>
internal sealed class RestNeededException : Exception;
