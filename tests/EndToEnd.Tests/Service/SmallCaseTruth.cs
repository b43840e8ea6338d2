namespace ContourFlow.EndToEnd.Tests.Service;

/// <summary>What has to come of a small case.</summary>
internal static class SmallCaseTruth
{
    /// <summary>
    /// Checks a written structure set: cord as drawn, and around it a cylinder 2 mm wider. On each plane of the cord the area is
    /// pi (r + 2)^2; its 2 percent is an eighth of a millimetre of radius. It ends on the second plane beyond the cord's last, half a slice being the cord's own end.
    /// </summary>
    public static void Check(string file, SmallCase small)
    {
        DicomDataset set = DicomFile.Open(file).Dataset;
        set.GetSingleValue<string>(DicomTag.StudyInstanceUID).Should().Be(small.Study);
        IReadOnlyDictionary<string, SortedDictionary<double, double>> areas = Areas(set);
        areas.Keys.Should().BeEquivalentTo("SpinalCord", "SpinalCord_PRV02");
        areas["SpinalCord"].Keys.Should().Equal(Enumerable.Range(SmallCase.FirstCordSlice, SmallCase.LastCordSlice - SmallCase.FirstCordSlice + 1).Select(z => (double)z));
        SortedDictionary<double, double> grown = areas["SpinalCord_PRV02"];
        foreach (double z in areas["SpinalCord"].Keys)
        {
            double radius = small.Radius + SmallCase.Margin;
            grown[z].Should().BeApproximately(Math.PI * radius * radius, 0.02 * Math.PI * radius * radius);
            areas["SpinalCord"][z].Should().BeApproximately(Math.PI * small.Radius * small.Radius, 0.001 * Math.PI * small.Radius * small.Radius);
        }

        grown.Keys.First().Should().Be(SmallCase.FirstCordSlice - SmallCase.Margin);
        grown.Keys.Last().Should().Be(SmallCase.LastCordSlice + SmallCase.Margin);
    }

    // By plane; rings of one plane add up.
    private static Dictionary<string, SortedDictionary<double, double>> Areas(DicomDataset set)
    {
        var names = set.GetSequence(DicomTag.StructureSetROISequence).ToDictionary(roi => roi.GetSingleValue<int>(DicomTag.ROINumber), roi => roi.GetSingleValue<string>(DicomTag.ROIName));
        var result = new Dictionary<string, SortedDictionary<double, double>>(StringComparer.Ordinal);
        foreach (DicomDataset roi in set.GetSequence(DicomTag.ROIContourSequence))
        {
            var planes = result[names[roi.GetSingleValue<int>(DicomTag.ReferencedROINumber)]] = [];
            foreach (DicomDataset contour in roi.GetSequence(DicomTag.ContourSequence))
            {
                double[] points = contour.GetValues<double>(DicomTag.ContourData);
                planes[points[2]] = planes.GetValueOrDefault(points[2]) + Area(points);
            }
        }

        return result;
    }

    private static double Area(double[] points)
    {
        double twice = 0;
        for (int i = 0; i < points.Length; i += 3)
        {
            int next = (i + 3) % points.Length;
            twice += (points[i] * points[next + 1]) - (points[next] * points[i + 1]);
        }

        return Math.Abs(twice) / 2;
    }
}
