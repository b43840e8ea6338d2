namespace ContourFlow.Dicom.Imaging.Codec;

/// <summary>Decodes by the native library: the header first, so that room is made only for an image that fits the attributes.</summary>
internal abstract unsafe class NativeCodec(DicomTransferSyntax syntax) : FrameCodec(syntax)
{
    protected delegate int HeaderCall(in NativeCodecs.Input input, out NativeCodecs.Found found, out NativeCodecs.Message message);

    public override string? WhyUnavailable => NativeCodecs.WhyUnavailable;

    private protected static byte[] Samples(ReadOnlyMemory<byte> stream, FrameShape shape, HeaderCall header, NativeCodecs.Call decode, out NativeCodecs.Found found)
    {
        fixed (byte* data = stream.Span)
        {
            var input = new NativeCodecs.Input
            {
                Data = data,
                Size = (ulong)stream.Length,
                Rows = (uint)shape.Rows,
                Columns = (uint)shape.Columns,
                Components = (uint)shape.Samples,
            };
            if (stream.IsEmpty)
                throw new DicomDataException("the stream is empty");
            int status = header(input, out found, out NativeCodecs.Message message);
            Check(status, message);
            if (found.Precision > shape.BitsAllocated)
                throw new DicomDataException($"the stream has {found.Precision} bits a sample");
            byte[] samples = new byte[(long)shape.Rows * shape.Columns * shape.Samples * StoredSamples.BytesOf((int)found.Precision)];
            fixed (byte* room = samples)
            {
                var output = new NativeCodecs.Output { Samples = room, Size = (ulong)samples.Length };
                status = decode(input, output, out found, out message);
            }

            Check(status, message);
            return samples;
        }
    }

    private static void Check(int status, NativeCodecs.Message message)
    {
        if (status == 0)
            return;

        // The caller's faults are ours, and not the file's.
        if (status == 1)
            throw new InvalidOperationException($"The native codec library was called wrongly: {message}.");
        throw new DicomDataException(message.ToString());
    }
}
