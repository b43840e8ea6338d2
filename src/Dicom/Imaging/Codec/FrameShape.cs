namespace ContourFlow.Dicom.Imaging.Codec;

/// <summary>What the attributes say of a frame (PS3.3 C.7.6.3).</summary>
internal sealed record FrameShape
{
    public required int Rows { get; init; }

    public required int Columns { get; init; }

    public required int Samples { get; init; }

    public required int BitsAllocated { get; init; }

    public required int BitsStored { get; init; }

    public required int HighBit { get; init; }

    public required bool IsSigned { get; init; }

    public required PhotometricInterpretation Photometric { get; init; }

    public required PlanarConfiguration Planar { get; init; }

    /// <summary>Bytes of the frame without compression; at most what an array holds.</summary>
    public required int Size { get; init; }

    public int BytesAllocated => BitsAllocated / 8;

    public static FrameShape Of(DicomPixelData pixels)
    {
        if (pixels.BitsAllocated is not (8 or 16 or 32 or 64))
            throw new DicomDataException($"(0028,0100) BitsAllocated is {pixels.BitsAllocated}; compressed pixel data are decoded with 8, 16, 32 and 64.");
        PhotometricInterpretation photometric = pixels.PhotometricInterpretation;
        int samples = pixels.SamplesPerPixel;
        bool colour = photometric.IsColor && photometric != PhotometricInterpretation.PaletteColor;
        if (samples != (colour ? 3 : 1))
            throw new DicomDataException($"(0028,0002) SamplesPerPixel is {samples} and (0028,0004) PhotometricInterpretation is {photometric}, which contradict each other.");
        return new FrameShape
        {
            Rows = pixels.Height,
            Columns = pixels.Width,
            Samples = samples,
            BitsAllocated = pixels.BitsAllocated,
            BitsStored = pixels.BitsStored,
            HighBit = pixels.HighBit,
            IsSigned = pixels.PixelRepresentation == PixelRepresentation.Signed,
            Photometric = photometric,
            Planar = pixels.PlanarConfiguration,
            Size = pixels.UncompressedFrameSize,
        };
    }
}

/// <summary>A frame without compression.</summary>
/// <param name="Bytes">The samples in little endian, as native pixel data have them.</param>
/// <param name="Photometric">What they stand for now.</param>
/// <param name="Planar">How the samples of a pixel lie.</param>
/// <param name="IsLossy">Whether the stream lost something; <c>null</c> where it does not tell.</param>
internal sealed record DecodedFrame(byte[] Bytes, PhotometricInterpretation Photometric, PlanarConfiguration Planar, bool? IsLossy);
