using ContourFlow.Contouring.Cases;

namespace ContourFlow.Contouring.RtObjects;

/// <summary>An image with one plane, as other objects name it (Image SOP Instance Reference Macro, DICOM PS3.3 table 10-3).</summary>
/// <param name="SopClassUid">Its SOP Class UID.</param>
/// <param name="SopInstanceUid">Its SOP Instance UID.</param>
/// <param name="Frame">Which frame of the instance it is, or null for a single image.</param>
internal readonly record struct ReferencedImage(string SopClassUid, string SopInstanceUid, ImageFrame? Frame)
{
    public static ReferencedImage Of(CtSlice slice) => new(slice.SopClassUid, slice.SopInstanceUid, slice.Frame);

    public static ReferencedImage Of(MrSlice slice) => new(slice.SopClassUid, slice.SopInstanceUid, slice.Frame);

    /// <summary>An item that names the plane: the image, or its frame.</summary>
    public DicomDataset PlaneItem() => Item(Frame is { } frame ? [frame.Number] : []);

    /// <summary>An item for each instance of the images, in order of appearance. Frames are said where not all of them are meant.</summary>
    public static IEnumerable<DicomDataset> InstanceItems(IEnumerable<ReferencedImage> images) =>
        images.GroupBy(image => image.SopInstanceUid, StringComparer.Ordinal).Select(group => InstanceItem([.. group]));

    private static DicomDataset InstanceItem(List<ReferencedImage> planes) =>
        planes[0].Item(planes[0].Frame is { } one && one.Count != planes.Count ? [.. planes.Select(plane => plane.Frame!.Value.Number).Order()] : []);

    private DicomDataset Item(int[] frames)
    {
        var item = new DicomDataset().NotValidated()
            .Add(DicomTag.ReferencedSOPClassUID, SopClassUid)
            .Add(DicomTag.ReferencedSOPInstanceUID, SopInstanceUid);
        return frames.Length == 0 ? item : item.Add(DicomTag.ReferencedFrameNumber, frames);
    }
}
