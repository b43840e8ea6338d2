using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Phantom.Patients;

/// <summary>The phantom's images and structure sets as DICOM objects, with an invented patient and fixed dates.</summary>
internal sealed class PhantomObjects(PhantomOptions options, string level)
{
    private const string Day = "20250106";

    /// <summary>The invented Patient ID.</summary>
    public string PatientId { get; } = $"CF-PHANTOM-{options.Seed}";

    /// <summary>The study of the planning.</summary>
    public string StudyCt => NamedUid.Of(options, "CT study");

    private string StudyMr => NamedUid.Of(options, "MR study");

    public string SeriesUid(string folder) => NamedUid.Of(options, $"{folder} series");

    public string FrameUid(string folder) =>
        folder == "CT" ? CtScan.FrameOfReference(options).Value : NamedUid.Of(options, $"{folder} frame of reference");

    public string StructureSetUid(string folder) => NamedUid.Of(options, $"{folder} structure set");

    public DicomDataset CtImage(ImageRaster raster, int index, int images, ushort[] pixels)
    {
        var dataset = Image(DicomUID.CTImageStorage, "CT", raster, index, pixels, StudyCt, "CT");
        dataset.Add(DicomTag.ImageType, "ORIGINAL", "PRIMARY", "AXIAL");
        dataset.Add(DicomTag.StudyDescription, "Phantom planning");
        dataset.Add(DicomTag.SeriesDescription, $"Planning CT {raster.Thickness:0.##} mm");
        dataset.Add(DicomTag.SeriesNumber, 2);
        dataset.Add(DicomTag.PatientPosition, options.PatientPosition);
        dataset.Add(DicomTag.KVP, 120m);
        dataset.Add(DicomTag.DataCollectionDiameter, (decimal)options.FieldOfView);
        dataset.Add(DicomTag.ReconstructionDiameter, (decimal)options.FieldOfView);
        dataset.Add(DicomTag.ConvolutionKernel, "STANDARD");
        dataset.Add(DicomTag.XRayTubeCurrent, 300);
        dataset.Add(DicomTag.ExposureTime, 1000);
        dataset.Add(DicomTag.RescaleIntercept, -(decimal)CtScan.Offset);
        dataset.Add(DicomTag.RescaleSlope, 1m);
        dataset.Add(DicomTag.RescaleType, "HU");
        dataset.Add(DicomTag.WindowCenter, 60m);
        dataset.Add(DicomTag.WindowWidth, 500m);
        dataset.Add(DicomTag.ImagesInAcquisition, images);
        return dataset;
    }

    public DicomDataset MrImage(MrScan mr, int index, ushort[] pixels)
    {
        var raster = mr.Rasters[index];
        var dataset = Image(DicomUID.MRImageStorage, "MR", raster, index, pixels, StudyMr, mr.Folder);
        dataset.Add(DicomTag.ImageType, "ORIGINAL", "PRIMARY", "M", "SE");
        dataset.Add(DicomTag.StudyDescription, "Phantom MR");
        dataset.Add(DicomTag.SeriesDescription, mr.IsSagittal ? "T2 TSE sagittal 3.3 mm" : "T2 TSE axial 1 mm");
        dataset.Add(DicomTag.SeriesNumber, mr.IsSagittal ? 4 : 3);
        dataset.Add(DicomTag.PatientPosition, "HFS");
        dataset.Add(DicomTag.ScanningSequence, "SE");
        dataset.Add(DicomTag.SequenceVariant, "SK");
        dataset.Add(DicomTag.ScanOptions, string.Empty);
        dataset.Add(DicomTag.MRAcquisitionType, "2D");
        dataset.Add(DicomTag.RepetitionTime, 4000m);
        dataset.Add(DicomTag.EchoTime, 100m);
        dataset.Add(DicomTag.EchoTrainLength, 16);
        dataset.Add(DicomTag.MagneticFieldStrength, 1.5m);
        dataset.Add(DicomTag.SpacingBetweenSlices, Decimal(raster.Thickness));
        dataset.Add(DicomTag.WindowCenter, 450m);
        dataset.Add(DicomTag.WindowWidth, 900m);
        return dataset;
    }

    /// <summary>A structure set drawn on the images of one folder.</summary>
    public DicomDataset StructureSet(string folder, int images, ImmutableArray<DrawnStructure> structures)
    {
        var isCt = folder == "CT";
        var study = isCt ? StudyCt : StudyMr;
        var imageClass = isCt ? DicomUID.CTImageStorage : DicomUID.MRImageStorage;
        DicomDataset dataset = new(DicomTransferSyntax.ImplicitVRLittleEndian);
        Common(dataset, DicomUID.RTStructureSetStorage, StructureSetUid(folder), study, $"RS {folder}", "RTSTRUCT");
        dataset.Add(DicomTag.SeriesDescription, $"Contours on {folder}");
        dataset.Add(DicomTag.StudyDescription, isCt ? "Phantom planning" : "Phantom MR");
        dataset.Add(DicomTag.SeriesNumber, folder switch
        {
            "CT" => 11,
            "MR_T2_AX" => 12,
            _ => 13,
        });
        dataset.Add(DicomTag.OperatorsName, string.Empty);
        dataset.Add(DicomTag.InstanceNumber, 1);
        dataset.Add(DicomTag.StructureSetLabel, isCt ? $"{level} SBRT" : folder);
        dataset.Add(DicomTag.StructureSetName, isCt ? $"{level} SBRT" : folder);
        dataset.Add(DicomTag.StructureSetDate, Day);
        dataset.Add(DicomTag.StructureSetTime, "143000");
        dataset.Add(DicomTag.FrameOfReferenceUID, FrameUid(folder));
        dataset.Add(DicomTag.PositionReferenceIndicator, string.Empty);
        dataset.Add(DicomTag.ApprovalStatus, "UNAPPROVED");

        DicomDataset series = new();
        series.Add(DicomTag.SeriesInstanceUID, SeriesUid(folder));
        series.Add(new DicomSequence(DicomTag.ContourImageSequence, [.. Enumerable.Range(0, images).Select(i => Reference(folder, imageClass, i))]));
        DicomDataset referencedStudy = new();
        referencedStudy.Add(DicomTag.ReferencedSOPClassUID, "1.2.840.10008.3.1.2.3.1");
        referencedStudy.Add(DicomTag.ReferencedSOPInstanceUID, study);
        referencedStudy.Add(new DicomSequence(DicomTag.RTReferencedSeriesSequence, series));
        DicomDataset frame = new();
        frame.Add(DicomTag.FrameOfReferenceUID, FrameUid(folder));
        frame.Add(new DicomSequence(DicomTag.RTReferencedStudySequence, referencedStudy));
        dataset.Add(new DicomSequence(DicomTag.ReferencedFrameOfReferenceSequence, frame));

        dataset.Add(new DicomSequence(DicomTag.StructureSetROISequence, [.. structures.Select((s, i) => Roi(s, i + 1, folder))]));
        dataset.Add(new DicomSequence(DicomTag.ROIContourSequence, [.. structures.Select((s, i) => Contours(s, i + 1, folder, imageClass))]));
        dataset.Add(new DicomSequence(DicomTag.RTROIObservationsSequence, [.. structures.Select((s, i) => Observation(s, i + 1))]));
        return dataset;
    }

    private static decimal Decimal(double value) => decimal.Round((decimal)value, 6) / 1.0000000m;

    private DicomDataset Image(
        DicomUID storage, string modality, ImageRaster raster, int index, ushort[] pixels, string study, string folder)
    {
        DicomDataset dataset = new(DicomTransferSyntax.ExplicitVRLittleEndian);
        Common(dataset, storage, ImageUid(folder, index), study, folder, modality);
        dataset.Add(DicomTag.AcquisitionNumber, 1);
        dataset.Add(DicomTag.AcquisitionDate, Day);
        dataset.Add(DicomTag.AcquisitionTime, modality == "CT" ? "100500" : "091500");
        dataset.Add(DicomTag.ContentDate, Day);
        dataset.Add(DicomTag.ContentTime, modality == "CT" ? "100500" : "091500");
        dataset.Add(DicomTag.InstanceNumber, index + 1);
        dataset.Add(DicomTag.PatientOrientation, string.Empty, string.Empty);
        dataset.Add(DicomTag.BodyPartExamined, "SPINE");
        dataset.Add(DicomTag.SliceThickness, Decimal(raster.Thickness));
        dataset.Add(DicomTag.FrameOfReferenceUID, FrameUid(folder));
        dataset.Add(DicomTag.PositionReferenceIndicator, string.Empty);
        dataset.Add(DicomTag.ImagePositionPatient, Decimal(raster.First.X), Decimal(raster.First.Y), Decimal(raster.First.Z));
        dataset.Add(
            DicomTag.ImageOrientationPatient,
            Decimal(raster.RowDirection.X), Decimal(raster.RowDirection.Y), Decimal(raster.RowDirection.Z),
            Decimal(raster.ColumnDirection.X), Decimal(raster.ColumnDirection.Y), Decimal(raster.ColumnDirection.Z));
        dataset.Add(DicomTag.PixelSpacing, Spacing(raster), Spacing(raster));
        dataset.Add(DicomTag.SamplesPerPixel, (ushort)1);
        dataset.Add(DicomTag.PhotometricInterpretation, "MONOCHROME2");
        dataset.Add(DicomTag.Rows, (ushort)raster.Rows);
        dataset.Add(DicomTag.Columns, (ushort)raster.Columns);
        dataset.Add(DicomTag.BitsAllocated, (ushort)16);
        dataset.Add(DicomTag.BitsStored, (ushort)12);
        dataset.Add(DicomTag.HighBit, (ushort)11);
        dataset.Add(DicomTag.PixelRepresentation, (ushort)0);
        dataset.Add(new DicomOtherWord(DicomTag.PixelData, new MemoryByteBuffer(MemoryMarshal.AsBytes(pixels.AsSpan()).ToArray())));
        return dataset;
    }

    private static decimal Spacing(ImageRaster raster) => decimal.Round((decimal)raster.Spacing, 10) / 1.0000000000m;

    /// <summary>What every object of the patient has.</summary>
    public void Common(DicomDataset dataset, DicomUID storage, string instance, string study, string series, string modality)
    {
        var isCt = study == StudyCt;
        dataset.Add(DicomTag.SpecificCharacterSet, "ISO_IR 100");
        dataset.Add(DicomTag.InstanceCreationDate, Day);
        dataset.Add(DicomTag.SOPClassUID, storage);
        dataset.Add(DicomTag.SOPInstanceUID, instance);
        dataset.Add(DicomTag.StudyDate, Day);
        dataset.Add(DicomTag.SeriesDate, Day);
        dataset.Add(DicomTag.StudyTime, isCt ? "100000" : "090000");
        dataset.Add(DicomTag.SeriesTime, isCt ? "100500" : "091500");
        dataset.Add(DicomTag.AccessionNumber, string.Empty);
        dataset.Add(DicomTag.Modality, modality);
        dataset.Add(DicomTag.Manufacturer, "ContourFlow");
        dataset.Add(DicomTag.ManufacturerModelName, "Phantom");
        dataset.Add(DicomTag.SoftwareVersions, "phantom 1");
        dataset.Add(DicomTag.ReferringPhysicianName, string.Empty);
        dataset.Add(DicomTag.PatientName, "PHANTOM^SPINE");
        dataset.Add(DicomTag.PatientID, PatientId);
        dataset.Add(DicomTag.PatientBirthDate, "19600101");
        dataset.Add(DicomTag.PatientSex, "O");
        dataset.Add(DicomTag.StudyInstanceUID, study);
        dataset.Add(DicomTag.StudyID, isCt ? "1" : "2");
        dataset.Add(DicomTag.SeriesInstanceUID, SeriesUid(series));
    }

    private string ImageUid(string folder, int index) => NamedUid.Of(options, $"{folder} image {index}");

    private DicomDataset Reference(string folder, DicomUID imageClass, int index)
    {
        DicomDataset image = new();
        image.Add(DicomTag.ReferencedSOPClassUID, imageClass);
        image.Add(DicomTag.ReferencedSOPInstanceUID, ImageUid(folder, index));
        return image;
    }

    private DicomDataset Roi(DrawnStructure structure, int number, string folder)
    {
        DicomDataset roi = new();
        roi.Add(DicomTag.ROINumber, number);
        roi.Add(DicomTag.ReferencedFrameOfReferenceUID, FrameUid(folder));
        roi.Add(DicomTag.ROIName, structure.Name);
        roi.Add(DicomTag.ROIGenerationAlgorithm, "MANUAL");
        return roi;
    }

    private DicomDataset Contours(DrawnStructure structure, int number, string folder, DicomUID imageClass)
    {
        DicomDataset roi = new();
        roi.Add(DicomTag.ROIDisplayColor, [.. structure.Colour]);
        if (structure.Contours.Length > 0)
            roi.Add(new DicomSequence(DicomTag.ContourSequence, [.. structure.Contours.Select(One)]));
        roi.Add(DicomTag.ReferencedROINumber, number);
        return roi;

        DicomDataset One(DrawnContour contour)
        {
            DicomDataset item = new();
            item.Add(new DicomSequence(DicomTag.ContourImageSequence, Reference(folder, imageClass, contour.Image)));
            item.Add(DicomTag.ContourGeometricType, "CLOSED_PLANAR");
            item.Add(DicomTag.NumberOfContourPoints, contour.Points.Length);
            item.Add(DicomTag.ContourData, [.. contour.Points.SelectMany(Coordinates)]);
            return item;
        }
    }

    private static IEnumerable<decimal> Coordinates(PatientPoint point) =>
        [Coordinate(point.X), Coordinate(point.Y), Coordinate(point.Z)];

    private static decimal Coordinate(double value) => decimal.Round((decimal)value, 4) / 1.0000m;

    private static DicomDataset Observation(DrawnStructure structure, int number)
    {
        DicomDataset observation = new();
        observation.Add(DicomTag.ObservationNumber, number);
        observation.Add(DicomTag.ReferencedROINumber, number);
        observation.Add(DicomTag.RTROIInterpretedType, structure.InterpretedType);
        observation.Add(DicomTag.ROIInterpreter, string.Empty);
        return observation;
    }
}
