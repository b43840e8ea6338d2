using System.IO.Compression;

namespace ContourFlow.Dicom.IO.Reader;

/// <summary>
/// The data set of a file in deflated explicit VR little endian (PS3.5 A.5), inflated as it is read. What it inflates
/// to is bounded, so that a small file does not fill the memory.
/// </summary>
internal sealed class InflatedReadSource : StreamReadSource, IDisposable
{
    /// <summary>What any data set may inflate to.</summary>
    public const long AlwaysAllowed = 64L * 1024 * 1024;

    /// <summary>What a large one may inflate to, as a multiple of its deflated size. Images become a half to a tenth.</summary>
    public const int AllowedRatio = 100;

    private readonly DeflatedBytes _deflated;
    private readonly Stream _inflater;
    private long _inflated;

    private InflatedReadSource(DeflatedBytes deflated, Stream inflater, FileReadOption option, int largeObjectSize)
        : base(inflater, option, largeObjectSize)
    {
        _deflated = deflated;
        _inflater = inflater;
    }

    /// <summary>Inflates what begins at a position. The source must outlive this one.</summary>
    public static InflatedReadSource Of(ReadSource source, long position)
    {
        var deflated = new DeflatedBytes(source, position);
        Stream inflater = HasZlibHeader(source, position)
            ? new ZLibStream(deflated, CompressionMode.Decompress)
            : new DeflateStream(deflated, CompressionMode.Decompress);
        FileReadOption option = source.Option == FileReadOption.SkipLargeTags ? FileReadOption.SkipLargeTags : FileReadOption.ReadAll;
        return new InflatedReadSource(deflated, inflater, option, source.LargeObjectSize);
    }

    public void Dispose() => _inflater.Dispose();

    public override string At(long position) => $"At byte {position} of the inflated data set";

    protected override int ReadForward(Stream stream, Span<byte> target)
    {
        int count;
        try
        {
            count = stream.Read(target);
        }
        catch (InvalidDataException e)
        {
            throw new DicomReaderException($"{At(_inflated)}: the deflated bytes are damaged.", e);
        }

        _inflated += count;
        if (_inflated > AlwaysAllowed + (AllowedRatio * _deflated.Given))
            throw new DicomReaderException($"{At(_inflated)}: {_deflated.Given} deflated bytes inflate to more than {AllowedRatio} times as much; no real data set does.");

        // .NET's inflater takes the end of the bytes for the end of the data. Only one that was not done asks for more of them.
        if (count == 0 && target.Length > 0 && _deflated.Exhausted)
            throw new DicomReaderException($"{At(_inflated)}: the deflated bytes end before their last block; the file is cut off.");
        return count;
    }

    // Some writers put the header of zlib in front (RFC 1950). A stored block, which begins with the same byte, would say
    // its length and the complement of it next.
    private static bool HasZlibHeader(ReadSource source, long position)
    {
        if (source.Reach(position, 5) < 5)
            return false;
        ReadOnlySpan<byte> bytes = source.Get(position, 5).Span;
        bool stored = (bytes[1] ^ bytes[3]) == 0xFF && (bytes[2] ^ bytes[4]) == 0xFF;
        return (bytes[0] & 0x0F) == 8 && bytes[0] >> 4 <= 7 && ((bytes[0] << 8) | bytes[1]) % 31 == 0 && (bytes[1] & 0x20) == 0 && !stored;
    }

    private sealed class DeflatedBytes(ReadSource source, long start) : Stream
    {
        private const int Piece = 8192;

        public long Given { get; private set; }

        public bool Exhausted { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            int count = source.Reach(start + Given, Math.Min(Piece, buffer.Length));
            if (count == 0)
            {
                Exhausted = true;
                return 0;
            }

            source.Get(start + Given, count).Span.CopyTo(buffer);
            Given += count;
            return count;
        }

        public override void Flush()
        {
            // Nothing is written.
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
