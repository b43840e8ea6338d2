using ContourFlow.Dicom.IO.Buffer;

namespace ContourFlow.Dicom.Imaging;

/// <summary>The pixel data of a data set, by frames: native ones as stored, encapsulated ones as they were encoded.</summary>
public abstract class DicomPixelData
{
    /// <summary>Looks at the pixel data of a data set.</summary>
    protected DicomPixelData(DicomDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        Dataset = dataset;
        Syntax = dataset.InternalTransferSyntax;
    }

    /// <summary>The data set.</summary>
    public DicomDataset Dataset { get; }

    /// <summary>The transfer syntax that the pixels are in.</summary>
    public DicomTransferSyntax Syntax { get; }

    /// <summary>Columns.</summary>
    public ushort Width
    {
        get => Dataset.GetSingleValue<ushort>(DicomTag.Columns);
        set => Dataset.AddOrUpdate(DicomTag.Columns, value);
    }

    /// <summary>Rows.</summary>
    public ushort Height
    {
        get => Dataset.GetSingleValue<ushort>(DicomTag.Rows);
        set => Dataset.AddOrUpdate(DicomTag.Rows, value);
    }

    /// <summary>Number of frames; 1 where the data set does not say.</summary>
    public int NumberOfFrames
    {
        get => Dataset.GetSingleValueOrDefault(DicomTag.NumberOfFrames, 1);
        set => Dataset.AddOrUpdate(DicomTag.NumberOfFrames, value);
    }

    /// <summary>How many bits a value has and takes.</summary>
    public BitDepth BitDepth => new(BitsAllocated, BitsStored, HighBit, PixelRepresentation == PixelRepresentation.Signed);

    /// <summary>Bits that a value takes.</summary>
    public ushort BitsAllocated => Dataset.GetSingleValue<ushort>(DicomTag.BitsAllocated);

    /// <summary>Bits that a value has.</summary>
    public ushort BitsStored
    {
        get => Dataset.GetSingleValueOrDefault(DicomTag.BitsStored, BitsAllocated);
        set => Dataset.AddOrUpdate(DicomTag.BitsStored, value);
    }

    /// <summary>The place of the highest bit.</summary>
    public ushort HighBit
    {
        get => Dataset.GetSingleValueOrDefault(DicomTag.HighBit, (ushort)(BitsStored - 1));
        set => Dataset.AddOrUpdate(DicomTag.HighBit, value);
    }

    /// <summary>Samples of a pixel; 1 where the data set does not say.</summary>
    public ushort SamplesPerPixel
    {
        get => Dataset.GetSingleValueOrDefault(DicomTag.SamplesPerPixel, (ushort)1);
        set => Dataset.AddOrUpdate(DicomTag.SamplesPerPixel, value);
    }

    /// <summary>Whether values are signed.</summary>
    public PixelRepresentation PixelRepresentation
    {
        get => (PixelRepresentation)Dataset.GetSingleValueOrDefault(DicomTag.PixelRepresentation, (ushort)0);
        set => Dataset.AddOrUpdate(DicomTag.PixelRepresentation, (ushort)value);
    }

    /// <summary>How the samples of a colour pixel lie.</summary>
    public PlanarConfiguration PlanarConfiguration
    {
        get => (PlanarConfiguration)Dataset.GetSingleValueOrDefault(DicomTag.PlanarConfiguration, (ushort)0);
        set => Dataset.AddOrUpdate(DicomTag.PlanarConfiguration, (ushort)value);
    }

    /// <summary>What the samples stand for.</summary>
    public PhotometricInterpretation PhotometricInterpretation
    {
        get => PhotometricInterpretation.Parse(Dataset.GetSingleValue<string>(DicomTag.PhotometricInterpretation));
        set => Dataset.AddOrUpdate(DicomTag.PhotometricInterpretation, (value ?? throw new ArgumentNullException(nameof(value))).Value);
    }

    /// <summary>Whether something was lost by compression, now or before.</summary>
    public bool IsLossy => Syntax.IsLossy || Dataset.GetSingleValueOrDefault(DicomTag.LossyImageCompression, "") == "01";

    /// <summary>The method of lossy compression; empty where there is none.</summary>
    public string LossyCompressionMethod => Dataset.TryGetValue(DicomTag.LossyImageCompressionMethod, 0, out string? method) ? method! : Syntax.LossyCompressionMethod;

    /// <summary>The ratio of lossy compression; 1 where there is none.</summary>
    public decimal LossyCompressionRatio => Dataset.TryGetValue(DicomTag.LossyImageCompressionRatio, 0, out decimal ratio) ? ratio : 1;

    /// <summary>Bytes that a value takes.</summary>
    public int BytesAllocated => (BitsAllocated + 7) / 8;

    /// <summary>Bytes of a frame that is not compressed.</summary>
    /// <exception cref="DicomDataException">They are more than an array can hold.</exception>
    public int UncompressedFrameSize
    {
        get
        {
            long pixels = (long)Width * Height * SamplesPerPixel;
            long bytes = BitsAllocated == 1 ? (pixels + 7) / 8 : pixels * BytesAllocated;
            return bytes <= Array.MaxLength ? (int)bytes : throw new DicomDataException($"A frame of {bytes} bytes is more than this toolkit holds.");
        }
    }

    /// <summary>Looks at the pixel data of a data set, or makes room for new ones.</summary>
    /// <exception cref="DicomDataException">There are none, an attribute that describes them is missing or contradicts itself, or their length does not fit rows, columns and frames.</exception>
    public static DicomPixelData Create(DicomDataset dataset, bool newPixelData = false)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (newPixelData)
        {
            bool encapsulated = dataset.InternalTransferSyntax.IsEncapsulated;
            DicomItem made = encapsulated ? new DicomOtherByteFragment(DicomTag.PixelData)
                : dataset.GetSingleValue<ushort>(DicomTag.BitsAllocated) > 8 || !dataset.InternalTransferSyntax.IsExplicitVR
                    ? new DicomOtherWord(DicomTag.PixelData, EmptyBuffer.Value)
                    : new DicomOtherByte(DicomTag.PixelData, EmptyBuffer.Value);
            dataset.AddOrUpdate(made);
            dataset.AddOrUpdate(DicomTag.NumberOfFrames, 0);
            return encapsulated ? new EncapsulatedPixelData(dataset, (DicomFragmentSequence)made) : new NativePixelData(dataset);
        }

        DicomPixelData pixels = dataset.GetDicomItem<DicomItem>(DicomTag.PixelData) switch
        {
            DicomFragmentSequence fragments => new EncapsulatedPixelData(dataset, fragments),
            DicomElement => new NativePixelData(dataset),
            _ => throw new DicomDataException("(7fe0,0010) PixelData is not in the data set."),
        };
        try
        {
            pixels.Check();
        }
        catch (InvalidCastException fault)
        {
            throw new DicomDataException($"An attribute that describes the pixel data has a value representation that it cannot have. {fault.Message}", fault);
        }

        return pixels;
    }

    /// <summary>The bytes of a frame, from 0.</summary>
    /// <exception cref="DicomDataException">There is no such frame.</exception>
    public abstract IByteBuffer GetFrame(int frame);

    /// <summary>Adds a frame behind the others.</summary>
    public abstract void AddFrame(IByteBuffer data);

    /// <summary>Checks that the attributes and the length of the pixel data agree.</summary>
    private protected virtual void Check()
    {
        int allocated = BitsAllocated;
        int stored = BitsStored;
        if (allocated is not (1 or 8 or 16 or 32 or 64))
            throw new DicomDataException($"(0028,0100) BitsAllocated is {allocated}; 1, 8, 16, 32 and 64 are supported.");
        if (stored < 1 || stored > allocated || HighBit >= allocated || HighBit + 1 < stored)
            throw new DicomDataException($"BitsAllocated {allocated}, BitsStored {stored} and HighBit {HighBit} contradict each other.");
        if (Width == 0 || Height == 0 || SamplesPerPixel == 0 || NumberOfFrames < 1)
            throw new DicomDataException($"The image has {Height} rows, {Width} columns, {SamplesPerPixel} samples and {NumberOfFrames} frames; none of them can be zero.");
    }

    private protected void CheckFrame(int frame)
    {
        if (frame < 0 || frame >= NumberOfFrames)
            throw new DicomDataException($"There is no frame {frame}: the image has {NumberOfFrames} frames, counted from 0.");
    }
}
