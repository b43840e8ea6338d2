using System.Globalization;

namespace ContourFlow.Contouring.Tests.Cases;

/// <summary>
/// A small patient in a folder of its own: a CT of 16 x 16 pixels of 2 mm and a structure set on it. Tests change
/// what they are about.
/// </summary>
internal sealed class SyntheticCase : IDisposable
{
    public const string PatientName = "Secret^Person";
    public const string PatientId = "ID-4711-SECRET";
    public static readonly string Study = Uid("study");
    public static readonly string CtSeries = Uid("ct series");
    public static readonly string Frame = Uid("frame");

    public string Folder { get; } = Directory.CreateTempSubdirectory("contourflow-case-").FullName;

    public static string Uid(string name) => NameBasedUid.Create("synthetic", name).UID;

    public static string ImageUid(int index) => Uid($"ct image {index}");

    /// <summary>A CT of planes at 0, spacing, 2 * spacing, …; files in an order that is not the planes'.</summary>
    public static SyntheticCase WithCt(int planes = 6, double spacing = 2.5, Action<int, DicomDataset>? change = null)
    {
        var made = new SyntheticCase();
        for (var i = 0; i < planes; i++)
        {
            var image = CtImage(i, i * spacing);
            change?.Invoke(i, image);
            made.Write($"ct/{(i * 7) % planes:D3}_{i}.dcm", image);
        }

        return made;
    }

    /// <summary>A CT with a structure set that has BODY (square of 24 mm) and CTV (square of 8 mm) on planes 1 to 4.</summary>
    public static SyntheticCase Plain(Action<DicomDataset>? change = null)
    {
        var made = WithCt();
        var set = StructureSet("set", [Square(1, "BODY", "EXTERNAL", 24), Square(2, "CTV", "CTV", 8)]);
        change?.Invoke(set);
        made.Write("rs.dcm", set);
        return made;
    }

    public void Write(string name, DicomDataset dataset)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        new DicomFile(dataset).Save(path);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public static DicomDataset Common(string modality, DicomUID sopClass, string instance, string series)
    {
        return new DicomDataset(DicomTransferSyntax.ExplicitVRLittleEndian)
            .Add(DicomTag.SOPClassUID, sopClass)
            .Add(DicomTag.SOPInstanceUID, instance)
            .Add(DicomTag.Modality, modality)
            .Add(DicomTag.Manufacturer, "Somebody")
            .Add(DicomTag.PatientName, PatientName)
            .Add(DicomTag.PatientID, PatientId)
            .Add(DicomTag.PatientBirthDate, "19500102")
            .Add(DicomTag.PatientSex, "O")
            .Add(DicomTag.StudyInstanceUID, Study)
            .Add(DicomTag.StudyDate, "20250102")
            .Add(DicomTag.StudyTime, "101112")
            .Add(DicomTag.StudyID, "1")
            .Add(DicomTag.AccessionNumber, string.Empty)
            .Add(DicomTag.ReferringPhysicianName, string.Empty)
            .Add(DicomTag.SeriesInstanceUID, series)
            .Add(DicomTag.SeriesNumber, "1");
    }

    public static DicomDataset CtImage(int index, double z) =>
        Image("CT", DicomUID.CTImageStorage, ImageUid(index), CtSeries, Frame, z)
            .Add(DicomTag.RescaleIntercept, "-1024")
            .Add(DicomTag.RescaleSlope, "1");

    public static DicomDataset Image(string modality, DicomUID sopClass, string instance, string series, string frame, double z) =>
        Common(modality, sopClass, instance, series)
            .Add(DicomTag.ImageType, "ORIGINAL", "PRIMARY", "AXIAL")
            .Add(DicomTag.FrameOfReferenceUID, frame)
            .Add(DicomTag.ImagePositionPatient, "-15", "-15", z.ToString(CultureInfo.InvariantCulture))
            .Add(DicomTag.ImageOrientationPatient, "1", "0", "0", "0", "1", "0")
            .Add(DicomTag.PixelSpacing, "2", "2")
            .Add(DicomTag.SamplesPerPixel, (ushort)1)
            .Add(DicomTag.PhotometricInterpretation, "MONOCHROME2")
            .Add(DicomTag.Rows, (ushort)16)
            .Add(DicomTag.Columns, (ushort)16)
            .Add(DicomTag.BitsAllocated, (ushort)16)
            .Add(DicomTag.BitsStored, (ushort)16)
            .Add(DicomTag.HighBit, (ushort)15)
            .Add(DicomTag.PixelRepresentation, (ushort)0)
            .Add(new DicomOtherWord(DicomTag.PixelData, [.. Enumerable.Range(0, 256).Select(i => (ushort)(1024 + i))]));

    public static DicomDataset StructureSet(string name, SyntheticRoi[] rois, int images = 6)
    {
        var set = Common("RTSTRUCT", DicomUID.RTStructureSetStorage, Uid(name), Uid(name + " series"))
            .Add(DicomTag.OperatorsName, string.Empty)
            .Add(DicomTag.StructureSetLabel, "T7 SBRT")
            .Add(DicomTag.StructureSetDate, "20250103")
            .Add(DicomTag.StructureSetTime, "120000")
            .Add(DicomTag.ApprovalStatus, "APPROVED");
        SetReference(set, Frame, CtSeries, [.. Enumerable.Range(0, images).Select(ImageUid)]);
        return set.NotValidated()
            .Add(new DicomSequence(DicomTag.StructureSetROISequence, [.. rois.Select(roi => roi.Item(Frame))]))
            .Add(new DicomSequence(DicomTag.ROIContourSequence, [.. rois.Select(roi => roi.ContourItem())]))
            .Add(new DicomSequence(DicomTag.RTROIObservationsSequence, [.. rois.Select(roi => roi.Observation())]));
    }

    public static void SetReference(DicomDataset set, string frame, string series, string[] images)
    {
        var item = new DicomDataset()
            .Add(DicomTag.SeriesInstanceUID, series)
            .Add(new DicomSequence(DicomTag.ContourImageSequence, [.. images.Select(ImageReference)]));
        var study = new DicomDataset()
            .Add(DicomTag.ReferencedSOPClassUID, "1.2.840.10008.3.1.2.3.1")
            .Add(DicomTag.ReferencedSOPInstanceUID, Study)
            .Add(new DicomSequence(DicomTag.RTReferencedSeriesSequence, item));
        set.AddOrUpdate(new DicomSequence(DicomTag.ReferencedFrameOfReferenceSequence, new DicomDataset()
            .Add(DicomTag.FrameOfReferenceUID, frame)
            .Add(new DicomSequence(DicomTag.RTReferencedStudySequence, study))));
    }

    /// <summary>Drops what a structure set names: series, images, and its ROIs' frame is set anew.</summary>
    public static void SetFrameOnly(DicomDataset set, string frame)
    {
        set.AddOrUpdate(new DicomSequence(DicomTag.ReferencedFrameOfReferenceSequence, new DicomDataset().Add(DicomTag.FrameOfReferenceUID, frame)));
        foreach (var roi in set.GetSequence(DicomTag.StructureSetROISequence).Items) roi.AddOrUpdate(DicomTag.ReferencedFrameOfReferenceUID, frame);
    }

    public static DicomDataset ImageReference(string uid) => new DicomDataset()
        .Add(DicomTag.ReferencedSOPClassUID, DicomUID.CTImageStorage)
        .Add(DicomTag.ReferencedSOPInstanceUID, uid);

    /// <summary>A square around (0, 0) on planes 1 to 4.</summary>
    public static SyntheticRoi Square(int number, string name, string type, double side) => new(
        number, name, type, [.. Enumerable.Range(1, 4).Select(i => SyntheticContour.Square(side / 2, i * 2.5))]);
}

internal sealed record SyntheticRoi(int Number, string Name, string Type, SyntheticContour[] Contours)
{
    public DicomDataset Item(string frame) => new DicomDataset()
        .Add(DicomTag.ROINumber, Number.ToString(CultureInfo.InvariantCulture))
        .Add(DicomTag.ReferencedFrameOfReferenceUID, frame)
        .Add(DicomTag.ROIName, Name)
        .Add(DicomTag.ROIGenerationAlgorithm, "MANUAL");

    public DicomDataset ContourItem()
    {
        var item = new DicomDataset()
            .Add(DicomTag.ROIDisplayColor, "255", "0", "10")
            .Add(DicomTag.ReferencedROINumber, Number.ToString(CultureInfo.InvariantCulture));
        return Contours.Length == 0 ? item : item.NotValidated().Add(new DicomSequence(DicomTag.ContourSequence, [.. Contours.Select(c => c.Item())]));
    }

    public DicomDataset Observation() => new DicomDataset()
        .Add(DicomTag.ObservationNumber, Number.ToString(CultureInfo.InvariantCulture))
        .Add(DicomTag.ReferencedROINumber, Number.ToString(CultureInfo.InvariantCulture))
        .Add(DicomTag.RTROIInterpretedType, Type)
        .Add(DicomTag.ROIInterpreter, string.Empty);
}

/// <summary>A contour with its data as text, so that every character is known.</summary>
internal sealed record SyntheticContour(string Kind, string Data, string? Image = null)
{
    public static SyntheticContour Square(double half, double z, double x = 0, double y = 0, string kind = "CLOSED_PLANAR") =>
        Of(kind, z, (x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half));

    public static SyntheticContour Of(string kind, double z, params (double X, double Y)[] points) => new(
        kind,
        string.Join('\\', points.SelectMany(p => new[] { p.X, p.Y, z }).Select(v => v.ToString(CultureInfo.InvariantCulture))));

    public DicomDataset Item()
    {
        var item = new DicomDataset()
            .Add(DicomTag.ContourGeometricType, Kind)
            .Add(DicomTag.NumberOfContourPoints, (Data.Split('\\').Length / 3).ToString(CultureInfo.InvariantCulture));
        if (Image is not null) item.Add(new DicomSequence(DicomTag.ContourImageSequence, SyntheticCase.ImageReference(Image)));
        return item.NotValidated().Add(new DicomDecimalString(DicomTag.ContourData, Data.Split('\\')));
    }
}
