using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Cases;

/// <summary>The faults of frames that cannot be had, in the words of whoever asks for them.</summary>
/// <param name="DoesNotFit">The pixels do not fit what the object says of them.</param>
/// <param name="NoCodec">The compression is not decoded here; the message says what is missing.</param>
/// <param name="Damaged">The compressed pixels are broken.</param>
internal sealed record PixelFrameFaults(
    Func<DicomException, CaseDataException> DoesNotFit, Func<DicomException, CaseDataException> NoCodec, Func<DicomException, CaseDataException> Damaged);

/// <summary>Takes frames out of Pixel Data, decoded where they are compressed.</summary>
internal static class PixelFrames
{
    private static readonly DefaultTranscoderManager s_codecs = new();

    /// <summary>
    /// Whether something was lost by compression: by the transfer syntax or by the attribute, because compression that lost something stays said after decoding.
    /// </summary>
    public static bool AreLossy(DicomDataset image) => image.InternalTransferSyntax.IsLossy || image.Text(DicomTag.LossyImageCompression) == "01";

    /// <summary>Pixel Data with what the object says of it; the object has Pixel Data.</summary>
    public static DicomPixelData Described(DicomDataset image, PixelFrameFaults faults)
    {
        try
        {
            return DicomPixelData.Create(image);
        }
        catch (DicomException fault)
        {
            throw faults.DoesNotFit(fault);
        }
    }

    /// <summary>The bytes of a frame in little endian; they may be fewer than the object says.</summary>
    /// <param name="pixels">The pixels.</param>
    /// <param name="frame">The frame, from 0.</param>
    /// <param name="faults">What is thrown.</param>
    public static byte[] Of(DicomPixelData pixels, int frame, PixelFrameFaults faults)
    {
        if (pixels.Dataset.GetDicomItem<DicomItem>(DicomTag.PixelData) is not DicomFragmentSequence)
        {
            try
            {
                return pixels.GetFrame(frame).Data;
            }
            catch (DicomException fault)
            {
                throw faults.DoesNotFit(fault);
            }
        }

        DicomTranscoder transcoder;
        try
        {
            _ = s_codecs.GetCodec(pixels.Syntax);
            transcoder = new(pixels.Syntax, DicomTransferSyntax.ExplicitVRLittleEndian);
        }
        catch (DicomException fault)
        {
            throw faults.NoCodec(fault);
        }

        try
        {
            return transcoder.DecodeFrame(pixels.Dataset, frame).Data;
        }
        catch (DicomException fault)
        {
            throw faults.Damaged(fault);
        }
    }
}
