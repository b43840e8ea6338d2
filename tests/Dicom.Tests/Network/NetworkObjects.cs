namespace ContourFlow.Dicom.Tests.Network;

/// <summary>Small objects to send.</summary>
internal static class NetworkObjects
{
    /// <summary>A CT slice with a gradient for pixels.</summary>
    public static DicomFile Slice(int number, int side = 64, DicomTransferSyntax? syntax = null) => new(new DicomDataset(syntax ?? DicomTransferSyntax.ExplicitVRLittleEndian)
    {
        { DicomTag.SOPClassUID, DicomUID.CTImageStorage },
        { DicomTag.SOPInstanceUID, $"2.25.7.{number}" },
        { DicomTag.StudyInstanceUID, "2.25.8" },
        { DicomTag.SeriesInstanceUID, "2.25.9" },
        { DicomTag.Modality, "CT" },
        { DicomTag.InstanceNumber, number },
        { DicomTag.SamplesPerPixel, (ushort)1 },
        { DicomTag.PhotometricInterpretation, "MONOCHROME2" },
        { DicomTag.Rows, (ushort)side },
        { DicomTag.Columns, (ushort)side },
        { DicomTag.BitsAllocated, (ushort)16 },
        { DicomTag.BitsStored, (ushort)16 },
        { DicomTag.HighBit, (ushort)15 },
        { DicomTag.PixelRepresentation, (ushort)1 },
        new DicomOtherWord(DicomTag.PixelData, [.. Enumerable.Range(0, side * side).Select(i => (ushort)(i + number))]),
    });
}
