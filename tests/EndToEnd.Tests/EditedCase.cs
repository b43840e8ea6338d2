namespace ContourFlow.EndToEnd.Tests;

/// <summary>A phantom with something wrong in it. Files that stay as they are are links to the original's.</summary>
internal sealed class EditedCase
{
    private const string CtImage = "1.2.840.10008.5.1.4.1.1.2";

    /// <summary>Links a phantom.</summary>
    /// <param name="phantom">The phantom's folder.</param>
    /// <param name="folder">The new folder.</param>
    /// <param name="withMr">With its MR series too: their fusion takes seconds, and most tests are not about it.</param>
    public EditedCase(string phantom, string folder, bool withMr = false)
    {
        Folder = folder;
        foreach (string file in Directory.EnumerateFiles(phantom, "*", SearchOption.AllDirectories))
        {
            string name = Path.GetRelativePath(phantom, file);
            if (!withMr && name.Contains("MR_", StringComparison.Ordinal))
                continue;
            string link = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(link)!);
            File.CreateSymbolicLink(link, file);
        }
    }

    public string Folder { get; }

    /// <summary>The CT's files, Inferior to Superior.</summary>
    public IReadOnlyList<string> CtFiles => Files()
        .Where(file => Open(file) is { } dataset && dataset.GetSingleValueOrDefault(DicomTag.SOPClassUID, string.Empty) == CtImage)
        .OrderBy(file => Open(file)!.GetValues<double>(DicomTag.ImagePositionPatient)[2])
        .ToList();

    /// <summary>The structure set that has a CTV.</summary>
    public string StructureSetFile => Files().Single(file =>
        Open(file) is { } dataset
        && dataset.TryGetSequence(DicomTag.StructureSetROISequence, out DicomSequence? rois)
        && rois.Items.Any(IsCtv));

    /// <summary>Takes an ROI out of the structure set, with its contours.</summary>
    public void RemoveRoi(string name) => EditStructureSet(dataset =>
    {
        int number = Number(dataset, name);
        Remove(dataset.GetSequence(DicomTag.StructureSetROISequence), DicomTag.ROINumber, number);
        Remove(dataset.GetSequence(DicomTag.ROIContourSequence), DicomTag.ReferencedROINumber, number);
        Remove(dataset.GetSequence(DicomTag.RTROIObservationsSequence), DicomTag.ReferencedROINumber, number);
    });

    /// <summary>Leaves an ROI in the structure set without a contour.</summary>
    public void EmptyRoi(string name) => EditContours(name, contours => contours.Clear());

    /// <summary>Takes the contours of one plane in the middle out of an ROI.</summary>
    public void MissingPlane(string name) => EditContours(name, contours =>
    {
        double[] planes = [.. contours.Select(Z).Distinct().Order()];
        double gone = planes[planes.Length / 2];
        foreach (DicomDataset contour in contours.Where(contour => Z(contour) == gone).ToList())
            contours.Remove(contour);
    });

    /// <summary>Writes a changed copy of a file in place of its link.</summary>
    public static void Edit(string file, Action<DicomDataset> change)
    {
        DicomFile dicom = DicomFile.Open(file, FileReadOption.ReadAll);
        change(dicom.Dataset);
        File.Delete(file);
        dicom.Save(file);
    }

    /// <summary>Replaces a file's link by the first part of its bytes.</summary>
    public static void Truncate(string file, double part)
    {
        byte[] bytes = File.ReadAllBytes(file);
        File.Delete(file);
        File.WriteAllBytes(file, bytes[..(int)(bytes.Length * part)]);
    }

    private void EditStructureSet(Action<DicomDataset> change) => Edit(StructureSetFile, change);

    private void EditContours(string name, Action<IList<DicomDataset>> change) => EditStructureSet(dataset =>
    {
        int number = Number(dataset, name);
        DicomDataset roi = dataset.GetSequence(DicomTag.ROIContourSequence).Items
            .Single(item => item.GetSingleValue<int>(DicomTag.ReferencedROINumber) == number);
        IList<DicomDataset> contours = roi.GetSequence(DicomTag.ContourSequence).Items;
        change(contours);
        if (contours.Count == 0)
            roi.Remove(DicomTag.ContourSequence);
    });

    private static double Z(DicomDataset contour) => contour.GetValues<double>(DicomTag.ContourData)[2];

    private static bool IsCtv(DicomDataset roi) =>
        roi.GetSingleValue<string>(DicomTag.ROIName).StartsWith("CTV", StringComparison.Ordinal);

    private static int Number(DicomDataset dataset, string name) => dataset.GetSequence(DicomTag.StructureSetROISequence).Items
        .Single(roi => roi.GetSingleValue<string>(DicomTag.ROIName).StartsWith(name, StringComparison.Ordinal))
        .GetSingleValue<int>(DicomTag.ROINumber);

    private static void Remove(DicomSequence sequence, DicomTag tag, int number) =>
        sequence.Items.Remove(sequence.Items.Single(item => item.GetSingleValue<int>(tag) == number));

    private IEnumerable<string> Files() => Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories);

    private static DicomDataset? Open(string file) =>
        file.EndsWith(".dcm", StringComparison.Ordinal) ? DicomFile.Open(file, FileReadOption.ReadLargeOnDemand).Dataset : null;
}
