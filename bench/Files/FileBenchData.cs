namespace ContourFlow.Bench.Files;

/// <summary>Files of the size that a planning case has: 300 slices of 512x512, and 30 structures on 120 of them.</summary>
internal static class FileBenchData
{
    public const int Slices = 300;
    public const int Rois = 30;
    public const int Planes = 120;
    public const int Points = 200;

    private const string Uid = "1.2.826.0.1.3680043.2.1125.1.";

    public static string SlicePath(string folder, int index) => Path.Combine(folder, $"CT.{index:000}.dcm");

    public static void WriteSlices(string folder)
    {
        Random random = new(1);
        for (var i = 0; i < Slices; i++)
        {
            var pixels = new ushort[512 * 512];
            for (var k = 0; k < pixels.Length; k++) pixels[k] = (ushort)(1000 + random.Next(100));
            DicomDataset slice = new()
            {
                { DicomTag.ImageType, "ORIGINAL", "PRIMARY", "AXIAL" },
                { DicomTag.SOPClassUID, DicomUID.CTImageStorage },
                { DicomTag.SOPInstanceUID, $"{Uid}{100 + i}" },
                { DicomTag.StudyDate, "20260101" },
                { DicomTag.StudyTime, "120000" },
                { DicomTag.Modality, "CT" },
                { DicomTag.Manufacturer, "ContourFlow" },
                { DicomTag.StudyDescription, "Planning" },
                { DicomTag.SeriesDescription, "Benchmark" },
                { DicomTag.PatientName, "Bench^Mark" },
                { DicomTag.PatientID, "BENCH" },
                { DicomTag.SliceThickness, 1.25 },
                { DicomTag.KVP, 120.0 },
                { DicomTag.DataCollectionDiameter, 500.0 },
                { DicomTag.ReconstructionDiameter, 500.0 },
                { DicomTag.GantryDetectorTilt, 0.0 },
                { DicomTag.TableHeight, 150.0 },
                { DicomTag.XRayTubeCurrent, 300 },
                { DicomTag.ConvolutionKernel, "STANDARD" },
                { DicomTag.PatientPosition, "HFS" },
                { DicomTag.StudyInstanceUID, Uid + "1" },
                { DicomTag.SeriesInstanceUID, Uid + "2" },
                { DicomTag.SeriesNumber, 1 },
                { DicomTag.InstanceNumber, i + 1 },
                { DicomTag.ImagePositionPatient, -250.0, -250.0, i * 1.25 },
                { DicomTag.ImageOrientationPatient, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0 },
                { DicomTag.FrameOfReferenceUID, Uid + "3" },
                { DicomTag.SliceLocation, i * 1.25 },
                { DicomTag.SamplesPerPixel, (ushort)1 },
                { DicomTag.PhotometricInterpretation, "MONOCHROME2" },
                { DicomTag.Rows, (ushort)512 },
                { DicomTag.Columns, (ushort)512 },
                { DicomTag.PixelSpacing, 0.9765625, 0.9765625 },
                { DicomTag.BitsAllocated, (ushort)16 },
                { DicomTag.BitsStored, (ushort)16 },
                { DicomTag.HighBit, (ushort)15 },
                { DicomTag.PixelRepresentation, (ushort)0 },
                { DicomTag.WindowCenter, 40.0 },
                { DicomTag.WindowWidth, 400.0 },
                { DicomTag.RescaleIntercept, -1024.0 },
                { DicomTag.RescaleSlope, 1.0 },
                new DicomOtherWord(DicomTag.PixelData, pixels),
            };
            new DicomFile(slice).Save(SlicePath(folder, i));
        }
    }

    /// <summary>x, y and z of each point, hundredths of a millimetre, one array a contour.</summary>
    public static double[][] Contours()
    {
        Random random = new(2);
        return [.. Enumerable.Range(0, Rois * Planes).Select(c => Enumerable.Range(0, Points).SelectMany(p =>
        {
            var (sin, cos) = Math.SinCos(2 * Math.PI * p / Points);
            var radius = 30 + (c / Planes) + random.NextDouble();
            return new[] { Math.Round(radius * cos, 2), Math.Round(radius * sin - 150, 2), (c % Planes * 1.25) - 700 };
        }).ToArray())];
    }

    /// <summary>What of a structure set is many: ROIs, contours, their references and points.</summary>
    public static DicomFile StructureSet(double[][] contours)
    {
        DicomDataset data = new()
        {
            { DicomTag.SOPClassUID, DicomUID.RTStructureSetStorage },
            { DicomTag.SOPInstanceUID, "1.2.3.4" },
            { DicomTag.Modality, "RTSTRUCT" },
        };
        var rois = new DicomDataset[Rois];
        for (var r = 0; r < Rois; r++)
        {
            var slices = new DicomDataset[Planes];
            for (var s = 0; s < Planes; s++)
            {
                var points = contours[(r * Planes) + s];
                slices[s] = new()
                {
                    new DicomSequence(DicomTag.ContourImageSequence, new DicomDataset
                    {
                        { DicomTag.ReferencedSOPClassUID, DicomUID.CTImageStorage },
                        { DicomTag.ReferencedSOPInstanceUID, "1.2.826.0.1.3680043.2.1125.1.100" },
                    }),
                    { DicomTag.ContourGeometricType, "CLOSED_PLANAR" },
                    { DicomTag.NumberOfContourPoints, points.Length / 3 },
                    DicomDecimalString.FromDoubles(DicomTag.ContourData, points, 2),
                };
            }

            rois[r] = new() { new DicomSequence(DicomTag.ContourSequence, slices) };
        }

        data.Add(new DicomSequence(DicomTag.ROIContourSequence, rois));
        return new(data);
    }
}
