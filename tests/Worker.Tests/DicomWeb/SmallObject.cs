namespace ContourFlow.Worker.Tests.DicomWeb;

/// <summary>A small object, as a Part 10 file in memory.</summary>
/// <param name="File">The whole file.</param>
/// <param name="DataSet">What follows its meta information.</param>
internal sealed record SmallObject(string SopInstanceUid, byte[] File, byte[] DataSet)
{
    /// <summary>Secondary Capture Image Storage (PS3.4 annex B.5).</summary>
    public const string SopClass = "1.2.840.10008.5.1.4.1.1.7";

    public const string Study = "2.25.100";

    public const string Series = "2.25.200";

    /// <summary>What must never be seen outside of the object.</summary>
    public const string PatientName = "Doe^Secret";

    public static SmallObject Make(
        int number, string study = Study, string series = Series, string sopClass = SopClass, int pixels = 64, DicomTransferSyntax? syntax = null, byte fill = 7)
    {
        string uid = $"2.25.300.{number}";
        var dataset = new DicomDataset(syntax ?? DicomTransferSyntax.ExplicitVRLittleEndian)
        {
            { DicomTag.SOPClassUID, sopClass },
            { DicomTag.SOPInstanceUID, uid },
            { DicomTag.StudyDate, "20260102" },
            { DicomTag.Modality, "OT" },
            { DicomTag.ConversionType, "SYN" },
            { DicomTag.PatientName, PatientName },
            { DicomTag.PatientID, "SECRET-ID" },
            { DicomTag.PatientBirthDate, "19500101" },
            { DicomTag.StudyInstanceUID, study },
            { DicomTag.SeriesInstanceUID, series },
            { DicomTag.InstanceNumber, number.ToString(System.Globalization.CultureInfo.InvariantCulture) },
            { DicomTag.SamplesPerPixel, (ushort)1 },
            { DicomTag.PhotometricInterpretation, "MONOCHROME2" },
            { DicomTag.Rows, (ushort)1 },
            { DicomTag.Columns, (ushort)Math.Min(pixels, ushort.MaxValue) },
            { DicomTag.BitsAllocated, (ushort)8 },
            { DicomTag.BitsStored, (ushort)8 },
            { DicomTag.HighBit, (ushort)7 },
            { DicomTag.PixelRepresentation, (ushort)0 },
        };
        byte[] values = new byte[pixels];
        Array.Fill(values, fill);
        dataset.Add(new DicomOtherByte(DicomTag.PixelData, values));
        using var stream = new MemoryStream();
        new DicomFile(dataset).Save(stream);
        byte[] file = stream.ToArray();

        // (0002,0000): the group's length stands at byte 140 of every file.
        int start = 144 + BitConverter.ToInt32(file, 140);
        return new SmallObject(uid, file, file[start..]);
    }
}
