using System.Collections.Concurrent;
using ContourFlow.Contouring.Faults;

namespace ContourFlow.Contouring.Cases;

/// <summary>
/// Opens the files of chosen images again. An enhanced image is opened once for all its frames, and its pixels are
/// left in the file.
/// </summary>
internal sealed class ImageFiles
{
    private readonly ConcurrentDictionary<string, Lazy<DicomDataset>> _enhanced = new(StringComparer.Ordinal);

    /// <summary>Reads something of an image's data set.</summary>
    /// <exception cref="CaseDataException">The file could be read at first and no more (unreadable-file).</exception>
    public T Read<T>(ScannedObject image, Func<DicomDataset, T> read)
    {
        try
        {
            return read(image.Frame is null
                ? DicomFile.Open(image.Path, FileReadOption.ReadAll).Dataset
                : _enhanced.GetOrAdd(image.Path, path => new(() => DicomFile.Open(path, FileReadOption.ReadLargeOnDemand).Dataset)).Value);
        }
        catch (Exception fault) when (fault is DicomException or IOException or UnauthorizedAccessException)
        {
            throw new CaseDataException(ReasonCodes.UnreadableFile, $"{image.File} could be read at first and no more: {fault.Message}", fault);
        }
    }

    /// <summary>The image's data set without pixel data and without what is said of single frames; a copy of its own.</summary>
    /// <exception cref="CaseDataException">As <see cref="Read"/>.</exception>
    public static DicomDataset Header(ScannedObject image) => new ImageFiles().Read(image, dataset =>
    {
        dataset.Remove(DicomTag.PixelData, DicomTag.DataSetTrailingPadding, DicomTag.PerFrameFunctionalGroupsSequence);
        return dataset;
    });
}
