using ContourFlow.Contouring.Faults;

namespace ContourFlow.Contouring.Cases;

/// <summary>
/// Reads an MR image's pixels as numbers in arbitrary units: stored value times slope plus intercept where the image
/// states them, else as stored. Either sense of grey is read as it is.
/// </summary>
internal sealed class MrValueReading
{
    private readonly bool _allowLossy;
    private int _lossy;

    /// <summary>Reads by the protocol's rules.</summary>
    /// <param name="allowLossy">Whether images that lost something by compression are read.</param>
    public MrValueReading(bool allowLossy) => _allowLossy = allowLossy;

    /// <summary>Number of images that went through lossy compression.</summary>
    public int LossyImages => _lossy;

    /// <summary>Reads the values of an image, rows × columns, row by row; all finite.</summary>
    /// <param name="image">The image, or the enhanced image that holds the frame.</param>
    /// <param name="scanned">What is known of the image or frame.</param>
    /// <exception cref="CaseDataException">
    /// Pixels as <see cref="StoredPixels.Read"/> refuses them, that lost something by compression (pixels-lossy), that
    /// are all equal (mr-no-contrast), or whose rescale is no rescale (bad-attribute).
    /// </exception>
    public float[] Read(DicomDataset image, ScannedObject scanned)
    {
        if (PixelFrames.AreLossy(image))
        {
            if (!_allowLossy)
                throw new CaseDataException(ReasonCodes.PixelsLossy, $"MR image {scanned.ImageName} went through lossy compression, and the protocol does not allow it. Export the MR from a system that keeps the original.");
            Interlocked.Increment(ref _lossy);
        }

        var pixels = StoredPixels.Read(image, scanned, "MONOCHROME2", "MONOCHROME1");
        var rescale = Rescale.Of(image, scanned);
        var (slope, intercept) = (rescale.Slope ?? 1, rescale.Intercept ?? 0);
        var (least, greatest) = pixels.Format.Range;
        if (!float.IsFinite(Value(least)) || !float.IsFinite(Value(greatest)))
            throw new CaseDataException(ReasonCodes.BadAttribute, $"MR image {scanned.ImageName} has a Rescale Slope or Intercept that takes its values beyond what a number holds. Export it again.");
        var values = pixels.LookUp(pixels.Format.Table(Value));
        if (!values.AsSpan().ContainsAnyExcept(values[0]))
            throw new CaseDataException(MrReasons.NoContrast, $"MR image {scanned.ImageName} has one value everywhere. Export the series again.");
        return values;

        float Value(int stored) => (float)((stored * slope) + intercept);
    }
}
