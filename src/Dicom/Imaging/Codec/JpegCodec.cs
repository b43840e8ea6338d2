using System.Runtime.InteropServices;
using JpegLibrary;

namespace ContourFlow.Dicom.Imaging.Codec;

/// <summary>JPEG baseline, extended (8 and 12 bits) and lossless (process 14), by JpegLibrary.</summary>
internal sealed class JpegCodec(DicomTransferSyntax syntax) : FrameCodec(syntax)
{
    protected override DecodedFrame Decode(ReadOnlyMemory<byte> stream, FrameShape shape)
    {
        var jpeg = JpegStream.Of(stream.Span);
        CheckImage(jpeg, shape);

        // A sample takes a bit at least, and a block of 64 two: what cannot be in the stream is not made room for.
        if ((long)jpeg.Rows * jpeg.Columns > stream.Length * (jpeg.IsLossless ? 8L : 256L))
            throw new DicomDataException($"the stream has {stream.Length} bytes, too few for the image");
        PhotometricInterpretation photometric = FullWidth(shape.Photometric);
        if (jpeg.IsSubsampled && photometric != PhotometricInterpretation.YbrFull)
            throw new DicomDataException($"(0028,0004) PhotometricInterpretation is {photometric}, and the stream has components of several sizes");

        ushort[] samples = Samples(jpeg);
        if (jpeg.IsLossless)
            JpegPrediction.Apply(samples, jpeg);
        byte[] bytes = jpeg.Precision > 8 ? MemoryMarshal.AsBytes(samples.AsSpan()).ToArray() : Array.ConvertAll(samples, s => (byte)s);
        byte[] native = StoredSamples.ToNative(bytes, jpeg.Precision, streamSigned: null, shape);
        return new DecodedFrame(native, photometric, PlanarConfiguration.Interleaved, !jpeg.IsLossless);
    }

    private void CheckImage(JpegStream jpeg, FrameShape shape)
    {
        if (jpeg.Rows != shape.Rows || jpeg.Columns != shape.Columns || jpeg.Components != shape.Samples)
            throw new DicomDataException($"the stream holds {jpeg.Rows} rows, {jpeg.Columns} columns and {jpeg.Components} component(s)");
        if (jpeg.Precision > shape.BitsAllocated)
            throw new DicomDataException($"the stream has {jpeg.Precision} bits a sample");
        bool lossless = TransferSyntax == DicomTransferSyntax.JPEGProcess14 || TransferSyntax == DicomTransferSyntax.JPEGProcess14SV1;
        if (jpeg.IsLossless != lossless || (jpeg.IsExtended && TransferSyntax == DicomTransferSyntax.JPEGProcess1))
            throw new DicomDataException("the stream is coded by another process than the transfer syntax says");
    }

    private static ushort[] Samples(JpegStream jpeg)
    {
        var collected = new CollectedSamples(jpeg);
        try
        {
            var decoder = new JpegDecoder();
            decoder.SetInput(jpeg.Prepared);
            decoder.Identify();
            decoder.SetOutputWriter(collected);
            decoder.Decode();
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException or ArgumentException or IndexOutOfRangeException or NullReferenceException or OverflowException or NotSupportedException)
        {
            // A damaged stream makes the decoder stumble in all these ways.
            throw new DicomDataException("the stream is damaged: " + (e is InvalidDataException ? e.Message : "the decoder stumbled over it"), e);
        }

        if (!collected.IsComplete)
            throw new DicomDataException("the stream is damaged: it ends before the image does");
        return collected.Samples;
    }

    // The decoder gives blocks of 8 by 8, also where they reach beyond the image.
    private sealed class CollectedSamples(JpegStream jpeg) : JpegBlockOutputWriter
    {
        private readonly int _greatest = jpeg.IsLossless ? ushort.MaxValue : (1 << jpeg.Precision) - 1;
        private long _written;

        public ushort[] Samples { get; } = new ushort[checked(jpeg.Rows * jpeg.Columns * jpeg.Components)];

        public bool IsComplete => _written == Samples.LongLength;

        public override void WriteBlock(ref short blockRef, int componentIndex, int x, int y)
        {
            ReadOnlySpan<short> block = MemoryMarshal.CreateReadOnlySpan(ref blockRef, 64);
            int width = Math.Min(8, jpeg.Columns - x);
            int height = Math.Min(8, jpeg.Rows - y);
            for (int row = 0; row < height; row++)
            {
                int to = ((((y + row) * jpeg.Columns) + x) * jpeg.Components) + componentIndex;
                for (int column = 0; column < width; column++, to += jpeg.Components)
                {
                    short value = block[(row * 8) + column];
                    Samples[to] = jpeg.IsLossless ? (ushort)value : (ushort)Math.Clamp((int)value, 0, _greatest);
                }
            }

            if (width > 0 && height > 0)
                _written += width * height;
        }
    }
}
