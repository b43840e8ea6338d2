using System.Collections.Immutable;
using ContourFlow.Contouring.RtObjects;
using ContourFlow.Geometry.Patient;
using ContourFlow.Geometry.Planes;

namespace ContourFlow.Contouring.Cases;

/// <summary>
/// Makes facts of what is read of a header, and back again: cases are put together from facts by the very rules by which a folder is read.
/// </summary>
internal static class FactsReading
{
    private const int PlaneNumbers = 11;

    /// <summary>The facts of a data set.</summary>
    public static ObjectFacts Read(DicomDataset dataset) => Of(ScannedObject.Of(string.Empty, string.Empty, dataset), dataset);

    /// <summary>The facts of an object of a folder that is one patient's: whose it is is not among them, nor, of an image, whose data set is not kept, how it is weighted.</summary>
    public static ObjectFacts OfFolder(ScannedObject scanned) => Of(scanned, scanned.Dataset) with { PatientKey = string.Empty, IssuerKey = string.Empty };

    private static ObjectFacts Of(ScannedObject scanned, DicomDataset? dataset)
    {
        return new()
        {
            SopClassUid = scanned.SopClassUid,
            SopInstanceUid = scanned.SopInstanceUid,
            StudyInstanceUid = scanned.StudyInstanceUid,
            SeriesInstanceUid = scanned.SeriesInstanceUid,
            Modality = scanned.Modality,
            FrameOfReferenceUid = scanned.FrameOfReferenceUid,
            PatientKey = PatientKeys.Of(scanned.Patient, scanned.StudyInstanceUid),
            IssuerKey = dataset is null ? string.Empty : PatientKeys.OfIssuer(dataset),
            AcquisitionDate = scanned.AcquisitionDate,
            IsOwn = scanned.IsOwn,
            Image = scanned.Image is { } image ? FactsOf(image) : null,
            Frames = [.. scanned.Frames.Select(frame => new FrameFacts { Number = frame.Frame.Number, StackId = frame.StackId, Image = FactsOf(frame.Image) })],
            Weighting = dataset is not null && scanned is { Modality: "MR", Image: not null } ? MrWeightings.Of(dataset, scanned.Frames.IsEmpty ? null : scanned.Frames[0].Frame) : MrWeighting.Unknown,
            StructureSet = scanned.StructureSet is { } structureSet ? FactsOf(structureSet, scanned.Dated) : null,
            Registration = dataset is not null && scanned.IsRegistration ? RegistrationOf(dataset) : null,
            Dose = dataset is not null && scanned.IsDose ? DoseFactsReading.DoseOf(dataset) : null,
            Plan = dataset is not null && scanned.IsPlan ? DoseFactsReading.PlanOf(dataset) : null,
        };
    }

    /// <summary>The object of facts, as the reading of a folder knows it. Its data set is not there.</summary>
    public static ScannedObject Scanned(ObjectFacts facts) => new()
    {
        File = facts.SopInstanceUid,
        Path = string.Empty,
        SopClassUid = facts.SopClassUid,
        SopInstanceUid = facts.SopInstanceUid,
        StudyInstanceUid = facts.StudyInstanceUid,
        SeriesInstanceUid = facts.SeriesInstanceUid,
        Modality = facts.Modality,
        FrameOfReferenceUid = facts.FrameOfReferenceUid,
        Patient = new(facts.PatientKey, string.Empty, string.Empty),
        AcquisitionDate = facts.AcquisitionDate,
        IsOwn = facts.IsOwn,
        Image = facts.Image is { } image ? HeaderOf(facts.SopInstanceUid, image) : null,
        Frames =
        [
            .. facts.Frames.Select(frame =>
            {
                var which = new ImageFrame(frame.Number, facts.Image?.NumberOfFrames ?? facts.Frames.Length);
                return new FrameHeader(which, HeaderOf(ImageKey.Of(facts.SopInstanceUid, which), frame.Image), frame.StackId, default);
            }),
        ],
        StructureSet = facts.StructureSet is { } structureSet ? ReferencesOf(structureSet) : null,
        Dated = facts.StructureSet?.Dated ?? string.Empty,
    };

    private static ImageFacts FactsOf(ImageHeader header) => new()
    {
        Rows = header.Rows,
        Columns = header.Columns,
        NumberOfFrames = header.Frames,
        ImageType = header.ImageType,
        Plane = header.Plane is { } plane
            ?
            [
                plane.Position.X, plane.Position.Y, plane.Position.Z,
                plane.RowDirection.X, plane.RowDirection.Y, plane.RowDirection.Z,
                plane.ColumnDirection.X, plane.ColumnDirection.Y, plane.ColumnDirection.Z,
                plane.RowSpacing, plane.ColumnSpacing,
            ]
            : [],
        FaultCode = header.FaultCode,
        Fault = header.Fault,
        AnatomicalOrientation = header.AnatomicalOrientation,
    };

    private static ImageHeader HeaderOf(string id, ImageFacts facts)
    {
        var plane = facts.Plane is { Length: PlaneNumbers } p
            ? new ImagePlane(id, new PatientPoint(p[0], p[1], p[2]), new PatientVector(p[3], p[4], p[5]), new PatientVector(p[6], p[7], p[8]), facts.Rows, facts.Columns, p[9], p[10])
            : null;
        return new(plane, facts.FaultCode, facts.Fault, string.Empty, facts.ImageType, facts.Rows, facts.Columns, facts.NumberOfFrames, facts.AnatomicalOrientation);
    }

    private static StructureSetFacts FactsOf(RtStructReferences references, string dated) => new()
    {
        FramesOfReference = references.FramesOfReference,
        Series =
        [
            .. references.Series.Select(series => new NamedSeriesFacts
            {
                SeriesInstanceUid = series.SeriesInstanceUid,
                StudyInstanceUid = series.StudyInstanceUid,
                ImageClassUid = series.ImageClassUid,
                Images = series.Images,
            }),
        ],
        ContourImages = [.. references.ContourImages.Order(StringComparer.Ordinal)],
        ContourFrames = [.. references.ContourFrames.Order(StringComparer.Ordinal)],
        Predecessors = references.Predecessors,
        Rois =
        [
            .. references.Rois.Select(roi => new RoiFacts
            {
                Number = roi.Number,
                Name = roi.Name,
                InterpretedType = roi.InterpretedType,
                FrameOfReferenceUid = roi.FrameOfReferenceUid,
                Contours = roi.Contours,
                ClosedContours = roi.ClosedContours,
            }),
        ],
        Dated = dated,
    };

    private static RtStructReferences ReferencesOf(StructureSetFacts facts) => new(
        facts.FramesOfReference,
        [.. facts.Series.Select(series => new ReferencedSeries(series.SeriesInstanceUid, series.Images) { StudyInstanceUid = series.StudyInstanceUid, ImageClassUid = series.ImageClassUid })],
        facts.ContourImages.ToImmutableHashSet(StringComparer.Ordinal),
        facts.ContourFrames.ToImmutableHashSet(StringComparer.Ordinal),
        facts.Predecessors,
        [.. facts.Rois.Select(roi => new RoiHeader(roi.Number, roi.Name, roi.InterpretedType, roi.FrameOfReferenceUid, roi.Contours, roi.ClosedContours))]);

    private static RegistrationFacts RegistrationOf(DicomDataset dataset)
    {
        var items = dataset.Items(DicomTag.RegistrationSequence);
        return new()
        {
            FramesOfReference =
            [
                .. items.Select(item => item.Text(DicomTag.FrameOfReferenceUID))
                    .Prepend(dataset.Text(DicomTag.FrameOfReferenceUID))
                    .Where(uid => uid.Length > 0)
                    .Distinct(StringComparer.Ordinal),
            ],
            Images =
            [
                .. items.Where(item => item.Text(DicomTag.FrameOfReferenceUID).Length == 0)
                    .SelectMany(item => item.Items(DicomTag.ReferencedImageSequence))
                    .Select(image => image.Text(DicomTag.ReferencedSOPInstanceUID))
                    .Where(uid => uid.Length > 0)
                    .Distinct(StringComparer.Ordinal),
            ],
        };
    }
}
