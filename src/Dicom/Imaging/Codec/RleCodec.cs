using System.Buffers.Binary;
using ContourFlow.Dicom.IO.Buffer;

namespace ContourFlow.Dicom.Imaging.Codec;

/// <summary>RLE Lossless (PS3.5 annex G): every byte of a sample has a segment of its own, most significant first, packed by runs.</summary>
internal sealed class RleCodec() : FrameCodec(DicomTransferSyntax.RLELossless)
{
    private const int HeaderSize = 64;
    private const int MostSegments = 15;

    public override void Encode(DicomPixelData oldPixelData, DicomPixelData newPixelData, DicomCodecParams? parameters)
    {
        ArgumentNullException.ThrowIfNull(oldPixelData);
        ArgumentNullException.ThrowIfNull(newPixelData);
        FrameShape shape = FrameShape.Of(oldPixelData);
        if (shape.Samples * shape.BytesAllocated > MostSegments)
            throw new DicomDataException($"RLE has at most {MostSegments} bytes a pixel; these have {shape.Samples * shape.BytesAllocated}.");
        for (int frame = 0; frame < oldPixelData.NumberOfFrames; frame++)
            newPixelData.AddFrame(new MemoryByteBuffer(Packed(oldPixelData.GetFrame(frame).AsSpan(), shape)));
    }

    protected override DecodedFrame Decode(ReadOnlyMemory<byte> stream, FrameShape shape)
    {
        ReadOnlySpan<byte> bytes = stream.Span;
        int segments = shape.Samples * shape.BytesAllocated;
        if (bytes.Length < HeaderSize)
            throw new DicomDataException($"the stream has {bytes.Length} bytes, less than its header");
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes) != segments)
            throw new DicomDataException($"the stream has {BinaryPrimitives.ReadUInt32LittleEndian(bytes)} segments and not {segments}");

        // Two bytes stand for at most 128: what cannot be in the stream is not made room for.
        if (shape.Size > 64L * bytes.Length)
            throw new DicomDataException($"the stream has {bytes.Length} bytes, too few for the image");
        byte[] frame = new byte[shape.Size];
        long end = bytes.Length;
        for (int segment = segments - 1; segment >= 0; segment--)
        {
            long start = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(4 + (segment * 4))..]);
            if (start < HeaderSize || start > end)
                throw new DicomDataException($"segment {segment} begins at {start}, which is not within the stream or not behind the segment before it");
            (int first, int step) = Place(segment, shape);
            Unpack(bytes[(int)start..(int)end], frame, first, step, shape.Rows * shape.Columns, segment);
            end = start;
        }

        return new DecodedFrame(frame, FullWidth(shape.Photometric), shape.Planar, IsLossy: false);
    }

    // Where the first byte of a segment goes, and how far the next one is from it.
    private static (int First, int Step) Place(int segment, FrameShape shape)
    {
        int sample = segment / shape.BytesAllocated;
        int significance = shape.BytesAllocated - 1 - (segment % shape.BytesAllocated);
        return shape.Planar == PlanarConfiguration.Planar
            ? ((sample * shape.Rows * shape.Columns * shape.BytesAllocated) + significance, shape.BytesAllocated)
            : ((sample * shape.BytesAllocated) + significance, shape.Samples * shape.BytesAllocated);
    }

    // G.3.2
    private static void Unpack(ReadOnlySpan<byte> packed, byte[] frame, int first, int step, int count, int segment)
    {
        int at = 0;
        int done = 0;
        while (done < count)
        {
            if (at >= packed.Length)
                throw new DicomDataException($"segment {segment} ends after {done} of {count} bytes");
            int control = (sbyte)packed[at++];
            if (control == -128)
                continue;
            int run = control < 0 ? 1 - control : control + 1;
            int needed = control < 0 ? 1 : run;
            if (needed > packed.Length - at || run > count - done)
                throw new DicomDataException($"segment {segment} has a run after {done} of {count} bytes that goes beyond its end");
            for (int i = 0; i < run; i++, done++)
                frame[first + (done * step)] = control < 0 ? packed[at] : packed[at + i];
            at += needed;
        }
    }

    private static byte[] Packed(ReadOnlySpan<byte> frame, FrameShape shape)
    {
        var stream = new List<byte>(frame.Length / 2);
        int segments = shape.Samples * shape.BytesAllocated;
        Span<byte> header = stackalloc byte[HeaderSize];
        BinaryPrimitives.WriteInt32LittleEndian(header, segments);
        byte[] row = new byte[shape.Columns];
        for (int segment = 0; segment < segments; segment++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(header[(4 + (segment * 4))..], HeaderSize + stream.Count);
            (int first, int step) = Place(segment, shape);
            for (int y = 0; y < shape.Rows; y++)
            {
                for (int x = 0; x < row.Length; x++)
                    row[x] = frame[first + (((y * shape.Columns) + x) * step)];
                PackRow(row, stream);
            }

            if (stream.Count % 2 != 0)
                stream.Add(0);
        }

        return [.. header, .. stream];
    }

    // G.3.1: rows are packed each for itself. Two alike do not break a literal run, three do.
    private static void PackRow(ReadOnlySpan<byte> row, List<byte> stream)
    {
        int at = 0;
        while (at < row.Length)
        {
            int alike = AlikeAt(row, at);
            if (alike >= 2)
            {
                stream.Add((byte)(1 - alike));
                stream.Add(row[at]);
                at += alike;
                continue;
            }

            int literal = 1;
            while (at + literal < row.Length && literal < 128 && AlikeAt(row, at + literal) < 3)
                literal++;
            stream.Add((byte)(literal - 1));
            stream.AddRange(row.Slice(at, literal));
            at += literal;
        }
    }

    private static int AlikeAt(ReadOnlySpan<byte> row, int at)
    {
        int count = 1;
        while (count < 128 && at + count < row.Length && row[at + count] == row[at])
            count++;
        return count;
    }
}
