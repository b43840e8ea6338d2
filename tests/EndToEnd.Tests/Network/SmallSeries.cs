namespace ContourFlow.EndToEnd.Tests.Network;

/// <summary>Small CT slices in files of a test's own.</summary>
internal sealed class SmallSeries
{
    /// <summary>Stands in every attribute that is a patient's: to be found in no message.</summary>
    public const string Secret = "ZEBEDEE";

    private SmallSeries(IReadOnlyList<string> files) => Files = files;

    public IReadOnlyList<string> Files { get; }

    public static string Uid(int number) => $"2.25.4711.{number}";

    /// <summary>Writes slices.</summary>
    /// <param name="folder">Where; made when it is not there.</param>
    /// <param name="count">How many.</param>
    /// <param name="side">Rows and columns.</param>
    /// <param name="shift">Added to each pixel: other content under the same UIDs.</param>
    public static SmallSeries In(string folder, int count, int side = 32, int shift = 0)
    {
        Directory.CreateDirectory(folder);
        var files = new List<string>();
        for (int number = 1; number <= count; number++)
        {
            string path = Path.Combine(folder, $"{number:d4}.dcm");
            new DicomFile(Slice(number, side, shift)).Save(path);
            files.Add(path);
        }

        return new SmallSeries(files);
    }

    public static DicomDataset Slice(int number, int side = 32, int shift = 0) => new()
    {
        { DicomTag.SOPClassUID, DicomUID.CTImageStorage },
        { DicomTag.SOPInstanceUID, Uid(number) },
        { DicomTag.StudyDate, "20260102" },
        { DicomTag.Modality, "CT" },
        { DicomTag.PatientName, $"{Secret}^PATIENT" },
        { DicomTag.PatientID, $"{Secret}-4711" },
        { DicomTag.PatientBirthDate, "19010203" },
        { DicomTag.StudyInstanceUID, "2.25.4712" },
        { DicomTag.SeriesInstanceUID, "2.25.4713" },
        { DicomTag.InstanceNumber, number },
        { DicomTag.ImagePositionPatient, 0.0, 0.0, (double)number },
        { DicomTag.ImageOrientationPatient, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0 },
        { DicomTag.SamplesPerPixel, (ushort)1 },
        { DicomTag.PhotometricInterpretation, "MONOCHROME2" },
        { DicomTag.Rows, (ushort)side },
        { DicomTag.Columns, (ushort)side },
        { DicomTag.PixelSpacing, 1.0, 1.0 },
        { DicomTag.BitsAllocated, (ushort)16 },
        { DicomTag.BitsStored, (ushort)16 },
        { DicomTag.HighBit, (ushort)15 },
        { DicomTag.PixelRepresentation, (ushort)1 },
        new DicomOtherWord(DicomTag.PixelData, [.. Enumerable.Range(0, side * side).Select(i => (ushort)(i + number + shift))]),
    };

    /// <summary>The bytes of a file's data set: behind preamble and meta information.</summary>
    public static byte[] DataSetOf(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        // (0002,0000) says how long the rest of group 2 is (PS3.10 section 7.1).
        int length = BitConverter.ToInt32(bytes, 140);
        return bytes[(144 + length)..];
    }
}
