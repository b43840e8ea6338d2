using ContourFlow.Geometry.Booleans;
using ContourFlow.Geometry.Measures;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Tests.RtObjects;

/// <summary>A reader as some systems have it: every contour is filled for itself, and a plane is the union of them.</summary>
internal static class UnionReader
{
    /// <summary>Area in mm² of an ROI's contours on each plane by z.</summary>
    public static SortedDictionary<double, double> Areas(DicomDataset structureSet, int roiNumber)
    {
        var planes = new SortedDictionary<double, PlanarRegion>();
        var item = structureSet.GetSequence(DicomTag.ROIContourSequence).Items.Single(i => i.GetSingleValue<int>(DicomTag.ReferencedROINumber) == roiNumber);
        foreach (var contour in item.GetSequence(DicomTag.ContourSequence).Items)
        {
            var numbers = contour.GetValues<double>(DicomTag.ContourData);
            var z = numbers[2];
            var ring = new Ring([.. Enumerable.Range(0, numbers.Length / 3).Select(i => new PlanePoint(numbers[3 * i], numbers[(3 * i) + 1]))]);
            var filled = CanonicalRegion.Of(z, [ring])!;
            planes[z] = planes.TryGetValue(z, out var there) ? RegionBooleans.Union(there, filled)! : filled;
        }

        return new(planes.ToDictionary(p => p.Key, p => RegionMeasures.Area(p.Value)));
    }
}
