using System.Globalization;
using ContourFlow.Contouring.Cases;

namespace ContourFlow.Contouring.RtObjects;

/// <summary>What names an image with one plane: an instance, or an instance and one of its frames.</summary>
internal static class ImageKey
{
    /// <summary>The key of an image: its SOP Instance UID, with "frame N" where it is a frame.</summary>
    public static string Of(string sopInstanceUid, ImageFrame? frame) =>
        frame is { } one ? Of(sopInstanceUid, one.Number) : sopInstanceUid;

    /// <summary>The keys that an item of an image reference names: the instance, or its frames where it says which.</summary>
    public static IEnumerable<string> Named(DicomDataset reference)
    {
        var uid = reference.Text(DicomTag.ReferencedSOPInstanceUID);
        if (uid.Length == 0) return [];
        var frames = reference.Texts(DicomTag.ReferencedFrameNumber);
        return frames.IsEmpty ? [uid] : frames.Select(text => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? Of(uid, number) : uid);
    }

    private static string Of(string uid, int frame) => string.Create(CultureInfo.InvariantCulture, $"{uid} frame {frame}");
}
