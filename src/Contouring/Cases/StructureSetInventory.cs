using System.Collections.Immutable;
using ContourFlow.Contouring.RtObjects;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Cases;

/// <summary>Describes a structure set for the inventory, with or without its CT.</summary>
internal static class StructureSetInventory
{
    public static InventoryStructureSet Of(int patient, ScannedObject scanned, ImmutableArray<InventorySeries> series)
    {
        var dataset = scanned.Dataset!;
        var references = scanned.StructureSet!;
        var contours = dataset.Items(DicomTag.ROIContourSequence).ToLookup(i => i.WholeNumber(DicomTag.ReferencedROINumber));
        var read = references.Rois.Select(roi => Contours(contours[roi.Number])).ToList();
        var named = references.Series.Select(s => s.SeriesInstanceUid).ToImmutableArray();
        var spacing = series.FirstOrDefault(s => named.Contains(s.SeriesInstanceUid, StringComparer.Ordinal) && s.PlaneSpacings.Any(d => d > 0)) is { } ct
            ? ct.PlaneSpacings.First(d => d > 0)
            : SmallestGap(read.SelectMany(r => r.Planes.Keys));
        return new(
            patient,
            scanned.SopInstanceUid,
            dataset.Text(DicomTag.StructureSetLabel),
            dataset.Text(DicomTag.Manufacturer),
            dataset.Text(DicomTag.ApprovalStatus),
            named,
            [
                .. references.Rois.Zip(read, (roi, drawn) => new InventoryRoi(
                    roi.Number,
                    roi.Name,
                    roi.InterpretedType,
                    roi.Contours,
                    drawn.Planes.Count,
                    drawn.Planes.Count == 0 || spacing is not { } gap ? null : Volume(drawn.Planes, gap),
                    drawn.Fault)),
            ],
            null);
    }

    private static (SortedDictionary<double, List<PlanePoint[]>> Planes, string? Fault) Contours(IEnumerable<DicomDataset> items)
    {
        var planes = new SortedDictionary<double, List<PlanePoint[]>>();
        string? fault = null;
        foreach (var contour in items.SelectMany(i => i.Items(DicomTag.ContourSequence)))
        {
            if (!ContourTypes.IsClosed(contour.Text(DicomTag.ContourGeometricType))) continue;
            if (contour.Numbers(DicomTag.ContourData) is not { Length: >= 3 } numbers || numbers.Length % 3 != 0)
            {
                fault ??= "A contour is no list of points.";
                continue;
            }

            var points = new PlanePoint[numbers.Length / 3];
            for (var i = 0; i < points.Length; i++)
            {
                points[i] = new(numbers[3 * i], numbers[(3 * i) + 1]);
                if (Math.Abs(numbers[(3 * i) + 2] - numbers[2]) > RoiReading.TextRounding) fault ??= "A contour lies in no axial plane.";
            }

            if (!planes.TryGetValue(numbers[2], out var rings)) planes.Add(numbers[2], rings = []);
            rings.Add(points);
        }

        return (planes, fault);
    }

    /// <summary>Σ area × thickness in cc; planes farther apart than 1.5 spacings are ends, which reach half a spacing.</summary>
    private static double Volume(SortedDictionary<double, List<PlanePoint[]>> planes, double spacing)
    {
        var positions = planes.Keys.ToArray();
        var sum = 0.0;
        for (var i = 0; i < positions.Length; i++)
        {
            var below = i > 0 ? positions[i] - positions[i - 1] : double.PositiveInfinity;
            var above = i + 1 < positions.Length ? positions[i + 1] - positions[i] : double.PositiveInfinity;
            var thickness = ((below > 1.5 * spacing ? spacing : below) + (above > 1.5 * spacing ? spacing : above)) / 2;
            sum += EvenOddArea.Of(planes[positions[i]]) * thickness;
        }

        return sum / 1000;
    }

    /// <summary>The smallest gap between neighbouring planes with contours; null when there is only one plane.</summary>
    private static double? SmallestGap(IEnumerable<double> planes)
    {
        var sorted = planes.Distinct().Order().ToArray();
        var gaps = sorted.Zip(sorted.Skip(1), (a, b) => b - a).Where(gap => gap > RoiReading.TextRounding).ToList();
        return gaps.Count == 0 ? null : gaps.Min();
    }
}
