using System.Collections.Immutable;
using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Cases;

/// <summary>
/// What an MR image says of its sequence, in the MR Image module (DICOM PS3.3 C.8.3.1) or in the functional groups of an
/// enhanced frame (C.8.13.5); what is absent is empty, null or false.
/// </summary>
/// <param name="ImageType">Image Type, or Frame Type.</param>
/// <param name="AcquisitionContrast">Acquisition Contrast of the frame, else of the image.</param>
/// <param name="IsSpinEcho">Scanning Sequence SE; Echo Pulse Sequence SPIN or BOTH.</param>
/// <param name="IsGradientEcho">Scanning Sequence GR; Echo Pulse Sequence GRADIENT or BOTH.</param>
/// <param name="IsInversionRecovery">Scanning Sequence IR; Inversion Recovery YES.</param>
/// <param name="IsEchoPlanar">Scanning Sequence EP; Echo Planar Pulse Sequence YES.</param>
/// <param name="EchoTime">Echo Time, or Effective Echo Time, ms.</param>
/// <param name="RepetitionTime">Repetition Time, ms.</param>
/// <param name="Names">Series Description, Protocol Name, Sequence Name, Pulse Sequence Name: what people and makers call it.</param>
internal sealed record MrSequence(
    ImmutableArray<string> ImageType,
    string AcquisitionContrast,
    bool IsSpinEcho,
    bool IsGradientEcho,
    bool IsInversionRecovery,
    bool IsEchoPlanar,
    double? EchoTime,
    double? RepetitionTime,
    ImmutableArray<string> Names)
{
    private static readonly DicomTag[] NameTags = [DicomTag.SeriesDescription, DicomTag.ProtocolName, DicomTag.SequenceName, DicomTag.PulseSequenceName];

    /// <summary>Reads what an image or frame says.</summary>
    public static MrSequence Of(DicomDataset image, ImageFrame? frame)
    {
        var type = Group(DicomTag.MRImageFrameTypeSequence);
        var frameType = type?.Texts(DicomTag.FrameType) ?? [];
        var contrast = type?.Text(DicomTag.AcquisitionContrast) ?? string.Empty;
        var scanning = image.Texts(DicomTag.ScanningSequence);
        var pulse = image.Text(DicomTag.EchoPulseSequence);
        return new(
            frameType.IsEmpty ? image.Texts(DicomTag.ImageType) : frameType,
            contrast.Length > 0 ? contrast : image.Text(DicomTag.AcquisitionContrast),
            scanning.Contains("SE", StringComparer.Ordinal) || pulse is "SPIN" or "BOTH",
            scanning.Contains("GR", StringComparer.Ordinal) || pulse is "GRADIENT" or "BOTH",
            scanning.Contains("IR", StringComparer.Ordinal) || image.Text(DicomTag.InversionRecovery) == "YES" || Group(DicomTag.MRModifierSequence)?.Text(DicomTag.InversionRecovery) == "YES",
            scanning.Contains("EP", StringComparer.Ordinal) || image.Text(DicomTag.EchoPlanarPulseSequence) == "YES",
            image.Number(DicomTag.EchoTime) ?? Group(DicomTag.MREchoSequence)?.Number(DicomTag.EffectiveEchoTime),
            image.Number(DicomTag.RepetitionTime) ?? Group(DicomTag.MRTimingAndRelatedParametersSequence)?.Number(DicomTag.RepetitionTime),
            [.. NameTags.Select(tag => image.Text(tag)).Where(name => name.Length > 0)]);

        DicomDataset? Group(DicomTag tag)
        {
            if (frame is not { } one) return null;
            var frames = image.Items(DicomTag.PerFrameFunctionalGroupsSequence);
            var own = one.Number <= frames.Count ? frames[one.Number - 1].Items(tag).FirstOrDefault() : null;
            return own ?? image.Items(DicomTag.SharedFunctionalGroupsSequence).FirstOrDefault()?.Items(tag).FirstOrDefault();
        }
    }
}
