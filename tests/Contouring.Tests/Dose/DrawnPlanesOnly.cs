using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.RtObjects;
using ContourFlow.Geometry.Patient;
using ContourFlow.Geometry.Planes;

namespace ContourFlow.Contouring.Tests.Dose;

/// <summary>A structure set whose CT is not at hand, or shares its UIDs with others: read onto the planes of its own contours.</summary>
internal static class DrawnPlanesOnly
{
    /// <summary>Reads a file's structures that have a volume, by their names without spaces.</summary>
    public static Dictionary<string, Roi> Read(string path, FrameOfReferenceUid frame)
    {
        var set = DicomFile.Open(path).Dataset;
        SortedSet<double> planes = [];
        foreach (var roi in Items(set, DicomTag.ROIContourSequence))
        {
            foreach (var contour in Items(roi, DicomTag.ContourSequence))
            {
                var points = contour.GetValues<double>(DicomTag.ContourData);
                if (points.Length >= 9) planes.Add(Math.Round(points[2], 3));
            }
        }

        PlaneGrid grid = new(frame, PlaneAxes.Axial, [.. planes]);
        return RtStructReader.Read(set, grid).Rois
            .Where(roi => roi.Geometry is { IsEmpty: false })
            .ToDictionary(roi => roi.Name.Replace(" ", "", StringComparison.Ordinal), StringComparer.Ordinal);
    }

    private static IEnumerable<DicomDataset> Items(DicomDataset from, DicomTag sequence) =>
        from.TryGetSequence(sequence, out var items) ? items.Items : [];
}
