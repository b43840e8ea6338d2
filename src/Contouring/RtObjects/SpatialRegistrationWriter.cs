using ContourFlow.Contouring.Cases;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Contouring.RtObjects;

/// <summary>
/// Writes the registration of an MR onto the planning CT as a Spatial Registration object (DICOM PS3.3 A.39, C.20.2).
/// The same input gives the same bytes: no clock, no random identity.
/// </summary>
/// <remarks>
/// The object's own frame of reference, its Registered RCS, is the CT's. Registration Sequence has two items: the CT's
/// frame with the identity, and the MR's frame with the matrix that maps coordinates of the MR's frame (B) to the
/// CT's (A): ᴬp = ᴬMᴮ · ᴮp (PS3.3 C.20.2.1.1). It is not the other direction, which resampling programs use.
/// </remarks>
public static class SpatialRegistrationWriter
{
    /// <summary>Stands for the type 1 Content Date where neither structure set nor CT states a day (anonymised objects).</summary>
    public const string UnknownDate = "19000101";

    private const string Kind = "REG";

    private static readonly CodedConcept ImageContent = new("125024", "DCM", "Image Content-based Alignment");
    private static readonly CodedConcept SameFrame = new("125021", "DCM", "Frame of Reference Identity");

    /// <summary>Writes a registration.</summary>
    /// <param name="ct">The planning CT: its study and frame of reference are the object's.</param>
    /// <param name="mr">The MR.</param>
    /// <param name="mrToCt">Maps points of the MR's frame of reference to the CT's, mm.</param>
    /// <param name="protocolHash">Hash of the protocol that asked for it: part of the identity.</param>
    /// <param name="structureSet">
    /// The structure set drawn on the CT: part of the identity; patient, study and content date are carried from it.
    /// Where it lies in another study than the CT, patient and study are the CT's.
    /// </param>
    /// <exception cref="ArgumentException">The transform is not from the MR's frame to the CT's, or both are one frame: nothing to register.</exception>
    public static WrittenRegistration Write(PlanningCt ct, MrSeries mr, RigidTransform mrToCt, string protocolHash, PlanningStructureSet structureSet)
    {
        ArgumentNullException.ThrowIfNull(ct);
        ArgumentNullException.ThrowIfNull(mr);
        ArgumentNullException.ThrowIfNull(mrToCt);
        ArgumentNullException.ThrowIfNull(protocolHash);
        ArgumentNullException.ThrowIfNull(structureSet);
        var frame = ct.Grid.FrameOfReference;
        if (mrToCt.From != mr.Grid.FrameOfReference || mrToCt.To != frame)
            throw new ArgumentException($"A transform from {mr.Grid.FrameOfReference} to {frame} is wanted, not one from {mrToCt.From} to {mrToCt.To}.", nameof(mrToCt));
        if (mrToCt.From == mrToCt.To)
            throw new ArgumentException($"MR series {mr.SeriesInstanceUid} shares the CT's frame of reference: there is nothing to register.", nameof(mr));

        var dataset = new DicomDataset(DicomTransferSyntax.ImplicitVRLittleEndian).NotValidated();
        var ofCtStudy = structureSet.Source.Text(DicomTag.StudyInstanceUID) == ct.StudyInstanceUid;
        CarriedModules.CopyTo(dataset, ofCtStudy ? structureSet.Source : ct.Header, ct.Header);
        AddIdentity(dataset, ct, mr, protocolHash, structureSet);
        WrittenIdentity.AddEquipment(dataset);
        AddContent(dataset, ct, structureSet);
        var unmoved = RigidTransform.FromMatrix(frame, frame, [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);
        var ctImages = ct.Slices.Select(ReferencedImage.Of).ToList();
        var mrImages = mr.Slices.Select(ReferencedImage.Of).ToList();
        dataset.Add(new DicomSequence(DicomTag.RegistrationSequence, Registration(unmoved, ctImages, SameFrame), Registration(mrToCt, mrImages, ImageContent)));
        CommonInstanceReference.AddTo(dataset, [new(ct.StudyInstanceUid, ct.SeriesInstanceUid, ctImages), new(mr.StudyInstanceUid, mr.SeriesInstanceUid, mrImages)]);
        var uid = WrittenIdentity.OfContent(Kind, dataset);
        dataset.AddOrUpdate(DicomTag.SOPInstanceUID, uid);
        return new(new DicomFile(dataset), uid.UID);
    }

    private static void AddIdentity(DicomDataset dataset, PlanningCt ct, MrSeries mr, string protocolHash, PlanningStructureSet structureSet)
    {
        string[] common = [ProductIdentity.AlgorithmVersion, structureSet.SopInstanceUid, ct.SeriesInstanceUid, mr.SeriesInstanceUid, protocolHash];
        dataset.Add(DicomTag.SOPClassUID, DicomUID.SpatialRegistrationStorage);
        dataset.Add(DicomTag.SOPInstanceUID, NameBasedUid.Create([$"{Kind} instance", .. common]));
        dataset.Add(DicomTag.Modality, Kind);
        dataset.Add(DicomTag.SeriesInstanceUID, NameBasedUid.Create([$"{Kind} series", .. common]));
        dataset.Add(DicomTag.SeriesNumber, "1");
        dataset.Add(DicomTag.SeriesDescription, $"{ProductIdentity.Manufacturer} MR to CT");
        dataset.Add(DicomTag.Laterality, string.Empty); // type 2C: wanted where the body part does not tell that it is not paired
        dataset.Add(DicomTag.FrameOfReferenceUID, ct.Grid.FrameOfReference.Value);
        dataset.Add(DicomTag.PositionReferenceIndicator, string.Empty);
    }

    private static void AddContent(DicomDataset dataset, PlanningCt ct, PlanningStructureSet structureSet)
    {
        var (date, time) = ContentMoment(structureSet.Source, ct.Header);
        dataset.Add(DicomTag.ContentDate, date);
        dataset.Add(DicomTag.ContentTime, time);
        dataset.Add(DicomTag.InstanceNumber, "1");
        dataset.Add(DicomTag.ContentLabel, "MR_TO_CT");
        dataset.Add(DicomTag.ContentDescription, "MR registered rigidly onto the planning CT");
        dataset.Add(DicomTag.ContentCreatorName, string.Empty);
    }

    /// <summary>The moment of the input's content: of the structure set, else of the CT; midnight where only a day is stated.</summary>
    private static (string Date, string Time) ContentMoment(DicomDataset structureSet, DicomDataset ct)
    {
        (DicomDataset Source, DicomTag Date, DicomTag Time)[] stated =
        [
            (structureSet, DicomTag.StructureSetDate, DicomTag.StructureSetTime),
            (ct, DicomTag.ContentDate, DicomTag.ContentTime),
            (ct, DicomTag.AcquisitionDate, DicomTag.AcquisitionTime),
            (ct, DicomTag.SeriesDate, DicomTag.SeriesTime),
            (ct, DicomTag.StudyDate, DicomTag.StudyTime),
        ];
        foreach (var (source, dateTag, timeTag) in stated)
        {
            var date = source.Text(dateTag);
            var time = source.Text(timeTag);
            if (date.Length == 8 && date.All(char.IsAsciiDigit)) return (date, time.Length >= 2 && char.IsAsciiDigit(time[0]) ? time : "000000");
        }

        return (UnknownDate, "000000");
    }

    private static DicomDataset Registration(RigidTransform toCt, List<ReferencedImage> images, CodedConcept how)
    {
        var matrix = new DicomDataset().NotValidated()
            .Add(DicomTag.FrameOfReferenceTransformationMatrixType, "RIGID")
            .Add(DicomTag.FrameOfReferenceTransformationMatrix, [.. toCt.ToMatrix().Select(WrittenCoordinate.Text)]);
        var registration = new DicomDataset().NotValidated()
            .Add(new DicomSequence(DicomTag.RegistrationTypeCodeSequence, CodedItem.Of(how)))
            .Add(new DicomSequence(DicomTag.MatrixSequence, matrix));
        return new DicomDataset().NotValidated()
            .Add(DicomTag.FrameOfReferenceUID, toCt.From.Value)
            .Add(new DicomSequence(DicomTag.ReferencedImageSequence, [.. ReferencedImage.InstanceItems(images)]))
            .Add(new DicomSequence(DicomTag.MatrixRegistrationSequence, registration));
    }
}

/// <summary>A registration as written.</summary>
/// <param name="File">The object; saving it twice gives the same bytes.</param>
/// <param name="SopInstanceUid">Its SOP Instance UID, which follows from its content.</param>
public sealed record WrittenRegistration(DicomFile File, string SopInstanceUid);
