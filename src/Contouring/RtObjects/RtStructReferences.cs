using System.Collections.Immutable;

namespace ContourFlow.Contouring.RtObjects;

/// <summary>What a structure set says that it was drawn on, and what is in it: enough to choose one.</summary>
/// <param name="FramesOfReference">Every frame of reference that it names, in order of appearance.</param>
/// <param name="Series">The image series that it names.</param>
/// <param name="ContourImages">SOP Instance UIDs that its contours name.</param>
/// <param name="ContourFrames">The frames of multi-frame images that its contours name, as keys of <see cref="ImageKey"/>.</param>
/// <param name="Predecessors">SOP Instance UIDs of its predecessor structure sets.</param>
/// <param name="Rois">Its ROIs, in the order of Structure Set ROI Sequence.</param>
internal sealed record RtStructReferences(
    ImmutableArray<string> FramesOfReference,
    ImmutableArray<ReferencedSeries> Series,
    ImmutableHashSet<string> ContourImages,
    ImmutableHashSet<string> ContourFrames,
    ImmutableArray<string> Predecessors,
    ImmutableArray<RoiHeader> Rois)
{
    /// <summary>Reads the references of a structure set; what is absent is left out.</summary>
    public static RtStructReferences Of(DicomDataset structureSet)
    {
        var frames = new List<string>();
        var series = ImmutableArray.CreateBuilder<ReferencedSeries>();
        foreach (var frame in structureSet.Items(DicomTag.ReferencedFrameOfReferenceSequence))
        {
            AddNew(frames, frame.Text(DicomTag.FrameOfReferenceUID));
            foreach (var study in frame.Items(DicomTag.RTReferencedStudySequence))
            {
                foreach (var one in study.Items(DicomTag.RTReferencedSeriesSequence))
                {
                    var named = one.Items(DicomTag.ContourImageSequence);
                    series.Add(new(
                        one.Text(DicomTag.SeriesInstanceUID),
                        [.. named.Select(i => i.Text(DicomTag.ReferencedSOPInstanceUID)).Where(u => u.Length > 0)])
                    {
                        StudyInstanceUid = study.Text(DicomTag.ReferencedSOPInstanceUID),
                        ImageClassUid = named.Select(i => i.Text(DicomTag.ReferencedSOPClassUID)).FirstOrDefault(u => u.Length > 0, string.Empty),
                    });
                }
            }
        }

        foreach (var roi in structureSet.Items(DicomTag.StructureSetROISequence))
            AddNew(frames, roi.Text(DicomTag.ReferencedFrameOfReferenceUID));

        var shown = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        var images = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (var roi in structureSet.Items(DicomTag.ROIContourSequence))
        {
            foreach (var contour in roi.Items(DicomTag.ContourSequence))
            {
                foreach (var image in contour.Items(DicomTag.ContourImageSequence))
                {
                    images.Add(image.Text(DicomTag.ReferencedSOPInstanceUID));
                    if (image.Contains(DicomTag.ReferencedFrameNumber)) shown.UnionWith(ImageKey.Named(image));
                }
            }
        }

        images.Remove(string.Empty);
        return new(
            [.. frames],
            series.ToImmutable(),
            images.ToImmutable(),
            shown.ToImmutable(),
            [.. structureSet.Items(DicomTag.PredecessorStructureSetSequence).Select(i => i.Text(DicomTag.ReferencedSOPInstanceUID))],
            RoiHeader.ReadAll(structureSet));
    }

    private static void AddNew(List<string> list, string uid)
    {
        if (uid.Length > 0 && !list.Contains(uid)) list.Add(uid);
    }
}

/// <summary>An image series that a structure set names, with the images it names in it.</summary>
internal sealed record ReferencedSeries(string SeriesInstanceUid, ImmutableArray<string> Images)
{
    /// <summary>The study that it is said to be of, or empty.</summary>
    public string StudyInstanceUid { get; init; } = string.Empty;

    /// <summary>SOP class of its images as the structure set names it, or empty.</summary>
    public string ImageClassUid { get; init; } = string.Empty;
}

/// <summary>An ROI without its points.</summary>
/// <param name="Number">ROI Number.</param>
/// <param name="Name">ROI Name.</param>
/// <param name="InterpretedType">RT ROI Interpreted Type, or empty.</param>
/// <param name="FrameOfReferenceUid">Referenced Frame of Reference UID, or empty.</param>
/// <param name="Contours">Number of contours of any kind.</param>
/// <param name="ClosedContours">Number of closed planar ones.</param>
internal sealed record RoiHeader(
    int Number, string Name, string InterpretedType, string FrameOfReferenceUid, int Contours, int ClosedContours)
{
    /// <summary>True for an ROI that says by type or name that it is a clinical target volume and has contours.</summary>
    public bool IsDrawnCtv =>
        ClosedContours > 0
        && (string.Equals(InterpretedType, "CTV", StringComparison.OrdinalIgnoreCase)
            || Name.StartsWith("CTV", StringComparison.OrdinalIgnoreCase));

    /// <summary>Every ROI of a structure set.</summary>
    public static ImmutableArray<RoiHeader> ReadAll(DicomDataset structureSet)
    {
        var contours = new Dictionary<int, (int All, int Closed)>();
        foreach (var item in structureSet.Items(DicomTag.ROIContourSequence))
        {
            if (item.WholeNumber(DicomTag.ReferencedROINumber) is not { } number) continue;
            var counted = contours.GetValueOrDefault(number);
            foreach (var contour in item.Items(DicomTag.ContourSequence))
            {
                counted.All++;
                if (ContourTypes.IsClosed(contour.Text(DicomTag.ContourGeometricType))) counted.Closed++;
            }

            contours[number] = counted;
        }

        var types = InterpretedTypes(structureSet);
        return
        [
            .. from roi in structureSet.Items(DicomTag.StructureSetROISequence)
               let number = roi.WholeNumber(DicomTag.ROINumber) ?? 0
               let counted = contours.GetValueOrDefault(number)
               select new RoiHeader(
                   number,
                   roi.Text(DicomTag.ROIName),
                   types.GetValueOrDefault(number, string.Empty),
                   roi.Text(DicomTag.ReferencedFrameOfReferenceUID),
                   counted.All,
                   counted.Closed),
        ];
    }

    /// <summary>RT ROI Interpreted Type by ROI Number; the first observation that states one counts.</summary>
    public static Dictionary<int, string> InterpretedTypes(DicomDataset structureSet)
    {
        var types = new Dictionary<int, string>();
        foreach (var observation in structureSet.Items(DicomTag.RTROIObservationsSequence))
        {
            var type = observation.Text(DicomTag.RTROIInterpretedType);
            if (type.Length > 0 && observation.WholeNumber(DicomTag.ReferencedROINumber) is { } number)
                types.TryAdd(number, type);
        }

        return types;
    }
}

/// <summary>Contour Geometric Type (3006,0042): which kinds enclose an area.</summary>
internal static class ContourTypes
{
    public const string ClosedPlanar = "CLOSED_PLANAR";
    public const string ClosedPlanarXor = "CLOSEDPLANAR_XOR";

    public static bool IsClosed(string type) => type is ClosedPlanar or ClosedPlanarXor;
}
