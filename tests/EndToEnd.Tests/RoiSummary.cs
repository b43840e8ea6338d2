namespace ContourFlow.EndToEnd.Tests;

/// <summary>What a reader sees of an ROI, as our own reader sees it.</summary>
internal sealed record RoiSummary(string Name, int Contours, int Points, double Sum)
{
    public static IReadOnlyList<RoiSummary> Of(string file)
    {
        DicomDataset dataset = DicomFile.Open(file).Dataset;
        var names = dataset.GetSequence(DicomTag.StructureSetROISequence).Items.ToDictionary(
            item => item.GetSingleValue<int>(DicomTag.ROINumber),
            item => item.GetSingleValue<string>(DicomTag.ROIName));
        var summaries = new List<RoiSummary>();
        foreach (DicomDataset roi in dataset.GetSequence(DicomTag.ROIContourSequence))
        {
            IList<DicomDataset> contours = roi.TryGetSequence(DicomTag.ContourSequence, out DicomSequence? sequence) ? sequence.Items : [];
            summaries.Add(new RoiSummary(
                names[roi.GetSingleValue<int>(DicomTag.ReferencedROINumber)],
                contours.Count,
                contours.Sum(contour => contour.GetSingleValue<int>(DicomTag.NumberOfContourPoints)),
                contours.Sum(contour => contour.GetValues<double>(DicomTag.ContourData).Sum())));
        }

        return summaries;
    }
}
