using System.Globalization;
using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Linting.Mending;

/// <summary>
/// Adds references to the CT where there are none: images to contours whose plane has one image, and the list of the
/// series. References that are there stay, right or wrong; and nothing is added to what lies in another frame.
/// </summary>
internal static class References
{
    /// <summary>Detached Study Management SOP Class (retired): what planning systems write for a study.</summary>
    private const string StudyComponentUid = "1.2.840.10008.3.1.2.3.1";

    public static void Add(DicomDataset dataset, LintCt ct, List<MendedThing> log)
    {
        if (ct.FrameOfReferenceUid.Length == 0) return;
        var references = RtStructReferences.Of(dataset);
        var frames = references.FramesOfReference;
        if (frames is not [var frame] || frame != ct.FrameOfReferenceUid) return;
        AddImages(dataset, ct, log);
        if (references.Series.IsEmpty) AddSeries(dataset, ct, log);
    }

    private static void AddImages(DicomDataset dataset, LintCt ct, List<MendedThing> log)
    {
        var framed = dataset.Items(DicomTag.StructureSetROISequence)
            .Where(roi => roi.Text(DicomTag.ReferencedFrameOfReferenceUID) == ct.FrameOfReferenceUid)
            .Select(roi => roi.WholeNumber(DicomTag.ROINumber)).ToHashSet();
        var set = new LintedSet(new(dataset, DicomTransferSyntax.ImplicitVRLittleEndian, HasFileMeta: true, ct));
        foreach (var same in CtPlanes.Offsets(set)
            .Where(found => found.Off <= found.Reach && found.Contour.Images.IsEmpty && framed.Contains(found.Contour.Roi.Number))
            .GroupBy(found => (found.Contour.Roi.Number, found.Contour.Roi.Name)))
        {
            var added = 0;
            foreach (var (contour, _, _, position) in same)
            {
                if (ct.Images.Where(image => image.Position == position).ToList() is not [var image]) continue;
                contour.Item.NotValidated().AddOrUpdate(new DicomSequence(DicomTag.ContourImageSequence, Reference(image)));
                added++;
            }

            if (added > 0)
                log.Add(new("contour-image-missing", same.First().Contour.Roi.Place.At(DicomTag.ContourImageSequence), $"{added} contour(s) were given the image of their plane."));
        }
    }

    private static void AddSeries(DicomDataset dataset, LintCt ct, List<MendedThing> log)
    {
        // The list is of instances, whatever frames they hold.
        var instances = ct.Images.DistinctBy(image => image.SopInstanceUid, StringComparer.Ordinal).Select(image => Reference(image with { Frame = null })).ToArray();
        var series = new DicomDataset().NotValidated()
            .Add(DicomTag.SeriesInstanceUID, ct.SeriesInstanceUid)
            .Add(new DicomSequence(DicomTag.ContourImageSequence, instances));
        var study = new DicomDataset().NotValidated()
            .Add(DicomTag.ReferencedSOPClassUID, StudyComponentUid)
            .Add(DicomTag.ReferencedSOPInstanceUID, ct.StudyInstanceUid)
            .Add(new DicomSequence(DicomTag.RTReferencedSeriesSequence, series));
        dataset.AddOrUpdate(new DicomSequence(DicomTag.ReferencedFrameOfReferenceSequence, new DicomDataset().NotValidated()
            .Add(DicomTag.FrameOfReferenceUID, ct.FrameOfReferenceUid)
            .Add(new DicomSequence(DicomTag.RTReferencedStudySequence, study))));
        log.Add(new("reference-chain", LintPlace.Of(DicomTag.ReferencedFrameOfReferenceSequence), $"Study, series and {instances.Length} image(s) of the CT were listed."));
    }

    private static DicomDataset Reference(LintImage image)
    {
        var reference = new DicomDataset().NotValidated()
            .Add(DicomTag.ReferencedSOPClassUID, image.SopClassUid)
            .Add(DicomTag.ReferencedSOPInstanceUID, image.SopInstanceUid);
        return image.Frame is { } frame
            ? reference.Add(DicomTag.ReferencedFrameNumber, frame.Number.ToString(CultureInfo.InvariantCulture))
            : reference;
    }
}
