namespace ContourFlow.Dicom.Imaging.Codec;

/// <summary>The codecs of this toolkit: RLE, JPEG, JPEG-LS and JPEG 2000; the last two by a native library that the build makes where it can.</summary>
public sealed class DefaultTranscoderManager : ITranscoderManager
{
    private static readonly Dictionary<string, FrameCodec> s_codecs = new FrameCodec[]
    {
        new RleCodec(),
        new JpegCodec(DicomTransferSyntax.JPEGProcess1),
        new JpegCodec(DicomTransferSyntax.JPEGProcess2_4),
        new JpegCodec(DicomTransferSyntax.JPEGProcess14),
        new JpegCodec(DicomTransferSyntax.JPEGProcess14SV1),
        new JpegLsCodec(DicomTransferSyntax.JPEGLSLossless),
        new JpegLsCodec(DicomTransferSyntax.JPEGLSNearLossless),
        new Jpeg2000Codec(DicomTransferSyntax.JPEG2000Lossless),
        new Jpeg2000Codec(DicomTransferSyntax.JPEG2000Lossy),
    }.ToDictionary(c => c.TransferSyntax.UID.UID, StringComparer.Ordinal);

    /// <inheritdoc/>
    public bool HasCodec(DicomTransferSyntax syntax)
    {
        ArgumentNullException.ThrowIfNull(syntax);
        return s_codecs.TryGetValue(syntax.UID.UID, out FrameCodec? codec) && codec.WhyUnavailable is null;
    }

    /// <inheritdoc/>
    public bool CanTranscode(DicomTransferSyntax inSyntax, DicomTransferSyntax outSyntax)
    {
        ArgumentNullException.ThrowIfNull(inSyntax);
        ArgumentNullException.ThrowIfNull(outSyntax);
        return (DicomTranscoder.IsNativeLittleEndian(inSyntax) || HasCodec(inSyntax))
            && (DicomTranscoder.IsNativeLittleEndian(outSyntax) || outSyntax == DicomTransferSyntax.RLELossless || inSyntax == outSyntax);
    }

    /// <inheritdoc/>
    public IDicomCodec GetCodec(DicomTransferSyntax syntax) => Find(syntax);

    internal static FrameCodec Find(DicomTransferSyntax syntax)
    {
        ArgumentNullException.ThrowIfNull(syntax);
        if (!s_codecs.TryGetValue(syntax.UID.UID, out FrameCodec? codec))
            throw new DicomDataException($"The pixel data are compressed ({syntax.UID.Name}, {syntax.UID.UID}), which is not decoded.");
        if (codec.WhyUnavailable is { } why)
            throw new DicomDataException($"The pixel data are compressed ({syntax.UID.Name}, {syntax.UID.UID}), which needs the native codec library: {why}");
        return codec;
    }
}
