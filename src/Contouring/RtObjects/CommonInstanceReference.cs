namespace ContourFlow.Contouring.RtObjects;

/// <summary>The Common Instance Reference module (DICOM PS3.3 C.12.2): which studies and series the instances that an object names lie in.</summary>
internal static class CommonInstanceReference
{
    /// <summary>Adds the module: series of the object's own study in Referenced Series Sequence, others by study.</summary>
    public static void AddTo(DicomDataset dataset, IReadOnlyList<ReferencedImages> series)
    {
        var study = dataset.Text(DicomTag.StudyInstanceUID);
        var own = series.Where(one => one.StudyInstanceUid == study).Select(SeriesItem).ToArray();
        if (own.Length > 0) dataset.Add(new DicomSequence(DicomTag.ReferencedSeriesSequence, own));
        var others = series.Where(one => one.StudyInstanceUid != study)
            .GroupBy(one => one.StudyInstanceUid, StringComparer.Ordinal)
            .Select(group => new DicomDataset().NotValidated()
                .Add(DicomTag.StudyInstanceUID, group.Key)
                .Add(new DicomSequence(DicomTag.ReferencedSeriesSequence, [.. group.Select(SeriesItem)])))
            .ToArray();
        if (others.Length > 0) dataset.Add(new DicomSequence(DicomTag.StudiesContainingOtherReferencedInstancesSequence, others));
    }

    private static DicomDataset SeriesItem(ReferencedImages series) => new DicomDataset().NotValidated()
        .Add(DicomTag.SeriesInstanceUID, series.SeriesInstanceUid)
        .Add(new DicomSequence(DicomTag.ReferencedInstanceSequence, [.. ReferencedImage.InstanceItems(series.Images)]));
}

/// <summary>Images of one series that an object names.</summary>
internal sealed record ReferencedImages(string StudyInstanceUid, string SeriesInstanceUid, IReadOnlyList<ReferencedImage> Images);
