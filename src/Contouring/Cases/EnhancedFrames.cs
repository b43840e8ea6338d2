using System.Collections.Immutable;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Cases;

/// <summary>One frame of an enhanced multi-frame image, as its functional groups state it (DICOM PS3.3 C.7.6.16).</summary>
/// <param name="Frame">Which frame of how many.</param>
/// <param name="Image">Its size and plane.</param>
/// <param name="StackId">Stack ID (0020,9056), or empty.</param>
/// <param name="Rescale">Slope and intercept of its Pixel Value Transformation.</param>
internal sealed record FrameHeader(ImageFrame Frame, ImageHeader Image, string StackId, Rescale Rescale);

/// <summary>Reads the frames that an enhanced multi-frame image holds.</summary>
internal static class EnhancedFrames
{
    private static readonly DicomTag[] FrameTypes = [DicomTag.CTImageFrameTypeSequence, DicomTag.MRImageFrameTypeSequence, DicomTag.PETFrameTypeSequence];

    /// <summary>The frames in their order; none for an image without functional groups by frame.</summary>
    public static ImmutableArray<FrameHeader> Of(DicomDataset dataset)
    {
        var frames = dataset.Items(DicomTag.PerFrameFunctionalGroupsSequence);
        if (frames.Count == 0 || ImageHeader.Of(dataset) is not { } whole) return [];
        var shared = dataset.Items(DicomTag.SharedFunctionalGroupsSequence).FirstOrDefault();
        var uid = dataset.Text(DicomTag.SOPInstanceUID);
        var result = ImmutableArray.CreateBuilder<FrameHeader>(frames.Count);
        for (var i = 0; i < frames.Count; i++)
        {
            var frame = new ImageFrame(i + 1, whole.Frames);
            var groups = new Groups(frames[i], shared);
            var header = whole.OfFrame(
                ImageKey.Of(uid, frame),
                groups.Find(DicomTag.PlanePositionSequence),
                groups.Find(DicomTag.PlaneOrientationSequence),
                groups.Find(DicomTag.PixelMeasuresSequence),
                Array.ConvertAll(FrameTypes, groups.Find).FirstOrDefault(type => type is not null));

            // Which pixels belong to which position is not known then.
            if (frames.Count != whole.Frames)
                header = header with { Plane = null, FaultCode = ReasonCodes.BadAttribute, Fault = $"has a Number of Frames of {whole.Frames} and functional groups of {frames.Count} frames" };
            result.Add(new(
                frame,
                header,
                groups.Find(DicomTag.FrameContentSequence)?.Text(DicomTag.StackID) ?? string.Empty,
                Rescale.Of(groups.Find(DicomTag.PixelValueTransformationSequence))));
        }

        return result.MoveToImmutable();
    }

    /// <summary>A group of the frame, or the one that all frames share.</summary>
    private readonly record struct Groups(DicomDataset Frame, DicomDataset? Shared)
    {
        public DicomDataset? Find(DicomTag group) =>
            Frame.Items(group).FirstOrDefault() ?? Shared?.Items(group).FirstOrDefault();
    }
}
