using ContourFlow.Dicom.IO.Buffer;

namespace ContourFlow.Dicom.IO.Reader;

/// <summary>A stream from where it stands. No more of it is read than what is asked for, and the block that it lies in.</summary>
internal class StreamReadSource : BlockReadSource
{
    private readonly Stream _stream;
    private readonly long _origin;
    private readonly byte[] _discarded;
    private long _position;
    private FileReference? _file;

    public StreamReadSource(Stream stream, FileReadOption option, int largeObjectSize)
        : base(option, largeObjectSize)
    {
        _stream = stream;
        _origin = stream.CanSeek ? stream.Position : 0;
        _discarded = stream.CanSeek ? [] : new byte[4096];
        Length = stream.CanSeek ? Math.Max(0, stream.Length - _origin) : long.MaxValue;
    }

    protected override int Read(long position, Span<byte> target)
    {
        if (_stream.CanSeek)
        {
            if (position != _position || _stream.Position != _origin + position)
                _stream.Position = _origin + position;
        }
        else
        {
            Discard(position);
            if (position != _position)
                return 0;
        }

        int count = ReadForward(_stream, target);
        _position = position + count;
        return count;
    }

    protected override IByteBuffer? OnDisk(long position, long count)
    {
        if (Option != FileReadOption.ReadLargeOnDemand || _stream is not FileStream { CanSeek: true } file || !File.Exists(file.Name))
            return null;
        return new FileByteBuffer(_file ??= new FileReference(file.Name), _origin + position, count);
    }

    /// <summary>Reads some bytes, at least one; 0 at the end.</summary>
    protected virtual int ReadForward(Stream stream, Span<byte> target) => stream.Read(target);

    private void Discard(long position)
    {
        while (_position < position)
        {
            int count = ReadForward(_stream, _discarded.AsSpan(0, (int)Math.Min(_discarded.Length, position - _position)));
            if (count == 0)
            {
                Length = Math.Min(Length, _position);
                break;
            }

            _position += count;
        }
    }
}
