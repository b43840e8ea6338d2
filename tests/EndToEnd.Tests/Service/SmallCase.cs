using System.Globalization;
using ContourFlow.Contouring;
using ContourFlow.Contracts;

namespace ContourFlow.EndToEnd.Tests.Service;

/// <summary>
/// A case that is processed in a moment: a CT of 40 small slices, 1 mm apart, and a cord that is a cylinder along z in it. What is to come of it by the
/// protocol spine-cord-prv is known in closed form: a cylinder that is 2 mm wider all around.
/// </summary>
internal sealed record SmallCase
{
    /// <summary>The protocol that it is made for.</summary>
    public const string Protocol = "spine-cord-prv";

    /// <summary>Margin of that protocol, mm.</summary>
    public const double Margin = 2;

    public const int Slices = 40;
    public const int FirstCordSlice = 12;
    public const int LastCordSlice = 27;

    private const int Side = 64;

    private readonly bool gap;

    private SmallCase(int number, int version, bool gap) => (Number, Version, this.gap) = (number, version, gap);

    /// <summary>Which one: another number is another patient.</summary>
    public int Number { get; }

    /// <summary>Which structure set of it.</summary>
    public int Version { get; }

    /// <summary>Stands in every attribute that is a patient's: to be found in no message.</summary>
    public string Secret => $"ZEBEDEE{Number}";

    /// <summary>Radius of the cord, mm: another one in each version.</summary>
    public double Radius => 4 + (((Number * 7) + (Version * 3)) % 11 * 0.25);

    public string CtSeries => Uid("ct series");

    public CaseId CaseId => CaseId.OfPlanningCt(CtSeries);

    public string Study => Uid("study");

    public string StructureSet => NameBasedUid.Create("small case", Text(Number), "structure set", Text(Version)).UID;

    public string Frame => Uid("frame");

    /// <summary>The files: CT slices, the structure set last.</summary>
    public IReadOnlyList<string> Files { get; private init; } = [];

    /// <summary>Writes a case.</summary>
    /// <param name="folder">Where; made when it is not there.</param>
    /// <param name="number">Which one.</param>
    /// <param name="version">Which structure set of it; a later one is dated later.</param>
    /// <param name="gap">Whether the cord misses a plane, for which the protocol refuses it.</param>
    public static SmallCase In(string folder, int number, int version = 0, bool gap = false)
    {
        Directory.CreateDirectory(folder);
        var one = new SmallCase(number, version, gap);
        var files = new List<string>();
        for (int slice = 0; slice < Slices; slice++)
            files.Add(Save(folder, $"CT.{slice:d3}.dcm", one.Slice(slice)));
        files.Add(Save(folder, $"RS.{version}.dcm", one.Contours()));
        return one with { Files = files };
    }

    private string Uid(params string[] what) => NameBasedUid.Create(["small case", Text(Number), .. what]).UID;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Save(string folder, string name, DicomDataset dataset)
    {
        string path = Path.Combine(folder, name);
        new DicomFile(dataset).Save(path);
        return path;
    }

    /// <summary>Who it is, in an object of the patient.</summary>
    public DicomDataset Patient(DicomUID sopClass, string instance, string series, string modality) => new()
    {
        { DicomTag.SOPClassUID, sopClass },
        { DicomTag.SOPInstanceUID, instance },
        { DicomTag.StudyDate, "20260102" },
        { DicomTag.StudyTime, "101112" },
        { DicomTag.SeriesDate, "20260102" },
        { DicomTag.AcquisitionDate, "20260102" },
        { DicomTag.Modality, modality },
        { DicomTag.Manufacturer, "Test" },
        { DicomTag.PatientName, $"{Secret}^PATIENT" },
        { DicomTag.PatientID, $"{Secret}-ID" },
        { DicomTag.PatientBirthDate, "19010203" },
        { DicomTag.PatientSex, "O" },
        { DicomTag.StudyInstanceUID, Study },
        { DicomTag.SeriesInstanceUID, series },
        { DicomTag.StudyID, "1" },
        { DicomTag.SeriesNumber, 1 },
        { DicomTag.FrameOfReferenceUID, Uid("frame") },
        { DicomTag.PositionReferenceIndicator, "" },
        { DicomTag.AccessionNumber, "" },
        { DicomTag.ReferringPhysicianName, "" },
    };

    private DicomDataset Slice(int slice)
    {
        DicomDataset image = Patient(DicomUID.CTImageStorage, SliceUid(slice), CtSeries, "CT");
        image.Add(DicomTag.ImageType, "ORIGINAL", "PRIMARY", "AXIAL");
        image.Add(DicomTag.PatientPosition, "HFS");
        image.Add(DicomTag.InstanceNumber, slice + 1);
        image.Add(DicomTag.ImagePositionPatient, -32.0, -32.0, (double)slice);
        image.Add(DicomTag.ImageOrientationPatient, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0);
        image.Add(DicomTag.SliceThickness, 1.0);
        image.Add(DicomTag.SamplesPerPixel, (ushort)1);
        image.Add(DicomTag.PhotometricInterpretation, "MONOCHROME2");
        image.Add(DicomTag.Rows, (ushort)Side);
        image.Add(DicomTag.Columns, (ushort)Side);
        image.Add(DicomTag.PixelSpacing, 1.0, 1.0);
        image.Add(DicomTag.BitsAllocated, (ushort)16);
        image.Add(DicomTag.BitsStored, (ushort)16);
        image.Add(DicomTag.HighBit, (ushort)15);
        image.Add(DicomTag.PixelRepresentation, (ushort)1);
        image.Add(DicomTag.RescaleIntercept, 0.0);
        image.Add(DicomTag.RescaleSlope, 1.0);
        image.Add(DicomTag.RescaleType, "HU");
        image.Add(new DicomOtherWord(DicomTag.PixelData, [.. Enumerable.Range(0, Side * Side).Select(i => (ushort)((i * 7) + slice + Number))]));
        return image;
    }

    private string SliceUid(int slice) => Uid("slice", Text(slice));

    private DicomDataset Contours()
    {
        DicomDataset set = Patient(DicomUID.RTStructureSetStorage, StructureSet, Uid("structure set series"), "RTSTRUCT");
        set.Add(DicomTag.StructureSetLabel, "DRAWN");
        set.Add(DicomTag.StructureSetDate, "20260103");
        set.Add(DicomTag.StructureSetTime, (100000 + Version).ToString(CultureInfo.InvariantCulture));
        set.Add(DicomTag.InstanceNumber, Version + 1);
        var images = new DicomSequence(DicomTag.ContourImageSequence, Enumerable.Range(0, Slices).Select(Image).ToArray());
        set.Add(new DicomSequence(DicomTag.ReferencedFrameOfReferenceSequence, new DicomDataset
        {
            { DicomTag.FrameOfReferenceUID, Uid("frame") },
            new DicomSequence(DicomTag.RTReferencedStudySequence, new DicomDataset
            {
                { DicomTag.ReferencedSOPClassUID, "1.2.840.10008.3.1.2.3.1" },
                { DicomTag.ReferencedSOPInstanceUID, Study },
                new DicomSequence(DicomTag.RTReferencedSeriesSequence, new DicomDataset { { DicomTag.SeriesInstanceUID, CtSeries }, images }),
            }),
        }));
        set.Add(new DicomSequence(DicomTag.StructureSetROISequence, new DicomDataset
        {
            { DicomTag.ROINumber, 1 },
            { DicomTag.ReferencedFrameOfReferenceUID, Uid("frame") },
            { DicomTag.ROIName, "SpinalCord" },
            { DicomTag.ROIGenerationAlgorithm, "MANUAL" },
        }));
        set.Add(new DicomSequence(DicomTag.ROIContourSequence, new DicomDataset
        {
            { DicomTag.ReferencedROINumber, 1 },
            { DicomTag.ROIDisplayColor, 255, 0, 0 },
            new DicomSequence(DicomTag.ContourSequence, Enumerable.Range(FirstCordSlice, LastCordSlice - FirstCordSlice + 1).Where(slice => !gap || slice != 20).Select(Circle).ToArray()),
        }));
        set.Add(new DicomSequence(DicomTag.RTROIObservationsSequence, new DicomDataset
        {
            { DicomTag.ObservationNumber, 1 },
            { DicomTag.ReferencedROINumber, 1 },
            { DicomTag.RTROIInterpretedType, "ORGAN" },
            { DicomTag.ROIInterpreter, "" },
        }));
        set.Add(DicomTag.ApprovalStatus, "UNAPPROVED");
        return set;
    }

    private DicomDataset Image(int slice) => new()
    {
        { DicomTag.ReferencedSOPClassUID, DicomUID.CTImageStorage },
        { DicomTag.ReferencedSOPInstanceUID, SliceUid(slice) },
    };

    // 360 corners: the area is short of the circle's by 0.005 percent.
    private DicomDataset Circle(int slice) => new()
    {
        new DicomSequence(DicomTag.ContourImageSequence, Image(slice)),
        { DicomTag.ContourGeometricType, "CLOSED_PLANAR" },
        { DicomTag.NumberOfContourPoints, 360 },
        {
            DicomTag.ContourData,
            Enumerable.Range(0, 360).SelectMany(degree => new[]
            {
                Math.Round(Radius * Math.Cos(degree * Math.PI / 180), 3),
                Math.Round(Radius * Math.Sin(degree * Math.PI / 180), 3),
                slice,
            }).ToArray()
        },
    };
}
