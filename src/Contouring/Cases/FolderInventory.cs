using System.Collections.Immutable;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Cases;

/// <summary>
/// What is in a folder, for people: nothing is chosen, nothing is refused. A bad object is listed with its reason.
/// </summary>
/// <param name="Patients">Patients. Patient data: for the user's own screen, never for a log.</param>
/// <param name="Series">Image series of any modality.</param>
/// <param name="StructureSets">Structure sets.</param>
/// <param name="Doses">Dose grids.</param>
/// <param name="Plans">Plans.</param>
/// <param name="Others">Other DICOM objects by modality and SOP class.</param>
/// <param name="NotRead">Files that are no DICOM objects, or broken, with the reason.</param>
public sealed record FolderInventory(
    ImmutableArray<InventoryPatient> Patients,
    ImmutableArray<InventorySeries> Series,
    ImmutableArray<InventoryStructureSet> StructureSets,
    ImmutableArray<InventoryDose> Doses,
    ImmutableArray<InventoryPlan> Plans,
    ImmutableArray<InventoryOther> Others,
    ImmutableArray<UnusedObject> NotRead)
{
    /// <summary>Lists a folder and everything below it.</summary>
    /// <exception cref="CaseDataException">The folder itself is not there or may not be read.</exception>
    public static FolderInventory Read(string folder, CaseReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new();
        var scan = FolderScan.Read(folder, options, cancellationToken);
        var patients = scan.Objects.GroupBy(o => o.Patient.Key).ToList();
        var numbers = patients.Select((p, i) => (p.Key, i)).ToDictionary(p => p.Key, p => p.i + 1);
        int PatientOf(ScannedObject o) => numbers[o.Patient.Key];

        var images = scan.Objects.Where(o => o.Image is not null && o.Modality is not ("RTDOSE" or "RTPLAN")).ToList();
        var series = images
            .GroupBy(o => (Patient: PatientOf(o), o.SeriesInstanceUid))
            .SelectMany(group => ImageStacks.Split(group.SelectMany(o => o.Planes())).Select(stack => SeriesInventory.Of(group.Key.Patient, stack)))
            .ToImmutableArray();
        var objects = scan.Objects.Except(images).ToList();
        var structureSets = objects.Where(o => o.StructureSet is not null).ToList();
        var doses = objects.Where(o => o.Modality == "RTDOSE").ToList();
        var plans = objects.Where(o => o.Modality == "RTPLAN").ToList();
        return new(
            [.. patients.Select((p, i) => new InventoryPatient(i + 1, p.Key.Item1, [.. p.Select(o => o.StudyInstanceUid).Distinct(StringComparer.Ordinal)], p.Count()))],
            series,
            [.. structureSets.Select(o => Guarded(o, () => StructureSetInventory.Of(PatientOf(o), o, series)))],
            [.. doses.Select(o => Dose(PatientOf(o), o))],
            [.. plans.Select(o => new InventoryPlan(PatientOf(o), o.SopInstanceUid, o.Dataset!.Text(DicomTag.RTPlanLabel), o.Dataset!.Items(DicomTag.BeamSequence).Count, References(o.Dataset!)))],
            [
                .. objects.Except(structureSets).Except(doses).Except(plans)
                    .GroupBy(o => (Patient: PatientOf(o), o.Modality, o.SopClassUid))
                    .Select(g => new InventoryOther(g.Key.Patient, g.Key.Modality, g.Key.SopClassUid, g.Count())),
            ],
            [.. scan.OtherFiles, .. scan.Broken.Select(b => new UnusedObject(null, "file", ReasonCodes.UnreadableFile, $"{b.File} cannot be read: {b.Sentence}"))]);
    }

    /// <summary>A structure set whose values cannot be read is listed by its UID and the reason.</summary>
    private static InventoryStructureSet Guarded(ScannedObject o, Func<InventoryStructureSet> read)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is DicomDataException or FormatException or ArgumentException or IOException)
        {
            return new(0, o.SopInstanceUid, string.Empty, string.Empty, string.Empty, [], [], $"It cannot be read: {fault.Message}");
        }
    }

    private static InventoryDose Dose(int patient, ScannedObject o)
    {
        var dataset = o.Dataset!;
        var spacing = dataset.Numbers(DicomTag.PixelSpacing);
        return new(
            patient,
            o.SopInstanceUid,
            dataset.Text(DicomTag.DoseUnits),
            dataset.Text(DicomTag.DoseType),
            dataset.Text(DicomTag.DoseSummationType),
            o.Image?.Rows ?? dataset.WholeNumber(DicomTag.Rows) ?? 0,
            o.Image?.Columns ?? dataset.WholeNumber(DicomTag.Columns) ?? 0,
            o.Image?.Frames ?? dataset.WholeNumber(DicomTag.NumberOfFrames) ?? 0,
            spacing is [var row, var column] ? [row, column] : []);
    }

    private static ImmutableArray<string> References(DicomDataset plan) =>
        [.. plan.Items(DicomTag.ReferencedStructureSetSequence).Select(i => i.Text(DicomTag.ReferencedSOPInstanceUID))];
}

/// <summary>A patient of a folder.</summary>
/// <param name="Number">Number within the inventory, from 1.</param>
/// <param name="PatientId">Patient ID, empty when there is none. Patient data.</param>
/// <param name="StudyInstanceUids">The studies.</param>
/// <param name="Objects">Number of objects.</param>
public sealed record InventoryPatient(int Number, string PatientId, ImmutableArray<string> StudyInstanceUids, int Objects);

/// <summary>An image series of a folder.</summary>
/// <param name="Patient">Number of the patient.</param>
/// <param name="SeriesInstanceUid">The series.</param>
/// <param name="StudyInstanceUid">Its study.</param>
/// <param name="Modality">Its modality.</param>
/// <param name="FrameOfReferenceUid">Its frame of reference, or empty.</param>
/// <param name="Images">Number of images.</param>
/// <param name="Rows">Rows of the first image.</param>
/// <param name="Columns">Columns of the first image.</param>
/// <param name="RowSpacing">mm, 0 when unknown.</param>
/// <param name="ColumnSpacing">mm, 0 when unknown.</param>
/// <param name="PlaneSpacings">The different distances between neighbouring planes along the normal, mm to 0.01, ascending.</param>
/// <param name="Orientation">"axial", "sagittal", "coronal", "oblique", "scout" or "unknown".</param>
/// <param name="Low">Lowest position along the normal, mm (patient z for axial planes); 0 when unknown.</param>
/// <param name="High">Highest position along the normal, mm.</param>
/// <param name="Faults">What is wrong with its planes, as sentences.</param>
/// <param name="Stack">Stack ID of the frames of an enhanced multi-frame image, each stack and orientation of which is listed by itself; or empty.</param>
/// <param name="Frames">Number of frames of enhanced multi-frame images, 0 for single images. Images counts them too.</param>
public sealed record InventorySeries(
    int Patient,
    string SeriesInstanceUid,
    string StudyInstanceUid,
    string Modality,
    string FrameOfReferenceUid,
    int Images,
    int Rows,
    int Columns,
    double RowSpacing,
    double ColumnSpacing,
    ImmutableArray<double> PlaneSpacings,
    string Orientation,
    double Low,
    double High,
    ImmutableArray<string> Faults,
    string Stack = "",
    int Frames = 0);

/// <summary>A structure set of a folder.</summary>
/// <param name="Patient">Number of the patient.</param>
/// <param name="SopInstanceUid">The instance.</param>
/// <param name="Label">Structure Set Label.</param>
/// <param name="Manufacturer">Manufacturer.</param>
/// <param name="ApprovalStatus">Approval Status, or empty.</param>
/// <param name="SeriesInstanceUids">The image series that it names.</param>
/// <param name="Rois">Its ROIs.</param>
/// <param name="Fault">Why it could not be read, or null.</param>
public sealed record InventoryStructureSet(
    int Patient,
    string SopInstanceUid,
    string Label,
    string Manufacturer,
    string ApprovalStatus,
    ImmutableArray<string> SeriesInstanceUids,
    ImmutableArray<InventoryRoi> Rois,
    string? Fault);

/// <summary>An ROI of a structure set.</summary>
/// <param name="Number">ROI Number.</param>
/// <param name="Name">ROI Name.</param>
/// <param name="InterpretedType">RT ROI Interpreted Type, or empty.</param>
/// <param name="Contours">Number of contours of any kind.</param>
/// <param name="Planes">Number of planes with closed contours.</param>
/// <param name="Volume">
/// Volume in cc: area by even-odd times half the way to both neighbouring planes (those of the CT where it is in the
/// folder, those of the whole structure set otherwise); null when it has no closed contours or only one plane is known.
/// </param>
/// <param name="Fault">Why its contours could not be read, or null.</param>
public sealed record InventoryRoi(int Number, string Name, string InterpretedType, int Contours, int Planes, double? Volume, string? Fault);

/// <summary>A dose grid of a folder.</summary>
/// <param name="Spacing">Row and column spacing, mm; empty when unknown.</param>
public sealed record InventoryDose(
    int Patient, string SopInstanceUid, string Units, string Type, string SummationType, int Rows, int Columns, int Frames, ImmutableArray<double> Spacing);

/// <summary>A plan of a folder.</summary>
public sealed record InventoryPlan(int Patient, string SopInstanceUid, string Label, int Beams, ImmutableArray<string> StructureSets);

/// <summary>Other objects of a folder.</summary>
public sealed record InventoryOther(int Patient, string Modality, string SopClassUid, int Objects);
