using System.Collections.Concurrent;
using ContourFlow.Contouring.Faults;

namespace ContourFlow.Contouring.Cases;

/// <summary>
/// Reads a CT image's pixels as Hounsfield values: stored value times slope plus intercept, rounded (halves away
/// from zero) and clamped to 16 bits. A table of all stored values is made once for each way of storing them, so
/// that every image of a series costs one look-up a pixel.
/// </summary>
internal sealed class HounsfieldReading
{
    private readonly ConcurrentDictionary<(PixelFormat Format, double Slope, double Intercept), short[]> _tables = new();
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
    /// Pixels as <see cref="StoredPixels.Read"/> refuses them, that lost something by compression (pixels-lossy), or
    /// whose rescale is no rescale (bad-attribute).
    /// </exception>
    public short[] Read(DicomDataset image, ScannedObject scanned)
    {
        CheckLoss(image, scanned);
        var pixels = StoredPixels.Read(image, scanned, "MONOCHROME2");
        var (slope, intercept) = Rescale.Of(image, scanned);
        if (slope is null || intercept is null) Interlocked.Increment(ref _withoutRescale);
        return pixels.LookUp(_tables.GetOrAdd((pixels.Format, slope ?? 1, intercept ?? 0), Table));
    }

    private void CheckLoss(DicomDataset image, ScannedObject scanned)
    {
        if (!PixelFrames.AreLossy(image)) return;
        Interlocked.Increment(ref _lossy);
        if (_allowLossy) return;
        throw new CaseDataException(
            ReasonCodes.PixelsLossy,
            $"CT image {scanned.ImageName} went through lossy compression, and the protocol does not allow it. Export the planning CT without compression or with a lossless one, from a system that keeps the original.");
    }

    private static short[] Table((PixelFormat Format, double Slope, double Intercept) storing) => storing.Format.Table(value =>
    {
        var hounsfield = Math.Round((value * storing.Slope) + storing.Intercept, MidpointRounding.AwayFromZero);
        return (short)Math.Clamp(hounsfield, short.MinValue, short.MaxValue);
    });
}
