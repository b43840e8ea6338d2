using ContourFlow.Dicom.IO;
using ContourFlow.Dicom.IO.Buffer;

namespace ContourFlow.Dicom.Imaging.Codec;

/// <summary>
/// Takes data sets from one transfer syntax to another: encapsulated pixel data of the syntaxes that have a codec to
/// native little endian, native ones to RLE, and native little endian to another of that kind.
/// </summary>
public class DicomTranscoder
{
    private static readonly DefaultTranscoderManager s_codecs = new();

    /// <summary>Makes a transcoder.</summary>
    /// <param name="inputSyntax">What the data sets are in.</param>
    /// <param name="outputSyntax">What they are to be in.</param>
    /// <param name="inputCodecParams">Settings of the codec that decodes.</param>
    /// <param name="outputCodecParams">Settings of the codec that encodes.</param>
    public DicomTranscoder(DicomTransferSyntax inputSyntax, DicomTransferSyntax outputSyntax, DicomCodecParams? inputCodecParams = null, DicomCodecParams? outputCodecParams = null)
    {
        ArgumentNullException.ThrowIfNull(inputSyntax);
        ArgumentNullException.ThrowIfNull(outputSyntax);
        InputSyntax = inputSyntax;
        OutputSyntax = outputSyntax;
        InputCodecParams = inputCodecParams;
        OutputCodecParams = outputCodecParams;
    }

    /// <summary>What the data sets are in.</summary>
    public DicomTransferSyntax InputSyntax { get; }

    /// <summary>Settings of the codec that decodes.</summary>
    public DicomCodecParams? InputCodecParams { get; }

    /// <summary>What they are to be in.</summary>
    public DicomTransferSyntax OutputSyntax { get; }

    /// <summary>Settings of the codec that encodes.</summary>
    public DicomCodecParams? OutputCodecParams { get; }

    /// <summary>A file of its own in the other transfer syntax.</summary>
    /// <inheritdoc cref="Transcode(DicomDataset)"/>
    public DicomFile Transcode(DicomFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var meta = new DicomFileMetaInformation(file.FileMetaInfo) { TransferSyntax = OutputSyntax };
        return new DicomFile(meta, Transcode(file.Dataset), file.Format, file: null);
    }

    /// <summary>A data set of its own in the other transfer syntax; the SOP instance stays the same.</summary>
    /// <exception cref="DicomDataException">There is no way between the two, a frame cannot be decoded, or the pixel data are not in the transfer syntax that was named.</exception>
    public DicomDataset Transcode(DicomDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (!IsNativeLittleEndian(InputSyntax) && InputSyntax != OutputSyntax)
            _ = s_codecs.GetCodec(InputSyntax); // names what is missing
        if (!s_codecs.CanTranscode(InputSyntax, OutputSyntax))
            throw new DicomDataException($"There is no way from {InputSyntax.UID.Name} ({InputSyntax.UID.UID}) to {OutputSyntax.UID.Name} ({OutputSyntax.UID.UID}).");
        DicomDataset result = dataset.Clone().NotValidated();
        if (InputSyntax != OutputSyntax)
        {
            if (InputSyntax.IsEncapsulated)
                DecodeAll(result, InputSyntax);
            result.InternalTransferSyntax = OutputSyntax;
            if (OutputSyntax.IsEncapsulated && result.GetDicomItem<DicomItem>(DicomTag.PixelData) is DicomElement native)
                Encode(result, native);
        }

        result.AutoValidate = dataset.AutoValidate;
        return result;
    }

    /// <summary>The bytes of one frame without compression, in little endian; a native frame as it is.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="frame">The frame, from 0.</param>
    /// <exception cref="DicomDataException">There is no such frame, or it cannot be decoded.</exception>
    public IByteBuffer DecodeFrame(DicomDataset dataset, int frame)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return DecodeFrame(DicomPixelData.Create(dataset), InputSyntax, frame);
    }

    internal static IByteBuffer DecodeFrame(DicomPixelData pixels, DicomTransferSyntax syntax, int frame) =>
        pixels is EncapsulatedPixelData
            ? new MemoryByteBuffer(DefaultTranscoderManager.Find(syntax).DecodeFrame(pixels, frame).Bytes)
            : pixels.GetFrame(frame);

    internal static bool IsNativeLittleEndian(DicomTransferSyntax syntax) => !syntax.IsEncapsulated && syntax.Endian == Endian.Little && !syntax.SwapPixelData;

    // Icons in sequences may be encapsulated like the image that they belong to (PS3.5 A.4).
    private void DecodeAll(DicomDataset dataset, DicomTransferSyntax syntax)
    {
        foreach (DicomSequence sequence in dataset.OfType<DicomSequence>())
        {
            foreach (DicomDataset item in sequence.Items)
                DecodeAll(item.NotValidated(), syntax);
        }

        if (dataset.GetDicomItem<DicomItem>(DicomTag.PixelData) is not DicomFragmentSequence)
            return;
        DicomDataset before = dataset.Clone();
        before.InternalTransferSyntax = syntax;
        dataset.InternalTransferSyntax = OutputSyntax.IsEncapsulated ? DicomTransferSyntax.ExplicitVRLittleEndian : OutputSyntax;
        DicomPixelData encapsulated = DicomPixelData.Create(before);
        s_codecs.GetCodec(syntax).Decode(encapsulated, DicomPixelData.Create(dataset, newPixelData: true), InputCodecParams);
        dataset.Remove(DicomTag.ExtendedOffsetTable, DicomTag.ExtendedOffsetTableLengths);
        KeepFrames(before, dataset);
    }

    private void Encode(DicomDataset dataset, DicomElement native)
    {
        DicomDataset before = dataset.Clone();
        before.InternalTransferSyntax = DicomTransferSyntax.ExplicitVRLittleEndian;
        before.AddOrUpdate(native);
        DicomPixelData pixels = DicomPixelData.Create(before);
        s_codecs.GetCodec(OutputSyntax).Encode(pixels, DicomPixelData.Create(dataset, newPixelData: true), OutputCodecParams);
        KeepFrames(before, dataset);
    }

    // An image of a kind without frames does not get their number.
    private static void KeepFrames(DicomDataset before, DicomDataset after)
    {
        if (!before.Contains(DicomTag.NumberOfFrames))
            after.Remove(DicomTag.NumberOfFrames);
    }
}
