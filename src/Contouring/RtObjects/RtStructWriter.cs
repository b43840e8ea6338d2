using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Deriving;
using ContourFlow.Contouring.Protocols;

namespace ContourFlow.Contouring.RtObjects;

/// <summary>
/// Writes a structure set: the ROIs that were read, untouched, and the derived ones (geometry specification,
/// section 6). The same input gives the same bytes: no clock, no random identity; dates are the input's.
/// </summary>
public static class RtStructWriter
{
    /// <summary>Writes what was derived of a case.</summary>
    /// <exception cref="ArgumentException">A name, label or relation that the specification does not allow.</exception>
    public static WrittenStructureSet Write(PlanningCase planningCase, Protocol protocol, Derivation derivation) =>
        Write(StructureSetToWrite.From(planningCase, protocol, derivation));

    /// <summary>Writes a structure set.</summary>
    /// <exception cref="ArgumentException">A name, label or relation that the specification does not allow.</exception>
    public static WrittenStructureSet Write(StructureSetToWrite input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Label.Length is 0 or > WrittenText.ShortString)
            throw new ArgumentException($"The label has to have 1 to {WrittenText.ShortString} characters.", nameof(input));

        var carried = CarriedRois.Of(input.Predecessor, input.Ct);
        var derived = DerivedRois.Of(input, carried);
        var dataset = new DicomDataset(DicomTransferSyntax.ImplicitVRLittleEndian).NotValidated();
        CarriedModules.CopyTo(dataset, input.Predecessor.Source, input.Ct.Header);
        AddIdentity(dataset, input, derived);
        WrittenIdentity.AddEquipment(dataset);
        AddStructureSet(dataset, input);
        dataset.Add(new DicomSequence(DicomTag.ReferencedFrameOfReferenceSequence, ReferencedFrame(input)));
        dataset.Add(new DicomSequence(DicomTag.StructureSetROISequence, [.. carried.StructureSetItems, .. derived.StructureSetItems]));
        dataset.Add(new DicomSequence(DicomTag.ROIContourSequence, [.. carried.ContourItems, .. derived.ContourItems]));
        dataset.Add(new DicomSequence(DicomTag.RTROIObservationsSequence, [.. carried.ObservationItems, .. derived.ObservationItems]));
        dataset.AddOrUpdate(DicomTag.SOPInstanceUID, WrittenIdentity.OfContent("RTSTRUCT", dataset));
        return new(new DicomFile(dataset), derived.Rois, [.. carried.Findings, .. derived.Findings]);
    }

    /// <summary>
    /// UIDs from the predecessor, the CT's images, the protocol, the algorithm and everything that is added: one UID
    /// never names two contents.
    /// </summary>
    private static void AddIdentity(DicomDataset dataset, StructureSetToWrite input, DerivedRois derived)
    {
        string[] common =
        [
            ProductIdentity.AlgorithmVersion,
            input.Predecessor.SopInstanceUid,
            input.Ct.SeriesInstanceUid,
            .. input.IdentityParts,
        ];
        dataset.Add(DicomTag.SOPClassUID, DicomUID.RTStructureSetStorage);
        dataset.Add(DicomTag.SOPInstanceUID, NameBasedUid.Create(
            ["RTSTRUCT instance", .. common, .. input.Ct.Slices.Select(slice => ImageKey.Of(slice.SopInstanceUid, slice.Frame)), derived.Digest]));
        dataset.Add(DicomTag.Modality, "RTSTRUCT");
        dataset.Add(DicomTag.SeriesInstanceUID, NameBasedUid.Create(["RTSTRUCT series", .. common]));
        dataset.Add(DicomTag.SeriesNumber, "1");
        dataset.Add(DicomTag.SeriesDescription, WrittenText.Fit($"{ProductIdentity.Manufacturer} {input.Name}", WrittenText.LongString));
        dataset.Add(DicomTag.OperatorsName, string.Empty);
        dataset.Add(DicomTag.InstanceNumber, "1");
        dataset.Add(DicomTag.FrameOfReferenceUID, input.Ct.Grid.FrameOfReference.Value);
        dataset.Add(DicomTag.PositionReferenceIndicator, string.Empty);
    }

    private static void AddStructureSet(DicomDataset dataset, StructureSetToWrite input)
    {
        var source = input.Predecessor.Source;
        dataset.Add(DicomTag.StructureSetLabel, WrittenText.Ascii(input.Label));
        dataset.Add(DicomTag.StructureSetName, WrittenText.Fit(input.Name, WrittenText.LongString));
        CarriedModules.CopyOrEmpty(dataset, source, DicomTag.StructureSetDate);
        CarriedModules.CopyOrEmpty(dataset, source, DicomTag.StructureSetTime);
        dataset.Add(DicomTag.ApprovalStatus, "UNAPPROVED");
        dataset.Add(new DicomSequence(DicomTag.PredecessorStructureSetSequence, new DicomDataset().NotValidated()
            .Add(DicomTag.ReferencedSOPClassUID, DicomUID.RTStructureSetStorage)
            .Add(DicomTag.ReferencedSOPInstanceUID, input.Predecessor.SopInstanceUid)));
    }

    /// <summary>The one frame of reference, the CT's: study, series, every image.</summary>
    private static DicomDataset ReferencedFrame(StructureSetToWrite input)
    {
        var ct = input.Ct;
        var series = new DicomDataset().NotValidated()
            .Add(DicomTag.SeriesInstanceUID, ct.SeriesInstanceUid)
            .Add(new DicomSequence(DicomTag.ContourImageSequence, [.. ReferencedImage.InstanceItems(ct.Slices.Select(ReferencedImage.Of))]));
        var study = new DicomDataset().NotValidated()
            .Add(DicomTag.ReferencedSOPClassUID, StudyComponentUid)
            .Add(DicomTag.ReferencedSOPInstanceUID, ct.StudyInstanceUid)
            .Add(new DicomSequence(DicomTag.RTReferencedSeriesSequence, series));
        return new DicomDataset().NotValidated()
            .Add(DicomTag.FrameOfReferenceUID, ct.Grid.FrameOfReference.Value)
            .Add(new DicomSequence(DicomTag.RTReferencedStudySequence, study));
    }

    /// <summary>Detached Study Management SOP Class (retired): what every planning system writes for a study.</summary>
    private const string StudyComponentUid = "1.2.840.10008.3.1.2.3.1";
}
