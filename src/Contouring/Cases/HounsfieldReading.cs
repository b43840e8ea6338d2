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
    private static readonly DefaultTranscoderManager Codecs = new();
    private readonly ConcurrentDictionary<Storing, short[]> _tables = new();
    private readonly bool _allowLossy;
    private int _withoutRescale;
    private int _lossy;

    /// <summary>Reads by the protocol's rules.</summary>
    /// <param name="allowLossy">Whether images that lost something by compression are read.</param>
    public HounsfieldReading(bool allowLossy = false) => _allowLossy = allowLossy;

    /// <summary>Number of images without Rescale Slope or Intercept, read with 1 and 0.</summary>
    public int ImagesWithoutRescale => _withoutRescale;

    /// <summary>Number of images that went through lossy compression.</summary>
    public int LossyImages => _lossy;

    /// <summary>Reads the values of an image, rows × columns, row by row.</summary>
    /// <param name="image">The image, or the enhanced image that holds the frame.</param>
    /// <param name="scanned">What is known of the image or frame.</param>
    /// <exception cref="CaseDataException">
    /// Pixels that are missing, of a kind no CT has or of a compression that is not decoded here (pixels-unsupported),
    /// that lost something by compression (pixels-lossy), or that are damaged (unreadable-file).
    /// </exception>
    public short[] Read(DicomDataset image, ScannedObject scanned)
    {
        var uid = scanned.ImageName;
        var header = scanned.Image!;
        CheckLoss(uid, image);
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

        var size = (long)header.Rows * header.Columns * (allocated / 8);
        var pixels = Pixels(uid, image, scanned.Frame?.Frame.Number ?? 1);
        var count = header.Rows * header.Columns;
        if (pixels.Length < size) throw Unsupported(uid, $"has {pixels.Length} bytes of pixels; {header.Rows} x {header.Columns} need {size}");

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

    // By the transfer syntax or by the attribute: compression that lost something stays said after decoding.
    private void CheckLoss(string uid, DicomDataset image)
    {
        if (!image.InternalTransferSyntax.IsLossy && image.Text(DicomTag.LossyImageCompression) != "01") return;
        Interlocked.Increment(ref _lossy);
        if (_allowLossy) return;
        throw new CaseDataException(
            ReasonCodes.PixelsLossy,
            $"CT image {uid} went through lossy compression, and the protocol does not allow it. Export the planning CT without compression or with a lossless one, from a system that keeps the original.");
    }

    private static byte[] Pixels(string uid, DicomDataset image, int number)
    {
        var syntax = image.InternalTransferSyntax;
        switch (image.GetDicomItem<DicomItem>(DicomTag.PixelData))
        {
            case DicomElement:
                return Native(uid, image, number);
            case DicomFragmentSequence:
                break;
            default:
                throw Unsupported(uid, "has no pixel data");
        }

        DicomTranscoder transcoder;
        try
        {
            _ = Codecs.GetCodec(syntax);
            transcoder = new(syntax, DicomTransferSyntax.ExplicitVRLittleEndian);
        }
        catch (DicomException fault)
        {
            throw new CaseDataException(ReasonCodes.PixelsUnsupported, $"CT image {uid} cannot be decoded. {fault.Message} Or export the planning CT uncompressed.", fault);
        }

        try
        {
            return transcoder.DecodeFrame(image, number - 1).Data;
        }
        catch (DicomException fault)
        {
            throw new CaseDataException(ReasonCodes.UnreadableFile, $"CT image {uid} cannot be decoded. {fault.Message} Export it again.", fault);
        }
    }

    // Frames that are not asked for stay on disk.
    private static byte[] Native(string uid, DicomDataset image, int number)
    {
        try
        {
            return DicomPixelData.Create(image).GetFrame(number - 1).Data;
        }
        catch (DicomDataException fault)
        {
            throw new CaseDataException(ReasonCodes.PixelsUnsupported, $"CT image {uid} has pixels that do not fit what it says of them: {fault.Message} Export it again.", fault);
        }
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
        $"CT image {uid} {what}. Export the planning CT as plain images.");

    private readonly record struct Storing(int Allocated, int Stored, int High, bool IsSigned, double Slope, double Intercept);
}
