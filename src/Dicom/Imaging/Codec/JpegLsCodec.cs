namespace ContourFlow.Dicom.Imaging.Codec;

/// <summary>JPEG-LS, lossless and near-lossless (PS3.5 A.4.3), by CharLS.</summary>
internal sealed class JpegLsCodec(DicomTransferSyntax syntax) : NativeCodec(syntax)
{
    protected override DecodedFrame Decode(ReadOnlyMemory<byte> stream, FrameShape shape)
    {
        byte[] samples = Samples(stream, shape, NativeCodecs.JpegLsHeader, NativeCodecs.JpegLs, out NativeCodecs.Found found);
        if (found.NearLossless > 0 && !TransferSyntax.IsLossy)
            throw new DicomDataException($"the stream is near-lossless (by {found.NearLossless}), which the transfer syntax rules out");
        byte[] native = StoredSamples.ToNative(samples, (int)found.Precision, streamSigned: null, shape);
        return new DecodedFrame(native, FullWidth(shape.Photometric), PlanarConfiguration.Interleaved, found.NearLossless > 0);
    }
}
