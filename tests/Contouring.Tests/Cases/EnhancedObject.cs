namespace ContourFlow.Contouring.Tests.Cases;

/// <summary>Makes one enhanced multi-frame image of single images, as a converter would (DICOM PS3.3 A.38, A.36).</summary>
internal static class EnhancedObject
{
    // What a frame says of itself, and what is only of single images.
    private static readonly DicomTag[] OfSingleImages =
    [
        DicomTag.ImagePositionPatient, DicomTag.ImageOrientationPatient, DicomTag.PixelSpacing, DicomTag.SliceThickness, DicomTag.SliceLocation,
        DicomTag.RescaleIntercept, DicomTag.RescaleSlope, DicomTag.RescaleType, DicomTag.PixelData, DicomTag.ImageType, DicomTag.SpacingBetweenSlices,
        DicomTag.WindowCenter, DicomTag.WindowWidth, DicomTag.InstanceNumber, DicomTag.ImagesInAcquisition,
    ];

    /// <summary>The object; frames in the order of the images.</summary>
    /// <param name="images">Single images of one size.</param>
    /// <param name="uid">Its SOP Instance UID.</param>
    /// <param name="sopClass">Enhanced CT or MR.</param>
    /// <param name="stack">Stack ID of the image with this index; one stack where null.</param>
    public static DicomDataset Of(IReadOnlyList<DicomDataset> images, string uid, DicomUID sopClass, Func<int, string>? stack = null)
    {
        var isCt = sopClass == DicomUID.EnhancedCTImageStorage;
        var first = images[0];
        var dataset = new DicomDataset().NotValidated();
        first.CopyTo(dataset);
        dataset.Remove(OfSingleImages);
        dataset.AddOrUpdate(DicomTag.SOPClassUID, sopClass).AddOrUpdate(DicomTag.SOPInstanceUID, uid);
        dataset.Add(DicomTag.ImageType, "ORIGINAL", "PRIMARY", "VOLUME", "NONE");
        dataset.Add(DicomTag.InstanceNumber, "1").Add(DicomTag.NumberOfFrames, images.Count);
        dataset.Add(DicomTag.LossyImageCompression, "00");
        var orientations = images.Select(image => image.GetString(DicomTag.ImageOrientationPatient)).Distinct(StringComparer.Ordinal).Count();
        var shared = new DicomDataset().NotValidated();
        shared.Add(Group(DicomTag.PixelMeasuresSequence, first, DicomTag.PixelSpacing, DicomTag.SliceThickness));
        if (orientations == 1) shared.Add(Group(DicomTag.PlaneOrientationSequence, first, DicomTag.ImageOrientationPatient));
        dataset.Add(new DicomSequence(DicomTag.SharedFunctionalGroupsSequence, shared));
        dataset.Add(new DicomSequence(DicomTag.PerFrameFunctionalGroupsSequence, [.. images.Select((image, i) =>
        {
            var id = stack?.Invoke(i) ?? "1";
            var frame = new DicomDataset().NotValidated();
            frame.Add(Group(DicomTag.PlanePositionSequence, image, DicomTag.ImagePositionPatient));
            if (orientations > 1) frame.Add(Group(DicomTag.PlaneOrientationSequence, image, DicomTag.ImageOrientationPatient));
            frame.Add(Group(DicomTag.PixelValueTransformationSequence, image, DicomTag.RescaleIntercept, DicomTag.RescaleSlope, DicomTag.RescaleType));
            frame.Add(new DicomSequence(DicomTag.FrameContentSequence, new DicomDataset()
                .Add(DicomTag.StackID, id)
                .Add(DicomTag.InStackPositionNumber, (uint)(i + 1))
                .Add(DicomTag.DimensionIndexValues, 1u, (uint)(i + 1))));
            var kind = image.GetValues<string>(DicomTag.ImageType).Contains("LOCALIZER") ? "LOCALIZER" : "VOLUME";
            frame.Add(new DicomSequence(isCt ? DicomTag.CTImageFrameTypeSequence : DicomTag.MRImageFrameTypeSequence, new DicomDataset()
                .Add(DicomTag.FrameType, "ORIGINAL", "PRIMARY", kind, "NONE")));
            return frame;
        })]));
        dataset.Add(new DicomOtherWord(DicomTag.PixelData, new MemoryByteBuffer([.. images.SelectMany(image => image.GetDicomItem<DicomElement>(DicomTag.PixelData)!.Buffer.Data)])));
        return dataset;
    }

    /// <summary>Makes the contours of a structure set, and its list of images, name the frames of the object.</summary>
    /// <param name="structureSet">The structure set; changed.</param>
    /// <param name="images">The single images that it names, in the order of the frames.</param>
    /// <param name="uid">The object.</param>
    /// <param name="sopClass">Its class.</param>
    public static void Name(DicomDataset structureSet, IReadOnlyList<DicomDataset> images, string uid, DicomUID sopClass)
    {
        var frames = images.Select((image, i) => (Uid: image.GetString(DicomTag.SOPInstanceUID), Number: i + 1)).ToDictionary(f => f.Uid, f => f.Number, StringComparer.Ordinal);
        foreach (var contour in structureSet.GetSequence(DicomTag.ROIContourSequence).Items
            .Where(roi => roi.Contains(DicomTag.ContourSequence)).SelectMany(roi => roi.GetSequence(DicomTag.ContourSequence).Items))
        {
            foreach (var image in contour.TryGetSequence(DicomTag.ContourImageSequence, out var references) ? references!.Items : [])
            {
                image.NotValidated().AddOrUpdate(DicomTag.ReferencedFrameNumber, frames[image.GetString(DicomTag.ReferencedSOPInstanceUID)]);
                image.AddOrUpdate(DicomTag.ReferencedSOPClassUID, sopClass).AddOrUpdate(DicomTag.ReferencedSOPInstanceUID, uid);
            }
        }

        foreach (var series in structureSet.GetSequence(DicomTag.ReferencedFrameOfReferenceSequence).Items
            .SelectMany(frame => frame.GetSequence(DicomTag.RTReferencedStudySequence).Items)
            .SelectMany(study => study.GetSequence(DicomTag.RTReferencedSeriesSequence).Items))
        {
            series.AddOrUpdate(new DicomSequence(DicomTag.ContourImageSequence, new DicomDataset().Add(DicomTag.ReferencedSOPClassUID, sopClass).Add(DicomTag.ReferencedSOPInstanceUID, uid)));
        }
    }

    private static DicomSequence Group(DicomTag group, DicomDataset image, params DicomTag[] tags)
    {
        var item = new DicomDataset().NotValidated();
        image.CopyTo(item, tags);
        return new(group, item);
    }
}
