namespace ContourFlow.Dicom.Imaging.Codec;

/// <summary>JPEG 2000, lossless and lossy (PS3.5 A.4.4), by OpenJPEG.</summary>
internal sealed class Jpeg2000Codec(DicomTransferSyntax syntax) : NativeCodec(syntax)
{
    protected override DecodedFrame Decode(ReadOnlyMemory<byte> stream, FrameShape shape)
    {
        byte[] samples = Samples(stream, shape, NativeCodecs.Jpeg2000Header, NativeCodecs.Jpeg2000, out NativeCodecs.Found found);
        byte[] native = StoredSamples.ToNative(samples, (int)found.Precision, found.IsSigned != 0, shape);

        // Whether a stream of the second syntax lost something cannot be seen: it may have been cut after a reversible transform.
        return new DecodedFrame(native, Photometric(shape.Photometric, found.ColourTransform != 0), PlanarConfiguration.Interleaved, TransferSyntax.IsLossy ? null : false);
    }

    // PS3.5 8.2.4: YBR_RCT and YBR_ICT name the transform inside the stream, which the decoder has undone. Some writers
    // use it and say RGB, which is what comes out.
    private static PhotometricInterpretation Photometric(PhotometricInterpretation photometric, bool transformed)
    {
        bool says = photometric == PhotometricInterpretation.YbrRct || photometric == PhotometricInterpretation.YbrIct;
        if (says && !transformed)
            throw new DicomDataException($"(0028,0004) PhotometricInterpretation is {photometric}, and the stream has no colour transform");
        if (transformed && !says && photometric != PhotometricInterpretation.Rgb)
            throw new DicomDataException($"(0028,0004) PhotometricInterpretation is {photometric}, and the stream has a colour transform");
        return transformed ? PhotometricInterpretation.Rgb : FullWidth(photometric);
    }
}
