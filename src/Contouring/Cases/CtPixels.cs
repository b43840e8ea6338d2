using ContourFlow.Contouring.Faults;

namespace ContourFlow.Contouring.Cases;

/// <summary>Reads the images of a planning CT with their pixels, from any thread.</summary>
/// <param name="options">The protocol's rules.</param>
internal sealed class CtPixels(CaseReadOptions options)
{
    private readonly HounsfieldReading _reading = new(options.PlanningCt.AllowLossyCompression);
    private readonly ImageFiles _files = new();

    /// <summary>Number of images without Rescale Slope or Intercept, read with 1 and 0.</summary>
    public int ImagesWithoutRescale => _reading.ImagesWithoutRescale;

    /// <summary>Number of images that went through lossy compression.</summary>
    public int LossyImages => _reading.LossyImages;

    /// <summary>Reads an image whose plane has no fault.</summary>
    /// <exception cref="CaseDataException">Pixels that cannot be read.</exception>
    public CtSlice Read(ScannedObject image) => _files.Read(image, dataset => new CtSlice(
        image.SopInstanceUid, image.SopClassUid, image.Image!.Plane!, _reading.Read(dataset, image), image.Image.PositionZ, image.Frame?.Frame));
}
