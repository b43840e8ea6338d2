using System.Collections.Immutable;
using ContourFlow.Contouring.RtObjects;
using ContourFlow.Geometry.Planes;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Viewing;

/// <summary>
/// Reads the polygons of a structure set as they are stored: no ring joined, turned, thinned or mended. A contour is the plane's that it would be
/// read onto by <see cref="RtStructReader"/>.
/// </summary>
internal static class WrittenContours
{
    /// <summary>The ROIs in the order of Structure Set ROI Sequence.</summary>
    /// <param name="structureSet">The structure set.</param>
    /// <param name="grid">The planning CT's planes, with axial axes.</param>
    public static ImmutableArray<ViewRoi> Read(DicomDataset structureSet, PlaneGrid grid)
    {
        var types = RoiHeader.InterpretedTypes(structureSet);
        var contours = structureSet.Items(DicomTag.ROIContourSequence).ToLookup(item => item.WholeNumber(DicomTag.ReferencedROINumber));
        var rois = structureSet.Items(DicomTag.StructureSetROISequence);
        // Whose the contours of a shared number are, nobody knows.
        var shared = rois.GroupBy(roi => roi.WholeNumber(DicomTag.ROINumber)).Where(group => group.Count() > 1).Select(group => group.Key).ToHashSet();
        var planes = new DrawnPlanes(grid, "CT", ImmutableDictionary<string, double>.Empty);
        return [.. rois.Select(roi => Read(roi, contours, types, planes, shared))];
    }

    /// <summary>How far the contours of all but the body's outline reach; null where there are none.</summary>
    public static DrawnExtent? Extent(ImmutableArray<ViewRoi> rois)
    {
        double lowX = double.PositiveInfinity, highX = double.NegativeInfinity, lowY = double.PositiveInfinity, highY = double.NegativeInfinity;
        foreach (var contour in rois.Where(roi => !roi.IsBody).SelectMany(roi => roi.Contours))
        {
            var points = contour.Points.Span;
            for (var i = 0; i < points.Length; i += 2)
            {
                (lowX, highX) = (Math.Min(lowX, points[i]), Math.Max(highX, points[i]));
                (lowY, highY) = (Math.Min(lowY, points[i + 1]), Math.Max(highY, points[i + 1]));
            }
        }

        return lowX <= highX ? new(lowX, highX, lowY, highY) : null;
    }

    private static ViewRoi Read(
        DicomDataset roi, ILookup<int?, DicomDataset> contours, Dictionary<int, string> types, DrawnPlanes planes, HashSet<int?> shared)
    {
        var number = roi.WholeNumber(DicomTag.ROINumber);
        var frame = roi.Text(DicomTag.ReferencedFrameOfReferenceUID);
        var items = contours[number].ToList();
        var stored = items.SelectMany(item => item.Items(DicomTag.ContourSequence)).ToList();
        var isReadable = number is not null && !shared.Contains(number) && (frame.Length == 0 || frame == planes.Grid.FrameOfReference.Value);
        var shown = isReadable ? stored.Select(contour => Polygon(contour, planes)).OfType<StoredPolygon>().OrderBy(polygon => polygon.Plane).ToList() : [];
        return new(
            number ?? 0,
            roi.Text(DicomTag.ROIName),
            types.GetValueOrDefault(number ?? 0, string.Empty),
            RoiReading.Colour(items),
            [.. shown.Select(polygon => new ViewContour(polygon.Plane, polygon.Rounded()))],
            stored.Count - shown.Count,
            shown.GroupBy(polygon => polygon.Plane).Sum(plane => EvenOddArea.Of([.. plane.Select(polygon => polygon.Points)]) * Thickness(planes.Grid, plane.Key)));
    }

    private static StoredPolygon? Polygon(DicomDataset contour, DrawnPlanes planes)
    {
        if (!ContourTypes.IsClosed(contour.Text(DicomTag.ContourGeometricType))) return null;
        if (contour.Numbers(DicomTag.ContourData) is not { Length: >= 9 } numbers || numbers.Length % 3 != 0) return null;
        var points = planes.PointsOf(numbers, out var low, out var high);
        var plane = planes.NearestTo((low + high) / 2);
        var position = planes.Grid.Positions[plane];
        var reach = planes.ReachOf(plane);
        var isOfThePlane = high - low <= reach && Math.Max(Math.Abs(low - position), Math.Abs(high - position)) <= reach;
        return isOfThePlane ? new(plane, [.. points]) : null;
    }

    private static double Thickness(PlaneGrid grid, int plane) => grid.Positions.Length > 1 ? grid.Thickness(plane) : 0;

    private sealed record StoredPolygon(int Plane, PlanePoint[] Points)
    {
        public float[] Rounded()
        {
            var numbers = new float[2 * Points.Length];
            for (var i = 0; i < Points.Length; i++) (numbers[2 * i], numbers[(2 * i) + 1]) = ((float)Points[i].X, (float)Points[i].Y);
            return numbers;
        }
    }
}
