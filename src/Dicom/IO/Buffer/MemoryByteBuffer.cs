using System.Runtime.InteropServices;

namespace ContourFlow.Dicom.IO.Buffer;

/// <summary>Bytes of an array.</summary>
public sealed class MemoryByteBuffer : IByteBuffer
{
    /// <summary>Makes a buffer that keeps <paramref name="data"/>; it is not copied.</summary>
    public MemoryByteBuffer(byte[] data)
    {
        ArgumentNullException.ThrowIfNull(data);
        Data = data;
    }

    /// <inheritdoc/>
    public bool IsMemory => true;

    /// <inheritdoc/>
    public byte[] Data { get; }

    /// <inheritdoc/>
    public long Size => Data.Length;

    /// <inheritdoc/>
    public void GetByteRange(long offset, int count, byte[] output) => Data.AsSpan(checked((int)offset), count).CopyTo(output);

    /// <inheritdoc/>
    public void CopyToStream(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        stream.Write(Data);
    }

    /// <inheritdoc/>
    public Task CopyToStreamAsync(Stream stream, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return stream.WriteAsync(Data, cancellationToken).AsTask();
    }
}

/// <summary>No bytes.</summary>
public sealed class EmptyBuffer : IByteBuffer
{
    /// <summary>The one of its kind.</summary>
    public static readonly IByteBuffer Value = new EmptyBuffer();

    private EmptyBuffer()
    {
    }

    /// <inheritdoc/>
    public bool IsMemory => true;

    /// <inheritdoc/>
    public byte[] Data => [];

    /// <inheritdoc/>
    public long Size => 0;

    /// <inheritdoc/>
    public void GetByteRange(long offset, int count, byte[] output)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(offset, 0);
        ArgumentOutOfRangeException.ThrowIfNotEqual(count, 0);
    }

    /// <inheritdoc/>
    public void CopyToStream(Stream stream)
    {
        // Nothing to copy.
    }

    /// <inheritdoc/>
    public Task CopyToStreamAsync(Stream stream, CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>A part of a larger array, as the reader leaves it: many small values share one block of the file.</summary>
internal sealed class SliceByteBuffer(ReadOnlyMemory<byte> memory) : IByteBuffer
{
    public bool IsMemory => true;

    public ReadOnlyMemory<byte> Memory => memory;

    public byte[] Data =>
        MemoryMarshal.TryGetArray(memory, out ArraySegment<byte> segment) && segment.Offset == 0 && segment.Count == segment.Array!.Length
            ? segment.Array
            : memory.ToArray();

    public long Size => memory.Length;

    public void GetByteRange(long offset, int count, byte[] output) => memory.Span.Slice(checked((int)offset), count).CopyTo(output);

    public void CopyToStream(Stream stream) => stream.Write(memory.Span);

    public Task CopyToStreamAsync(Stream stream, CancellationToken cancellationToken) => stream.WriteAsync(memory, cancellationToken).AsTask();
}

/// <summary>Ways to look at buffers without copying them.</summary>
internal static class ByteBufferSpans
{
    /// <summary>The bytes, without a copy where they are in memory.</summary>
    public static ReadOnlySpan<byte> AsSpan(this IByteBuffer buffer) => buffer is SliceByteBuffer slice ? slice.Memory.Span : buffer.Data;

    /// <summary>The bytes, without a copy where they are in memory.</summary>
    public static ReadOnlyMemory<byte> AsMemory(this IByteBuffer buffer) => buffer is SliceByteBuffer slice ? slice.Memory : buffer.Data;
}
