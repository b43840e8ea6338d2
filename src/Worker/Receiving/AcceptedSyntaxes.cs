using System.Collections.Immutable;

namespace ContourFlow.Worker.Receiving;

/// <summary>What a receiver takes: the objects that cases are made of, in the encodings that it can read.</summary>
internal static class AcceptedSyntaxes
{
    /// <summary>SOP classes that are stored (DICOM PS3.4 section B.5).</summary>
    public static ImmutableArray<DicomUID> StorageClasses { get; } =
    [
        DicomUID.CTImageStorage,
        DicomUID.EnhancedCTImageStorage,
        DicomUID.LegacyConvertedEnhancedCTImageStorage,
        DicomUID.MRImageStorage,
        DicomUID.EnhancedMRImageStorage,
        DicomUID.LegacyConvertedEnhancedMRImageStorage,
        DicomUID.RTStructureSetStorage,
        DicomUID.RTPlanStorage,
        DicomUID.RTDoseStorage,
        DicomUID.SpatialRegistrationStorage,
        DicomUID.SegmentationStorage,
        DicomUID.SecondaryCaptureImageStorage,
        DicomUID.MultiFrameGrayscaleByteSecondaryCaptureImageStorage,
        DicomUID.MultiFrameGrayscaleWordSecondaryCaptureImageStorage,
        DicomUID.MultiFrameTrueColorSecondaryCaptureImageStorage,
    ];

    /// <summary>
    /// Transfer syntaxes of objects, the best first: what needs no decoding, then what loses nothing. A compressed one is there
    /// only where its decoder is: an image that cannot be read later is better refused now.
    /// </summary>
    public static ImmutableArray<DicomTransferSyntax> Objects { get; } = Readable();

    /// <summary>Transfer syntaxes of everything else.</summary>
    public static ImmutableArray<DicomTransferSyntax> Messages { get; } =
        [DicomTransferSyntax.ExplicitVRLittleEndian, DicomTransferSyntax.ImplicitVRLittleEndian];

    private static ImmutableArray<DicomTransferSyntax> Readable()
    {
        var codecs = new DefaultTranscoderManager();
        DicomTransferSyntax[] compressed =
        [
            DicomTransferSyntax.JPEGProcess14SV1, DicomTransferSyntax.JPEGProcess14, DicomTransferSyntax.JPEGLSLossless, DicomTransferSyntax.JPEG2000Lossless,
            DicomTransferSyntax.RLELossless, DicomTransferSyntax.JPEGProcess2_4, DicomTransferSyntax.JPEGProcess1, DicomTransferSyntax.JPEGLSNearLossless,
            DicomTransferSyntax.JPEG2000Lossy,
        ];
        return
        [
            DicomTransferSyntax.ExplicitVRLittleEndian, DicomTransferSyntax.ImplicitVRLittleEndian, DicomTransferSyntax.DeflatedExplicitVRLittleEndian,
            .. compressed.Where(codecs.HasCodec),
        ];
    }
}
