using System.Globalization;

namespace ContourFlow.EndToEnd.Tests.Review;

/// <summary>A drawn structure with a hole, whose every edge is known: a square within a square, upright through some planes.</summary>
/// <param name="CentreX">Its centre, patient mm to the Left.</param>
/// <param name="CentreY">Its centre, patient mm Posterior.</param>
/// <param name="Outer">Half a side of the outer square, mm.</param>
/// <param name="Inner">Half a side of the hole, mm.</param>
/// <param name="Planes">Patient Z of its planes, mm, rising.</param>
internal sealed record RingStructure(double CentreX, double CentreY, double Outer, double Inner, IReadOnlyList<double> Planes)
{
    /// <summary>Its ROI Name.</summary>
    public const string Name = "Ring";

    private const int Number = 90;

    /// <summary>Adds a ring to a structure set on the planes that SpinalCord is drawn on, nine of them around the middle.</summary>
    /// <param name="path">The structure set; it is written anew.</param>
    public static RingStructure AddTo(string path)
    {
        DicomFile file = DicomFile.Open(path, FileReadOption.ReadAll);
        DicomDataset set = file.Dataset;
        DicomSequence contours = set.GetSequence(DicomTag.ROIContourSequence);
        int cord = set.GetSequence(DicomTag.StructureSetROISequence).Items
            .First(roi => roi.GetSingleValue<string>(DicomTag.ROIName) == "SpinalCord").GetSingleValue<int>(DicomTag.ROINumber);
        DicomDataset[] drawn =
        [
            .. contours.Items.First(roi => roi.GetSingleValue<int>(DicomTag.ReferencedROINumber) == cord).GetSequence(DicomTag.ContourSequence).Items
                .OrderBy(Z),
        ];
        DicomDataset[] taken = drawn[(drawn.Length / 2 - 4)..(drawn.Length / 2 + 5)];
        double[] middle = taken[4].GetValues<double>(DicomTag.ContourData);
        double x = Math.Round(middle.Where((_, i) => i % 3 == 0).Average(), 1), y = Math.Round(middle.Where((_, i) => i % 3 == 1).Average(), 1);
        var ring = new RingStructure(x, y, 30, 18, [.. taken.Select(Z)]);

        var items = new DicomSequence(DicomTag.ContourSequence);
        foreach (DicomDataset plane in taken)
        {
            items.Items.Add(ring.Square(plane, ring.Outer));
            items.Items.Add(ring.Square(plane, ring.Inner));
        }

        set.GetSequence(DicomTag.StructureSetROISequence).Items.Add(new DicomDataset
        {
            { DicomTag.ROINumber, Number },
            { DicomTag.ReferencedFrameOfReferenceUID, set.GetSequence(DicomTag.StructureSetROISequence).Items[0].GetSingleValue<string>(DicomTag.ReferencedFrameOfReferenceUID) },
            { DicomTag.ROIName, Name },
            { DicomTag.ROIGenerationAlgorithm, "MANUAL" },
        });
        contours.Items.Add(new DicomDataset { { DicomTag.ReferencedROINumber, Number }, { DicomTag.ROIDisplayColor, 255, 0, 255 }, items });
        set.GetSequence(DicomTag.RTROIObservationsSequence).Items.Add(new DicomDataset
        {
            { DicomTag.ObservationNumber, Number },
            { DicomTag.ReferencedROINumber, Number },
            { DicomTag.RTROIInterpretedType, "CONTROL" },
            { DicomTag.ROIInterpreter, "" },
        });
        file.Save(path);
        return ring;
    }

    private static double Z(DicomDataset contour) => contour.GetValues<double>(DicomTag.ContourData)[2];

    private DicomDataset Square(DicomDataset plane, double half)
    {
        DicomDataset square = plane.Clone();
        (double X, double Y)[] corners = [(-half, -half), (half, -half), (half, half), (-half, half)];
        square.AddOrUpdate(DicomTag.NumberOfContourPoints, corners.Length);
        square.AddOrUpdate(
            DicomTag.ContourData,
            [.. corners.SelectMany(corner => new[] { CentreX + corner.X, CentreY + corner.Y, Z(plane) }).Select(value => value.ToString("0.###", CultureInfo.InvariantCulture))]);
        return square;
    }
}
