namespace ContourFlow.Dicom.IO.Buffer;

/// <summary>Several buffers, one behind the other.</summary>
public class CompositeByteBuffer : IByteBuffer
{
    /// <summary>Makes a buffer of these.</summary>
    public CompositeByteBuffer(IEnumerable<IByteBuffer> buffers) => Buffers = [.. buffers];

    /// <summary>Makes a buffer of these.</summary>
    public CompositeByteBuffer(params IByteBuffer[] buffers)
        : this((IEnumerable<IByteBuffer>)buffers)
    {
    }

    /// <summary>The parts.</summary>
    public IList<IByteBuffer> Buffers { get; }

    /// <inheritdoc/>
    public bool IsMemory => Buffers.All(b => b.IsMemory);

    /// <inheritdoc/>
    public long Size => Buffers.Sum(b => b.Size);

    /// <inheritdoc/>
    public byte[] Data
    {
        get
        {
            long size = Size;
            if (size > Array.MaxLength)
                throw new DicomDataException($"A value of {size} bytes does not fit into one array.");
            byte[] data = new byte[size];
            int position = 0;
            foreach (IByteBuffer buffer in Buffers)
            {
                buffer.AsSpan().CopyTo(data.AsSpan(position));
                position += (int)buffer.Size;
            }

            return data;
        }
    }

    /// <inheritdoc/>
    public void GetByteRange(long offset, int count, byte[] output)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Size - offset);
        int written = 0;
        foreach (IByteBuffer buffer in Buffers)
        {
            if (offset >= buffer.Size)
            {
                offset -= buffer.Size;
                continue;
            }

            int take = (int)Math.Min(count - written, buffer.Size - offset);
            if (take == 0)
                break;
            byte[] part = new byte[take];
            buffer.GetByteRange(offset, take, part);
            part.CopyTo(output, written);
            written += take;
            offset = 0;
        }
    }

    /// <inheritdoc/>
    public void CopyToStream(Stream stream)
    {
        foreach (IByteBuffer buffer in Buffers)
            buffer.CopyToStream(stream);
    }

    /// <inheritdoc/>
    public async Task CopyToStreamAsync(Stream stream, CancellationToken cancellationToken)
    {
        foreach (IByteBuffer buffer in Buffers)
            await buffer.CopyToStreamAsync(stream, cancellationToken);
    }
}
