using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Cases;

/// <summary>
/// Rescale Slope and Intercept of an image, or of the Pixel Value Transformation of a frame (DICOM PS3.3 C.11.1 and
/// C.7.6.16.2.9); Real World Value Mapping is another matter and is not read.
/// </summary>
/// <param name="Slope">The slope; null when it is absent or empty, NaN when it is no finite number.</param>
/// <param name="Intercept">The intercept, likewise.</param>
internal readonly record struct Rescale(double? Slope, double? Intercept)
{
    /// <summary>Reads the pair; <paramref name="group"/> may be null for a frame without one.</summary>
    public static Rescale Of(DicomDataset? group) => new(Read(group, DicomTag.RescaleSlope), Read(group, DicomTag.RescaleIntercept));

    /// <summary>The rescale of an image or frame.</summary>
    /// <param name="image">The image, or the enhanced image that holds the frame.</param>
    /// <param name="scanned">What is known of it.</param>
    /// <exception cref="CaseDataException">A slope or intercept that is no number, or a slope of zero (bad-attribute).</exception>
    public static Rescale Of(DicomDataset image, ScannedObject scanned)
    {
        var rescale = scanned.Frame is { } frame ? frame.Rescale : Of(image);
        if (rescale.Slope is { } slope && (!double.IsFinite(slope) || slope == 0)) throw Bad("Rescale Slope");
        if (rescale.Intercept is { } intercept && !double.IsFinite(intercept)) throw Bad("Rescale Intercept");
        return rescale;

        CaseDataException Bad(string attribute) => new(
            ReasonCodes.BadAttribute,
            $"{scanned.Modality} image {scanned.ImageName} has a {attribute} that is zero or no number, so that its values mean nothing. Export it again.");
    }

    private static double? Read(DicomDataset? group, DicomTag tag)
    {
        if (group is null) return null;
        if (group.Number(tag) is { } value) return value;
        return group.Text(tag).Length == 0 ? null : double.NaN;
    }
}
