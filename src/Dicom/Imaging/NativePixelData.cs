using ContourFlow.Dicom.IO.Buffer;

namespace ContourFlow.Dicom.Imaging;

/// <summary>Native pixel data (PS3.5 8.1): the frames one behind the other.</summary>
internal sealed class NativePixelData(DicomDataset dataset) : DicomPixelData(dataset)
{
    private IByteBuffer Bytes => Dataset.GetDicomItem<DicomElement>(DicomTag.PixelData)!.Buffer;

    public override IByteBuffer GetFrame(int frame)
    {
        CheckFrame(frame);
        int size = UncompressedFrameSize;
        IByteBuffer bytes = Bytes;
        if (NumberOfFrames == 1 && bytes.Size == size)
            return bytes;
        byte[] data = new byte[size];
        if (BitsAllocated == 1 && ((long)Width * Height * SamplesPerPixel) % 8 != 0)
            CopyBits(bytes, frame, data);
        else
            bytes.GetByteRange((long)frame * size, size, data);
        return new MemoryByteBuffer(data);
    }

    public override void AddFrame(IByteBuffer data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Size != UncompressedFrameSize)
            throw new DicomDataException($"A frame of {data.Size} bytes does not fit: {Height} rows, {Width} columns and {BitsAllocated} bits take {UncompressedFrameSize}.");
        DicomElement old = Dataset.GetDicomItem<DicomElement>(DicomTag.PixelData)!;

        // Flat, however many frames come.
        IByteBuffer all = old.Buffer switch
        {
            { Size: 0 } => data,
            CompositeByteBuffer several => new CompositeByteBuffer([.. several.Buffers, data]),
            IByteBuffer one => new CompositeByteBuffer(one, data),
        };
        Dataset.AddOrUpdate(ReferenceEquals(old.ValueRepresentation, DicomVR.OW) ? new DicomOtherWord(DicomTag.PixelData, all) : new DicomOtherByte(DicomTag.PixelData, all));
        NumberOfFrames++;
    }

    private protected override void Check()
    {
        base.Check();
        long pixels = (long)Width * Height * SamplesPerPixel * NumberOfFrames;
        long expected = BitsAllocated == 1 ? (pixels + 7) / 8 : pixels * BytesAllocated;
        long size = Bytes.Size;

        // Chroma of half the width takes less: two samples a pixel instead of three (PS3.3 C.7.6.3.1.2).
        if (SamplesPerPixel == 3 && Dataset.GetSingleValueOrDefault(DicomTag.PhotometricInterpretation, "") is "YBR_FULL_422" or "YBR_PARTIAL_422" && size == expected / 3 * 2)
            throw new DicomDataException("(0028,0004) PhotometricInterpretation: native pixel data with chroma of half the width are not supported.");
        if (size != expected && size != expected + (expected & 1) && !IsPadded(expected, size))
            throw new DicomDataException($"(7fe0,0010) PixelData has {size} bytes, but {Height} rows, {Width} columns, {SamplesPerPixel} samples, {NumberOfFrames} frames and {BitsAllocated} bits take {expected}.");
    }

    // Some archives fill pixel data up with zeros. As much as a frame of them could be one that Number of Frames leaves out.
    private bool IsPadded(long expected, long size)
    {
        if (size < expected || size - expected >= UncompressedFrameSize)
            return false;
        byte[] rest = new byte[size - expected];
        Bytes.GetByteRange(expected, rest.Length, rest);
        return !rest.AsSpan().ContainsAnyExcept((byte)0);
    }

    // Frames of single bits follow each other without a gap, so one can begin inside a byte.
    private void CopyBits(IByteBuffer bytes, int frame, byte[] data)
    {
        long count = (long)Width * Height * SamplesPerPixel;
        ReadOnlySpan<byte> all = bytes.AsSpan();
        for (long i = 0; i < count; i++)
        {
            long bit = (frame * count) + i;
            if ((all[(int)(bit >> 3)] & (1 << (int)(bit & 7))) != 0)
                data[i >> 3] |= (byte)(1 << (int)(i & 7));
        }
    }
}
