using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace ContourFlow.Dicom.IO.Buffer;

/// <summary>The bytes of another buffer with the bytes of each number in the opposite order.</summary>
internal sealed class SwappedByteBuffer(IByteBuffer inner, int unit) : IByteBuffer
{
    private const int Block = 65536;

    /// <summary>The buffer in its own order.</summary>
    public IByteBuffer Inner => inner;

    public bool IsMemory => inner.IsMemory;

    public long Size => inner.Size;

    public byte[] Data
    {
        get
        {
            byte[] data = inner.AsSpan().ToArray();
            Swap(data, unit);
            return data;
        }
    }

    /// <summary>Turns the numbers of 2, 4 or 8 bytes around, in place. Bytes at the end that make no number stay.</summary>
    public static void Swap(Span<byte> bytes, int unit)
    {
        switch (unit)
        {
            case 2:
                Span<ushort> words = MemoryMarshal.Cast<byte, ushort>(bytes);
                BinaryPrimitives.ReverseEndianness(words, words);
                break;
            case 4:
                Span<uint> longs = MemoryMarshal.Cast<byte, uint>(bytes);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
            case 8:
                Span<ulong> very = MemoryMarshal.Cast<byte, ulong>(bytes);
                BinaryPrimitives.ReverseEndianness(very, very);
                break;
        }
    }

    public void GetByteRange(long offset, int count, byte[] output)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Size - offset);

        // Whole numbers are fetched, also where the range begins or ends inside one.
        long first = offset / unit * unit;
        long last = Math.Min(Size, (offset + count + unit - 1) / unit * unit);
        if (first == offset && last == offset + count)
        {
            inner.GetByteRange(offset, count, output);
            Swap(output.AsSpan(0, count), unit);
            return;
        }

        byte[] whole = new byte[last - first];
        inner.GetByteRange(first, whole.Length, whole);
        Swap(whole, unit);
        whole.AsSpan((int)(offset - first), count).CopyTo(output);
    }

    public void CopyToStream(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        byte[] block = new byte[Math.Min(Size, Block)];
        for (long done = 0; done < Size;)
        {
            int count = (int)Math.Min(block.Length, Size - done);
            GetByteRange(done, count, block);
            stream.Write(block, 0, count);
            done += count;
        }
    }

    public async Task CopyToStreamAsync(Stream stream, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        byte[] block = new byte[Math.Min(Size, Block)];
        for (long done = 0; done < Size;)
        {
            int count = (int)Math.Min(block.Length, Size - done);
            GetByteRange(done, count, block);
            await stream.WriteAsync(block.AsMemory(0, count), cancellationToken);
            done += count;
        }
    }
}
