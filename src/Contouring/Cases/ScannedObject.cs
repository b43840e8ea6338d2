using System.Collections.Immutable;
using System.Globalization;
using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Cases;

/// <summary>A DICOM object of a folder: what is needed to sort it and to choose.</summary>
internal sealed record ScannedObject
{
    /// <summary>The file's name relative to the folder, with '/' between folders.</summary>
    public required string File { get; init; }

    /// <summary>Where it is.</summary>
    public required string Path { get; init; }

    public required string SopClassUid { get; init; }

    public required string SopInstanceUid { get; init; }

    public required string StudyInstanceUid { get; init; }

    public required string SeriesInstanceUid { get; init; }

    public required string Modality { get; init; }

    public required string FrameOfReferenceUid { get; init; }

    /// <summary>Whose it is. Patient data: compared, never said.</summary>
    public required PatientIdentity Patient { get; init; }

    /// <summary>
    /// Day of the acquisition: Acquisition Date, else the day of Acquisition DateTime, of the series, of the study; null
    /// when none is stated.
    /// </summary>
    public DateOnly? AcquisitionDate { get; init; }

    /// <summary>True for a rigid Spatial Registration.</summary>
    public bool IsRegistration => SopClassUid == DicomUID.SpatialRegistrationStorage.UID;

    /// <summary>True for an RT Dose.</summary>
    public bool IsDose => DoseFactsReading.IsDose(SopClassUid, Modality);

    /// <summary>True for an RT Plan or RT Ion Plan.</summary>
    public bool IsPlan => DoseFactsReading.IsPlan(SopClassUid, Modality);

    /// <summary>True for an object that this program wrote.</summary>
    public required bool IsOwn { get; init; }

    /// <summary>Size and plane of an image; null for anything else.</summary>
    public ImageHeader? Image { get; init; }

    /// <summary>The frames of an enhanced multi-frame image; none for anything else.</summary>
    public ImmutableArray<FrameHeader> Frames { get; init; } = [];

    /// <summary>Where this stands for one frame of an enhanced image: that frame.</summary>
    public FrameHeader? Frame { get; init; }

    /// <summary>What names the image in a sentence: its UID, with the frame's number where it is one.</summary>
    public string ImageName => ImageKey.Of(SopInstanceUid, Frame?.Frame);

    /// <summary>References of a structure set; null for anything else.</summary>
    public RtStructReferences? StructureSet { get; init; }

    /// <summary>
    /// Structure sets, registrations, plans and doses keep their data set (a dose without its pixels in memory); images
    /// are opened again when they are chosen.
    /// </summary>
    public DicomDataset? Dataset { get; init; }

    /// <summary>Structure Set Date and Time as one sortable text, or empty.</summary>
    public string Dated { get; init; } = string.Empty;

    /// <summary>The images with one plane each that the object holds: itself, or each frame of an enhanced image.</summary>
    public IEnumerable<ScannedObject> Planes() => Frames.IsEmpty ? [this] : Frames.Select(frame => this with { Frames = [], Frame = frame, Image = frame.Image });

    /// <summary>Reads what is needed of an object.</summary>
    public static ScannedObject Of(string file, string path, DicomDataset dataset)
    {
        var modality = dataset.Text(DicomTag.Modality);
        var sopClass = dataset.Text(DicomTag.SOPClassUID);
        var isStructureSet = sopClass == DicomUID.RTStructureSetStorage.UID || modality == "RTSTRUCT";
        var isRegistration = sopClass == DicomUID.SpatialRegistrationStorage.UID;
        return new()
        {
            File = file,
            Path = path,
            SopClassUid = sopClass,
            SopInstanceUid = dataset.Text(DicomTag.SOPInstanceUID),
            StudyInstanceUid = dataset.Text(DicomTag.StudyInstanceUID),
            SeriesInstanceUid = dataset.Text(DicomTag.SeriesInstanceUID),
            Modality = modality,
            FrameOfReferenceUid = dataset.Text(DicomTag.FrameOfReferenceUID),
            Patient = PatientIdentity.Of(dataset),
            AcquisitionDate = Day(dataset),
            IsOwn = dataset.Text(DicomTag.Manufacturer) == ProductIdentity.Manufacturer
                && (isRegistration || dataset.Items(DicomTag.PredecessorStructureSetSequence).Count > 0),
            Image = isStructureSet ? null : ImageHeader.Of(dataset),
            Frames = isStructureSet ? [] : EnhancedFrames.Of(dataset),
            StructureSet = isStructureSet ? RtStructReferences.Of(dataset) : null,
            Dataset = isStructureSet || isRegistration || DoseFactsReading.IsDose(sopClass, modality) || DoseFactsReading.IsPlan(sopClass, modality) ? dataset : null,
            Dated = Sortable(dataset.Text(DicomTag.StructureSetDate), dataset.Text(DicomTag.StructureSetTime)),
        };
    }

    private static DateOnly? Day(DicomDataset dataset)
    {
        foreach (var tag in (ReadOnlySpan<DicomTag>)[DicomTag.AcquisitionDate, DicomTag.AcquisitionDateTime, DicomTag.SeriesDate, DicomTag.StudyDate])
        {
            var text = dataset.Text(tag);
            if (text.Length >= 8 && DateOnly.TryParseExact(text.AsSpan(0, 8), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        }

        return null;
    }

    private static string Sortable(string date, string time) => date.Length == 8 ? date + time : string.Empty;
}

/// <summary>What tells patients apart. Patient data: compared, never said.</summary>
/// <param name="Id">Patient ID, empty when absent.</param>
/// <param name="Name">Patient's Name; compared only where there is no Patient ID.</param>
/// <param name="BirthDate">Patient's Birth Date; compared only where there is no Patient ID.</param>
internal sealed record PatientIdentity(string Id, string Name, string BirthDate)
{
    /// <summary>
    /// Equal for objects of one patient: the ID decides, also when it is empty on one side; between objects without
    /// an ID, name and birth date decide.
    /// </summary>
    public (string, string, string) Key => Id.Length > 0 ? (Id, string.Empty, string.Empty) : (string.Empty, Name, BirthDate);

    public static PatientIdentity Of(DicomDataset dataset) => new(
        dataset.Text(DicomTag.PatientID),
        dataset.Text(DicomTag.PatientName).TrimEnd('^'),
        dataset.Text(DicomTag.PatientBirthDate));

    /// <summary>True when both state a name, or both a birth date, and they differ.</summary>
    public bool Contradicts(PatientIdentity other) =>
        (Name.Length > 0 && other.Name.Length > 0 && !string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase))
        || (BirthDate.Length > 0 && other.BirthDate.Length > 0 && BirthDate != other.BirthDate);
}
