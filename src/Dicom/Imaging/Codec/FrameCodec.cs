using ContourFlow.Dicom.IO.Buffer;

namespace ContourFlow.Dicom.Imaging.Codec;

/// <summary>What all codecs share: frame by frame, faults that name the frame, and attributes that say what came out.</summary>
internal abstract class FrameCodec(DicomTransferSyntax syntax) : IDicomCodec
{
    public string Name => TransferSyntax.UID.Name;

    public DicomTransferSyntax TransferSyntax { get; } = syntax;

    /// <summary>Why this codec does not work here, with what to do about it; <c>null</c> where it works.</summary>
    public virtual string? WhyUnavailable => null;

    public DicomCodecParams? GetDefaultParameters() => null;

    public virtual void Encode(DicomPixelData oldPixelData, DicomPixelData newPixelData, DicomCodecParams? parameters) =>
        throw new DicomDataException($"{Name} ({TransferSyntax.UID.UID}) is decoded and not encoded.");

    public void Decode(DicomPixelData oldPixelData, DicomPixelData newPixelData, DicomCodecParams? parameters)
    {
        ArgumentNullException.ThrowIfNull(oldPixelData);
        ArgumentNullException.ThrowIfNull(newPixelData);
        long compressed = 0;
        long plain = 0;
        DecodedFrame? first = null;
        bool? lossy = false;
        for (int frame = 0; frame < oldPixelData.NumberOfFrames; frame++)
        {
            IByteBuffer stream = oldPixelData.GetFrame(frame);
            DecodedFrame decoded = DecodeFrame(oldPixelData, frame, stream);
            compressed += stream.Size;
            plain += decoded.Bytes.Length;
            first ??= decoded with { Bytes = [] };
            if (decoded.Photometric != first.Photometric)
                throw Fault(frame, $"it holds {decoded.Photometric}, and the frames before it {first.Photometric}");
            if (plain > uint.MaxValue - 1)
                throw Fault(frame, "the frames up to here take more than the 4 GiB that native pixel data can have");
            if (lossy != true)
                lossy = decoded.IsLossy;
            newPixelData.AddFrame(new MemoryByteBuffer(decoded.Bytes));
        }

        newPixelData.PhotometricInterpretation = first!.Photometric;
        if (newPixelData.SamplesPerPixel > 1)
            newPixelData.PlanarConfiguration = first.Planar;
        SayLoss(newPixelData.Dataset, lossy, (double)plain / compressed);
    }

    /// <summary>Decodes one frame.</summary>
    public DecodedFrame DecodeFrame(DicomPixelData pixels, int frame) => DecodeFrame(pixels, frame, pixels.GetFrame(frame));

    /// <summary>Decodes a stream; faults need not name the frame.</summary>
    protected abstract DecodedFrame Decode(ReadOnlyMemory<byte> stream, FrameShape shape);

    /// <summary>What the samples of a codec that keeps colours apart stand for: chroma is as wide as luma from now on.</summary>
    protected static PhotometricInterpretation FullWidth(PhotometricInterpretation photometric)
    {
        if (photometric == PhotometricInterpretation.YbrFull422)
            return PhotometricInterpretation.YbrFull;
        if (photometric == PhotometricInterpretation.YbrPartial422 || photometric == PhotometricInterpretation.YbrPartial420)
            throw new DicomDataException($"(0028,0004) PhotometricInterpretation {photometric} is not decoded");
        if (photometric == PhotometricInterpretation.YbrRct || photometric == PhotometricInterpretation.YbrIct)
            throw new DicomDataException($"(0028,0004) PhotometricInterpretation {photometric} goes with JPEG 2000 alone");
        return photometric;
    }

    private static DicomDataException Fault(int frame, string what, Exception? cause = null) =>
        new($"(7fe0,0010) PixelData, frame {frame}: {what.TrimEnd('.', ' ')}.", cause);

    private DecodedFrame DecodeFrame(DicomPixelData pixels, int frame, IByteBuffer stream)
    {
        FrameShape shape = FrameShape.Of(pixels);
        if (stream.Size > Array.MaxLength)
            throw Fault(frame, $"the stream has {stream.Size} bytes, more than this toolkit takes");
        try
        {
            return Decode(stream.Data, shape);
        }
        catch (DicomDataException e)
        {
            throw Fault(frame, $"{Name}, {shape.Rows} rows, {shape.Columns} columns and {shape.Samples} sample(s) of {shape.BitsAllocated} bits were to be decoded: {e.Message}", e);
        }
    }

    // PS3.3 C.7.6.1.1.5: what was lost once stays said. What the stream itself shows is said also where the attribute was left out.
    private void SayLoss(DicomDataset dataset, bool? lossy, double ratio)
    {
        string said = dataset.GetSingleValueOrDefault(DicomTag.LossyImageCompression, "");
        bool isLossy = lossy ?? (TransferSyntax.IsLossy && said != "00");
        if (!isLossy)
            return;
        dataset.AddOrUpdate(DicomTag.LossyImageCompression, "01");
        if (!dataset.TryGetValue(DicomTag.LossyImageCompressionRatio, 0, out string? _))
            dataset.AddOrUpdate(DicomTag.LossyImageCompressionRatio, Math.Round((decimal)ratio, 2));
        if (!dataset.TryGetValue(DicomTag.LossyImageCompressionMethod, 0, out string? _) && TransferSyntax.LossyCompressionMethod.Length > 0)
            dataset.AddOrUpdate(DicomTag.LossyImageCompressionMethod, TransferSyntax.LossyCompressionMethod);
    }
}
