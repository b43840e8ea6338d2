using ContourFlow.Contouring.Cases;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Tests.Deriving;

/// <summary>What drawn ROIs look like as an object: fingerprints, and what is carried over, come from there.</summary>
internal static class DrawnSource
{
    /// <summary>The object, without what nothing here asks for.</summary>
    public static DicomDataset Of(string structureSetUid, params Roi[] rois) => new DicomDataset()
        .Add(DicomTag.SOPInstanceUID, structureSetUid)
        .Add(new DicomSequence(DicomTag.StructureSetROISequence, [.. rois.Select(roi => new DicomDataset()
            .Add(DicomTag.ROINumber, roi.Number)
            .Add(DicomTag.ReferencedFrameOfReferenceUID, roi.Geometry?.Grid.FrameOfReference.Value ?? "1.2.3")
            .Add(DicomTag.ROIName, roi.Name)
            .Add(DicomTag.ROIGenerationAlgorithm, "MANUAL"))]))
        .Add(new DicomSequence(DicomTag.ROIContourSequence, [.. rois.Select(roi => new DicomDataset()
            .Add(new DicomSequence(DicomTag.ContourSequence, [.. (roi.Geometry?.Regions ?? []).SelectMany(Contours)]))
            .Add(DicomTag.ReferencedROINumber, roi.Number))]));

    private static IEnumerable<DicomDataset> Contours(PlanarRegion region) => region.Rings.Select(ring => new DicomDataset()
        .Add(DicomTag.ContourGeometricType, "CLOSED_PLANAR")
        .Add(DicomTag.NumberOfContourPoints, ring.Points.Length)
        .Add(DicomTag.ContourData, [.. ring.Points.SelectMany(point => new[] { (decimal)point.X, (decimal)point.Y, (decimal)region.Z })]));
}
