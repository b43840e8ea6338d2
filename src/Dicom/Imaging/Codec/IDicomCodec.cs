namespace ContourFlow.Dicom.Imaging.Codec;

/// <summary>Settings of a codec. The codecs of this toolkit have none.</summary>
public class DicomCodecParams
{
    /// <summary>Makes settings.</summary>
    protected DicomCodecParams()
    {
    }
}

/// <summary>Takes the pixel data of one transfer syntax to native ones and back (PS3.5 8.2, annex A.4).</summary>
public interface IDicomCodec
{
    /// <summary>The name of the transfer syntax.</summary>
    string Name { get; }

    /// <summary>The transfer syntax of the encapsulated pixel data.</summary>
    DicomTransferSyntax TransferSyntax { get; }

    /// <summary>The settings that hold where none are given; <c>null</c> where there are none.</summary>
    DicomCodecParams? GetDefaultParameters();

    /// <summary>Encodes every frame.</summary>
    /// <param name="oldPixelData">Native pixel data.</param>
    /// <param name="newPixelData">Gets the encoded frames.</param>
    /// <param name="parameters">Settings.</param>
    /// <exception cref="DicomDataException">This codec does not encode, or not pixels of this form.</exception>
    void Encode(DicomPixelData oldPixelData, DicomPixelData newPixelData, DicomCodecParams? parameters);

    /// <summary>Decodes every frame; Photometric Interpretation, Planar Configuration and Lossy Image Compression of the new data set say what came out.</summary>
    /// <param name="oldPixelData">Encapsulated pixel data.</param>
    /// <param name="newPixelData">Gets the native frames, in little endian.</param>
    /// <param name="parameters">Settings.</param>
    /// <exception cref="DicomDataException">A frame is damaged, holds another image than the attributes say, or is of a form that is not decoded. The message names the frame, counted from 0.</exception>
    void Decode(DicomPixelData oldPixelData, DicomPixelData newPixelData, DicomCodecParams? parameters);
}

/// <summary>Knows the codecs.</summary>
public interface ITranscoderManager
{
    /// <summary>Whether pixel data of the transfer syntax can be decoded, here and now.</summary>
    bool HasCodec(DicomTransferSyntax syntax);

    /// <summary>Whether pixel data can be taken from one transfer syntax to another, here and now.</summary>
    bool CanTranscode(DicomTransferSyntax inSyntax, DicomTransferSyntax outSyntax);

    /// <summary>The codec of a transfer syntax.</summary>
    /// <exception cref="DicomDataException">There is none, or a library that it needs is not there; the message says which and what to install.</exception>
    IDicomCodec GetCodec(DicomTransferSyntax syntax);
}
