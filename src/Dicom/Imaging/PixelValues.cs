using System.Runtime.InteropServices;
using ContourFlow.Dicom.Imaging.Codec;
using ContourFlow.Dicom.IO.Buffer;

namespace ContourFlow.Dicom.Imaging;

/// <summary>
/// The pixel values of one frame of one sample, decoded where it is compressed, row by row: bits stored cut out and their sign extended, then
/// the rescale slope and intercept applied where they are asked for (PS3.3 C.11.1.1.2).
/// </summary>
/// <remarks>Pixel Padding Value is treated as any other value: it is for the caller to know.</remarks>
internal sealed class PixelValues
{
    private readonly int[] _stored;

    private PixelValues(int rows, int columns, double slope, double intercept, int[] stored)
    {
        Rows = rows;
        Columns = columns;
        Slope = slope;
        Intercept = intercept;
        _stored = stored;
    }

    /// <summary>Rows.</summary>
    public int Rows { get; }

    /// <summary>Columns.</summary>
    public int Columns { get; }

    /// <summary>Rescale Slope; 1 where there is none.</summary>
    public double Slope { get; }

    /// <summary>Rescale Intercept; 0 where there is none.</summary>
    public double Intercept { get; }

    /// <summary>The values as stored, row by row.</summary>
    public ReadOnlySpan<int> Stored => _stored;

    /// <summary>Reads a frame.</summary>
    /// <exception cref="DicomDataException">The pixel data cannot be decoded, have several samples, or take other than 8, 16 or 32 bits; or the rescale is not a number or has the slope zero.</exception>
    public static PixelValues Of(DicomPixelData pixels, int frame = 0)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        if (pixels.SamplesPerPixel != 1)
            throw new DicomDataException($"The image has {pixels.SamplesPerPixel} samples a pixel; values are read of images with one.");
        if (pixels.BitsAllocated is not (8 or 16 or 32))
            throw new DicomDataException($"(0028,0100) BitsAllocated is {pixels.BitsAllocated}; values are read of 8, 16 and 32.");
        bool signed = pixels.PixelRepresentation == PixelRepresentation.Signed;
        if (pixels is { BitsAllocated: 32, BitsStored: 32 } && !signed)
            throw new DicomDataException("(0028,0101) BitsStored is 32 without a sign; values are read of up to 31.");
        double slope = Number(pixels.Dataset, DicomTag.RescaleSlope, 1);
        double intercept = Number(pixels.Dataset, DicomTag.RescaleIntercept, 0);
        if (slope == 0)
            throw new DicomDataException("(0028,1053) RescaleSlope is zero.");

        int count = pixels.Width * pixels.Height;
        int[] stored = new int[count];
        ReadOnlySpan<byte> bytes = DicomTranscoder.DecodeFrame(pixels, pixels.Syntax, frame).AsSpan();
        Spread(bytes, pixels.BitsAllocated, stored, 31 - pixels.HighBit, 32 - pixels.BitsStored, signed);
        return new PixelValues(pixels.Height, pixels.Width, slope, intercept, stored);
    }

    /// <summary>Reads the first frame of a data set.</summary>
    /// <exception cref="DicomDataException">As <see cref="Of(DicomPixelData, int)"/>, or there are no pixel data.</exception>
    public static PixelValues Of(DicomDataset dataset) => Of(DicomPixelData.Create(dataset));

    /// <summary>The values after slope and intercept, such as Hounsfield units of a CT.</summary>
    public double[] ToDoubles()
    {
        double[] result = new double[_stored.Length];
        for (int i = 0; i < result.Length; i++)
            result[i] = (_stored[i] * Slope) + Intercept;
        return result;
    }

    /// <summary>The values after slope and intercept, rounded to whole numbers (half to even) and held within the range of 16 bits.</summary>
    public short[] ToShorts()
    {
        short[] result = new short[_stored.Length];
        if (Slope == 1 && Intercept == Math.Truncate(Intercept) && Math.Abs(Intercept) < 1 << 20)
        {
            // The usual CT: whole numbers stay whole.
            int offset = (int)Intercept;
            for (int i = 0; i < result.Length; i++)
                result[i] = (short)Math.Clamp((long)_stored[i] + offset, short.MinValue, short.MaxValue);
            return result;
        }

        for (int i = 0; i < result.Length; i++)
            result[i] = (short)Math.Clamp(Math.Round((_stored[i] * Slope) + Intercept), short.MinValue, short.MaxValue);
        return result;
    }

    // One loop for each size, without a choice inside it: a case has some hundred slices of a quarter million pixels.
    // Bits above the high bit may hold anything (overlays, in old files): they are shifted out.
    private static void Spread(ReadOnlySpan<byte> bytes, int bits, int[] stored, int left, int right, bool signed)
    {
        // An arithmetic shift extends the sign; a logical one does not.
        if (bits == 8)
        {
            for (int i = 0; i < stored.Length; i++)
                stored[i] = Cut(bytes[i], left, right, signed);
        }
        else if (bits == 16)
        {
            ReadOnlySpan<ushort> words = MemoryMarshal.Cast<byte, ushort>(bytes)[..stored.Length];
            for (int i = 0; i < stored.Length; i++)
                stored[i] = Cut(words[i], left, right, signed);
        }
        else
        {
            ReadOnlySpan<int> words = MemoryMarshal.Cast<byte, int>(bytes)[..stored.Length];
            for (int i = 0; i < stored.Length; i++)
                stored[i] = Cut(words[i], left, right, signed);
        }
    }

    private static int Cut(int bits, int left, int right, bool signed) => signed ? (bits << left) >> right : (bits << left) >>> right;

    private static double Number(DicomDataset dataset, DicomTag tag, double missing)
    {
        if (dataset.GetDicomItem<DicomElement>(tag) is not { Count: > 0 } element)
            return missing;
        return element.Get<double>(0);
    }
}
