using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Cases;

/// <summary>
/// Reads a CT image's pixels as Hounsfield values: stored value times slope plus intercept, rounded (halves away
/// from zero) and clamped to 16 bits. A table of all stored values is made once for each way of storing them, so
/// that every image of a series costs one look-up a pixel.
/// </summary>
internal sealed class HounsfieldReading
{
    private readonly ConcurrentDictionary<Storing, short[]> _tables = new();
    private int _withoutRescale;

    /// <summary>Number of images without Rescale Slope or Intercept, read with 1 and 0.</summary>
    public int ImagesWithoutRescale => _withoutRescale;

    /// <summary>Reads the values of an image, rows × columns, row by row.</summary>
    /// <exception cref="CaseDataException">Pixels that are compressed, missing or of a kind no CT has (pixels-unsupported).</exception>
    /// <param name="image">The image, or the enhanced image that holds the frame.</param>
    /// <param name="scanned">What is known of the image or frame.</param>
    public short[] Read(DicomDataset image, ScannedObject scanned)
    {
        var uid = scanned.ImageName;
        var header = scanned.Image!;
        var syntax = image.InternalTransferSyntax;
        if (syntax.IsEncapsulated)
            throw Unsupported(uid, $"is stored compressed ({syntax.UID.Name}, {syntax.UID.UID})");
        if (image.Text(DicomTag.LossyImageCompression) == "01")
            throw Unsupported(uid, "went through lossy compression");
        if (scanned.Frame is null && header.Frames != 1) throw Unsupported(uid, $"has {header.Frames} frames");

        var samples = image.WholeNumber(DicomTag.SamplesPerPixel) ?? 1;
        var photometric = image.Text(DicomTag.PhotometricInterpretation);
        if (samples != 1 || photometric != "MONOCHROME2")
            throw Unsupported(uid, $"has {samples} sample(s) a pixel of {(photometric.Length == 0 ? "no stated kind" : photometric)}; a CT has one of MONOCHROME2");
        var allocated = image.WholeNumber(DicomTag.BitsAllocated) ?? 0;
        if (allocated is not (8 or 16)) throw Unsupported(uid, $"has {allocated} bits a pixel; 8 and 16 are read");
        var stored = image.WholeNumber(DicomTag.BitsStored) ?? allocated;
        var high = image.WholeNumber(DicomTag.HighBit) ?? stored - 1;
        if (stored < 1 || high < stored - 1 || high >= allocated)
            throw Unsupported(uid, $"says that {stored} bits up to bit {high} of {allocated} are used, which cannot be");
        var isSigned = image.WholeNumber(DicomTag.PixelRepresentation) == 1;

        var (slope, intercept) = scanned.Frame is { } frame
            ? (frame.Slope, frame.Intercept)
            : (image.Number(DicomTag.RescaleSlope), image.Number(DicomTag.RescaleIntercept));
        if (slope is null || intercept is null) Interlocked.Increment(ref _withoutRescale);

        var buffer = image.GetDicomItem<DicomElement>(DicomTag.PixelData)?.Buffer
            ?? throw Unsupported(uid, "has no pixel data");
        var size = (long)header.Rows * header.Columns * (allocated / 8);
        if (buffer.Size < (Int128)size * header.Frames)
            throw Unsupported(uid, $"has {buffer.Size} bytes of pixels; {header.Frames} x {header.Rows} x {header.Columns} need {(Int128)size * header.Frames}");
        var count = header.Rows * header.Columns;
        var pixels = scanned.Frame is { } one ? FrameBytes(buffer, one.Frame, checked((int)size)) : buffer.Data;

        var table = _tables.GetOrAdd(new(allocated, stored, high, isSigned, slope ?? 1, intercept ?? 0), Table);
        var values = new short[count];
        if (allocated == 8)
        {
            for (var i = 0; i < values.Length; i++) values[i] = table[pixels[i]];
        }
        else
        {
            var words = MemoryMarshal.Cast<byte, ushort>(pixels.AsSpan(0, count * 2));
            for (var i = 0; i < values.Length; i++) values[i] = table[words[i]];
        }

        return values;
    }

    private static byte[] FrameBytes(IByteBuffer buffer, ImageFrame frame, int size)
    {
        var bytes = new byte[size];
        buffer.GetByteRange((long)(frame.Number - 1) * size, size, bytes);
        return bytes;
    }

    private static short[] Table(Storing storing)
    {
        var table = new short[1 << storing.Allocated];
        var shift = storing.High + 1 - storing.Stored;
        for (var pattern = 0; pattern < table.Length; pattern++)
        {
            var value = (pattern >> shift) & ((1 << storing.Stored) - 1);
            if (storing.IsSigned && (value & (1 << (storing.Stored - 1))) != 0) value -= 1 << storing.Stored;
            var hounsfield = Math.Round((value * storing.Slope) + storing.Intercept, MidpointRounding.AwayFromZero);
            table[pattern] = (short)Math.Clamp(hounsfield, short.MinValue, short.MaxValue);
        }

        return table;
    }

    private static CaseDataException Unsupported(string uid, string what) => new(
        ReasonCodes.PixelsUnsupported,
        $"CT image {uid} {what}. Export the planning CT as plain, uncompressed images.");

    private readonly record struct Storing(int Allocated, int Stored, int High, bool IsSigned, double Slope, double Intercept);
}
