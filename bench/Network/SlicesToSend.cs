namespace ContourFlow.Bench.Network;

/// <summary>Sets of CT slices of 525 KB in memory's file system, each set with UIDs of its own so that nothing arrives twice.</summary>
internal sealed class SlicesToSend : IDisposable
{
    private const int Side = 512;
    private readonly string root = Directory.CreateDirectory(Path.Combine("/dev/shm", $"contourflow-bench-slices-{Environment.ProcessId}")).FullName;
    private int sets;

    /// <summary>Writes a set, in as many folders as senders share it.</summary>
    /// <returns>The folders.</returns>
    public string[] Set(int images, int folders)
    {
        int set = ++sets;
        ushort[] pixels = [.. Enumerable.Range(0, Side * Side).Select(i => (ushort)((i * 7919) >> 3))];
        string[] places = [.. Enumerable.Range(0, folders).Select(folder => Directory.CreateDirectory(Path.Combine(root, $"{set}-{folder}")).FullName)];
        for (int image = 0; image < images; image++)
        {
            var dataset = new DicomDataset
            {
                { DicomTag.SOPClassUID, DicomUID.CTImageStorage },
                { DicomTag.SOPInstanceUID, $"2.25.99.{set}.{image + 1}" },
                { DicomTag.Modality, "CT" },
                { DicomTag.PatientID, "BENCH" },
                { DicomTag.StudyInstanceUID, $"2.25.98.{set}" },
                { DicomTag.SeriesInstanceUID, $"2.25.97.{set}" },
                { DicomTag.InstanceNumber, image + 1 },
                { DicomTag.SamplesPerPixel, (ushort)1 },
                { DicomTag.PhotometricInterpretation, "MONOCHROME2" },
                { DicomTag.Rows, (ushort)Side },
                { DicomTag.Columns, (ushort)Side },
                { DicomTag.BitsAllocated, (ushort)16 },
                { DicomTag.BitsStored, (ushort)16 },
                { DicomTag.HighBit, (ushort)15 },
                { DicomTag.PixelRepresentation, (ushort)0 },
                new DicomOtherWord(DicomTag.PixelData, pixels),
            };
            new DicomFile(dataset).Save(Path.Combine(places[image % folders], $"{image}.dcm"));
        }

        return places;
    }

    public static void Remove(string[] folders)
    {
        foreach (string folder in folders)
            Directory.Delete(folder, recursive: true);
    }

    public void Dispose() => Directory.Delete(root, recursive: true);
}
