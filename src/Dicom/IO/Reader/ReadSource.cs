using ContourFlow.Dicom.IO.Buffer;

namespace ContourFlow.Dicom.IO.Reader;

/// <summary>
/// Bytes to read from, by position. A source that can only be read forwards gives up what lies behind the last
/// position that was asked for.
/// </summary>
internal abstract class ReadSource
{
    public const int DefaultLargeObjectSize = 64 * 1024;

    protected ReadSource(FileReadOption option, int largeObjectSize)
    {
        Option = option;
        LargeObjectSize = largeObjectSize > 0 ? largeObjectSize : DefaultLargeObjectSize;
    }

    /// <summary>Number of bytes; <see cref="long.MaxValue"/> until the end was met, where the source does not know.</summary>
    public long Length { get; protected set; }

    public FileReadOption Option { get; }

    public int LargeObjectSize { get; }

    /// <summary>How many bytes there are at a position, up to as many as are wanted: a few, never a value.</summary>
    public abstract int Reach(long position, int wanted);

    /// <summary>The bytes of a range that <see cref="Reach"/> has shown to be there. They stay as they are.</summary>
    public abstract ReadOnlyMemory<byte> Get(long position, int count);

    /// <summary>A buffer of the bytes of a range; <c>null</c> when the source ends before, which <see cref="Length"/> then tells.</summary>
    /// <param name="position">Where it begins.</param>
    /// <param name="count">Number of bytes.</param>
    /// <param name="mayStayOnDisk">Whether they can be left on disk until they are asked for.</param>
    public abstract IByteBuffer? Buffer(long position, long count, bool mayStayOnDisk);

    /// <summary>Whether a value of this length is to be left out.</summary>
    public bool Skips(long count) => Option == FileReadOption.SkipLargeTags && count > LargeObjectSize;

    /// <summary>A place, for messages.</summary>
    public virtual string At(long position) => $"At byte {position}";
}
