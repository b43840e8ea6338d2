using System.Runtime.InteropServices;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Cases;

/// <summary>
/// The pixels of one image, or of one frame, as they are stored (DICOM PS3.3 C.7.6.3): decoded where they are
/// compressed, one sample a pixel, 8 or 16 bits.
/// </summary>
internal sealed class StoredPixels
{
    private readonly byte[] _bytes;

    private StoredPixels(PixelFormat format, byte[] bytes, int count)
    {
        Format = format;
        _bytes = bytes;
        Count = count;
    }

    /// <summary>How a value lies in its bits.</summary>
    public PixelFormat Format { get; }

    /// <summary>Number of pixels, rows × columns.</summary>
    public int Count { get; }

    /// <summary>Reads the pixels of an image or frame.</summary>
    /// <param name="image">The image, or the enhanced image that holds the frame. Frames that are not asked for stay on disk.</param>
    /// <param name="scanned">What is known of the image or frame.</param>
    /// <param name="photometric">The Photometric Interpretations that are read.</param>
    /// <exception cref="CaseDataException">
    /// Pixels that are missing, of another kind or of a compression that is not decoded here (pixels-unsupported), or
    /// that are damaged (unreadable-file).
    /// </exception>
    public static StoredPixels Read(DicomDataset image, ScannedObject scanned, params ReadOnlySpan<string> photometric)
    {
        var header = scanned.Image!;
        if (scanned.Frame is null && header.Frames != 1) throw Unsupported(scanned, $"has {header.Frames} frames");
        if (image.GetDicomItem<DicomItem>(DicomTag.PixelData) is null) throw Unsupported(scanned, "has no pixel data");
        var faults = FaultsOf(scanned);
        var pixels = PixelFrames.Described(image, faults);
        var stated = image.Text(DicomTag.PhotometricInterpretation);
        if (pixels.SamplesPerPixel != 1 || !photometric.Contains(stated))
        {
            throw Unsupported(
                scanned,
                $"has {pixels.SamplesPerPixel} sample(s) a pixel of {(stated.Length == 0 ? "no stated kind" : stated)}; one of {string.Join(" or ", photometric!)} is read");
        }

        if (pixels.BitsAllocated is not (8 or 16)) throw Unsupported(scanned, $"has {pixels.BitsAllocated} bits a pixel; 8 and 16 are read");
        var format = new PixelFormat(pixels.BitsAllocated, pixels.BitsStored, pixels.HighBit, pixels.PixelRepresentation == PixelRepresentation.Signed);
        if (!format.IsPossible)
            throw Unsupported(scanned, $"says that {format.Stored} bits up to bit {format.High} of {format.Allocated} are used, which cannot be");

        var size = (long)header.Rows * header.Columns * (format.Allocated / 8);
        var bytes = PixelFrames.Of(pixels, (scanned.Frame?.Frame.Number ?? 1) - 1, faults);
        if (bytes.Length < size) throw Unsupported(scanned, $"has {bytes.Length} bytes of pixels; {header.Rows} x {header.Columns} need {size}");
        return new(format, bytes, header.Rows * header.Columns);
    }

    /// <summary>Looks every pixel up, row by row.</summary>
    /// <param name="byPattern">What each bit pattern stands for, as <see cref="PixelFormat.Table"/> makes it.</param>
    public T[] LookUp<T>(T[] byPattern)
    {
        var values = new T[Count];
        if (Format.Allocated == 8)
        {
            for (var i = 0; i < values.Length; i++) values[i] = byPattern[_bytes[i]];
        }
        else
        {
            var words = MemoryMarshal.Cast<byte, ushort>(_bytes.AsSpan(0, Count * 2));
            for (var i = 0; i < values.Length; i++) values[i] = byPattern[words[i]];
        }

        return values;
    }

    private static PixelFrameFaults FaultsOf(ScannedObject scanned) => new(
        fault => new(ReasonCodes.PixelsUnsupported, $"{Name(scanned)} has pixels that do not fit what it says of them: {fault.Message} Export it again.", fault),
        fault => new(ReasonCodes.PixelsUnsupported, $"{Name(scanned)} cannot be decoded. {fault.Message} Or export {Series(scanned)} uncompressed.", fault),
        fault => new(ReasonCodes.UnreadableFile, $"{Name(scanned)} cannot be decoded. {fault.Message} Export it again.", fault));

    private static CaseDataException Unsupported(ScannedObject scanned, string what) =>
        new(ReasonCodes.PixelsUnsupported, $"{Name(scanned)} {what}. Export {Series(scanned)} as plain images.");

    private static string Name(ScannedObject scanned) => $"{scanned.Modality} image {scanned.ImageName}";

    private static string Series(ScannedObject scanned) => scanned.Modality == "CT" ? "the planning CT" : $"the {scanned.Modality} series";
}

/// <summary>How a pixel's value lies in its bits (DICOM PS3.5 8.1.1).</summary>
/// <param name="Allocated">Bits Allocated.</param>
/// <param name="Stored">Bits Stored.</param>
/// <param name="High">High Bit.</param>
/// <param name="IsSigned">Pixel Representation 1: two's complement.</param>
internal readonly record struct PixelFormat(int Allocated, int Stored, int High, bool IsSigned)
{
    /// <summary>True when the bits stored lie within the bits allocated.</summary>
    public bool IsPossible => Stored >= 1 && High >= Stored - 1 && High < Allocated;

    /// <summary>The least and the greatest value that can be stored.</summary>
    public (int Least, int Greatest) Range => IsSigned ? (-(1 << (Stored - 1)), (1 << (Stored - 1)) - 1) : (0, (1 << Stored) - 1);

    /// <summary>What every bit pattern of the bits allocated stands for; bits beside the stored ones (overlays of old files) say nothing.</summary>
    /// <param name="meaning">What a stored value stands for.</param>
    public T[] Table<T>(Func<int, T> meaning)
    {
        var table = new T[1 << Allocated];
        var shift = High + 1 - Stored;
        for (var pattern = 0; pattern < table.Length; pattern++)
        {
            var value = (pattern >> shift) & ((1 << Stored) - 1);
            if (IsSigned && (value & (1 << (Stored - 1))) != 0) value -= 1 << Stored;
            table[pattern] = meaning(value);
        }

        return table;
    }
}
