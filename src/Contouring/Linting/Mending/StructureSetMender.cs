using System.Security.Cryptography;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Linting.Mending;

/// <summary>
/// Mends what can be mended without moving a point and without guessing, into a new instance. What is left is what the
/// linter says of the result. The same input gives the same bytes.
/// </summary>
public static class StructureSetMender
{
    private const string Identity = "identity";

    /// <summary>Mends a structure set; the input is not changed.</summary>
    /// <param name="input">The structure set, and its CT where references are to be added.</param>
    /// <exception cref="CaseDataException">The object is no structure set, has no SOP Instance UID, or holds what cannot be written.</exception>
    public static MendedStructureSet Mend(LintInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var source = input.Dataset.Text(DicomTag.SOPInstanceUID);
        var sopClass = input.Dataset.Text(DicomTag.SOPClassUID);
        if (source.Length == 0 || sopClass != DicomUID.RTStructureSetStorage.UID)
        {
            throw new CaseDataException(
                ReasonCodes.BadAttribute,
                "Only an RT Structure Set (SOP Class UID 1.2.840.10008.5.1.4.1.1.481.3) with a SOP Instance UID can be mended. Export it again from the system that it comes from.");
        }

        try
        {
            var dataset = Copy(input.Dataset);
            var log = new List<MendedThing>();
            if (input.TransferSyntax != DicomTransferSyntax.ImplicitVRLittleEndian)
                log.Add(new("transfer-syntax", LintPlace.Of(DicomTag.TransferSyntaxUID), $"Written in implicit VR little endian, from {input.TransferSyntax.UID.Name}."));
            if (!input.HasFileMeta)
                log.Add(new("file-meta", LintPlace.Whole, "Written with preamble and meta information."));

            // Contours first: what is dropped needs no reference, and a keyhole is made of rings without a repeated point.
            DegenerateContours.Drop(dataset, log);
            RepeatedPoints.Drop(dataset, log);
            DecimalStrings.Shorten(dataset, log);
            NestedHoles.Join(dataset, log);
            Names.Mend(dataset, log);
            Observations.Add(dataset, log);
            if (input.Ct is { } ct) References.Add(dataset, ct, log);
            AddIdentity(dataset, source, log);
            return new(ReadBack(dataset, input.Dataset, source), [.. log]);
        }
        catch (DicomDataException fault)
        {
            throw new CaseDataException(ReasonCodes.BadAttribute, $"The structure set {ShownText.Of(source)} cannot be written: {fault.Message}", fault);
        }
    }

    private static DicomDataset Copy(DicomDataset source)
    {
        var copy = source.Clone().NotValidated();
        var dataset = new DicomDataset(DicomTransferSyntax.ImplicitVRLittleEndian).NotValidated();

        // Group lengths are of the encoding that it came in.
        foreach (var item in copy.Where(item => item.Tag.Element != 0)) dataset.Add(item);
        return dataset;
    }

    /// <summary>
    /// The result as a reader finds it. An attribute that came under another value representation than the dictionary's
    /// cannot say so in implicit VR, and is then read as something else: such an object is refused.
    /// </summary>
    private static DicomFile ReadBack(DicomDataset dataset, DicomDataset before, string source)
    {
        using var bytes = new MemoryStream();
        new DicomFile(dataset).Save(bytes);
        bytes.Position = 0;
        var file = DicomFile.Open(bytes, FileReadOption.ReadAll);
        if (Points(file.Dataset).SetEquals(Points(before))) return file;
        throw new CaseDataException(
            ReasonCodes.BadAttribute,
            $"The structure set {ShownText.Of(source)} has contours that are read differently in implicit VR. Export it again; ask the maker of the system that wrote it.");
    }

    /// <summary>Every point of the contours that mending does not drop, with its ROI.</summary>
    private static HashSet<(int? Roi, double X, double Y, double Z)> Points(DicomDataset dataset)
    {
        var points = new HashSet<(int?, double, double, double)>();
        foreach (var (item, _) in MendedContours.Of(dataset))
        {
            foreach (var contour in item.Contours.Where(contour => contour.IsPoints && !(contour.IsClosed && contour.DistinctPoints < 3)))
            {
                for (var i = 0; i < contour.Numbers.Length; i += 3)
                    points.Add((item.Roi.Number, contour.Numbers[i], contour.Numbers[i + 1], contour.Numbers[i + 2]));
            }
        }

        return points;
    }

    /// <summary>A new instance of a new series, made of its own content, that names the one it comes from and is not approved.</summary>
    private static void AddIdentity(DicomDataset dataset, string source, List<MendedThing> log)
    {
        var status = dataset.Text(DicomTag.ApprovalStatus);
        dataset.AddOrUpdate(DicomTag.ApprovalStatus, "UNAPPROVED");
        dataset.Remove(DicomTag.ReviewDate, DicomTag.ReviewTime, DicomTag.ReviewerName, DicomTag.InstanceCreationDate, DicomTag.InstanceCreationTime);
        dataset.AddOrUpdate(new DicomSequence(DicomTag.PredecessorStructureSetSequence, new DicomDataset().NotValidated()
            .Add(DicomTag.ReferencedSOPClassUID, DicomUID.RTStructureSetStorage)
            .Add(DicomTag.ReferencedSOPInstanceUID, source)));
        AddContribution(dataset);
        dataset.AddOrUpdate(DicomTag.SeriesInstanceUID, NameBasedUid.Create("RTSTRUCT mended series", dataset.Text(DicomTag.SeriesInstanceUID), source));

        // The last word is the hash of all bytes, with a stand-in in the UID's place: one UID never names two contents.
        dataset.AddOrUpdate(DicomTag.SOPInstanceUID, NameBasedUid.Create("RTSTRUCT mended", source));
        using var bytes = new MemoryStream();
        new DicomFile(dataset).Save(bytes);
        var uid = NameBasedUid.Create("RTSTRUCT mended content", Convert.ToHexStringLower(SHA256.HashData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length))));
        dataset.AddOrUpdate(DicomTag.SOPInstanceUID, uid);
        log.Add(new(Identity, LintPlace.Of(DicomTag.SOPInstanceUID), $"New instance {uid.UID}, in a series of its own; its predecessor is {ShownText.Of(source)}."));
        if (status != "UNAPPROVED")
            log.Add(new(Identity, LintPlace.Of(DicomTag.ApprovalStatus), $"Approval Status is UNAPPROVED{(status.Length > 0 ? $", it was {ShownText.Of(status)}" : string.Empty)}; the reviewer of the old instance has not seen this one."));
    }

    /// <summary>Says that this program had a hand in it; the maker stays the one it was.</summary>
    private static void AddContribution(DicomDataset dataset)
    {
        var purpose = new DicomDataset().NotValidated()
            .Add(DicomTag.CodeValue, "109103")
            .Add(DicomTag.CodingSchemeDesignator, "DCM")
            .Add(DicomTag.CodeMeaning, "Modifying Equipment");
        var contribution = new DicomDataset().NotValidated()
            .Add(new DicomSequence(DicomTag.PurposeOfReferenceCodeSequence, purpose))
            .Add(DicomTag.Manufacturer, ProductIdentity.Manufacturer)
            .Add(DicomTag.SoftwareVersions, $"algorithm {ProductIdentity.AlgorithmVersion}")
            .Add(DicomTag.ContributionDescription, "mended without moving a point");
        dataset.AddOrUpdate(new DicomSequence(
            DicomTag.ContributingEquipmentSequence, [.. dataset.Items(DicomTag.ContributingEquipmentSequence), contribution]));
    }
}
