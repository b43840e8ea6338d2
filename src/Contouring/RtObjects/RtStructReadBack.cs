using System.Collections.Immutable;
using System.Globalization;
using ContourFlow.Geometry.Planes;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.RtObjects;

/// <summary>
/// The second path of check S: what a written structure set says, read from its bytes with nothing of the code that
/// wrote it: coordinates from the text, areas by horizontal strips, rings by cancelling edges that are drawn twice.
/// </summary>
public static class RtStructReadBack
{
    /// <summary>Writes the object to memory, reads it again and measures every ROI with closed contours.</summary>
    public static ImmutableArray<ReadBackRoi> Read(DicomFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        using var bytes = new MemoryStream();
        file.Save(bytes);
        bytes.Position = 0;
        return Read(bytes);
    }

    /// <summary>Measures every ROI with closed contours of a structure set.</summary>
    /// <param name="structureSet">A DICOM file.</param>
    /// <exception cref="DicomFileException">The stream is no DICOM file.</exception>
    public static ImmutableArray<ReadBackRoi> Read(Stream structureSet)
    {
        ArgumentNullException.ThrowIfNull(structureSet);
        var dataset = DicomFile.Open(structureSet, FileReadOption.ReadAll).Dataset;
        var contours = dataset.GetSequence(DicomTag.ROIContourSequence).Items
            .ToLookup(item => item.GetSingleValueOrDefault(DicomTag.ReferencedROINumber, int.MinValue));
        var rois = dataset.GetSequence(DicomTag.StructureSetROISequence).Items;
        var result = new ReadBackRoi[rois.Count];
        Parallel.For(0, rois.Count, i =>
        {
            var number = rois[i].GetSingleValueOrDefault(DicomTag.ROINumber, int.MinValue);
            var name = rois[i].GetSingleValueOrDefault(DicomTag.ROIName, string.Empty);
            try
            {
                result[i] = new(number, name, Planes(contours[number]));
            }
            catch (FormatException fault)
            {
                result[i] = new(number, name, [], fault.Message);
            }
        });
        return [.. result];
    }

    private static ImmutableArray<ReadBackPlane> Planes(IEnumerable<DicomDataset> items)
    {
        var planes = new SortedDictionary<double, (List<PlanePoint[]> Rings, SortedSet<string> Images)>();
        foreach (var contour in items.Where(i => i.Contains(DicomTag.ContourSequence)).SelectMany(i => i.GetSequence(DicomTag.ContourSequence).Items))
        {
            var type = contour.GetSingleValueOrDefault(DicomTag.ContourGeometricType, string.Empty).Trim();
            if (type is not ("CLOSED_PLANAR" or "CLOSEDPLANAR_XOR")) continue;
            var (z, points) = Points(contour.GetString(DicomTag.ContourData));
            if (!planes.TryGetValue(z, out var plane)) planes.Add(z, plane = ([], new(StringComparer.Ordinal)));
            plane.Rings.Add(points);
            if (!contour.TryGetSequence(DicomTag.ContourImageSequence, out var images)) continue;
            foreach (var image in images.Items) plane.Images.UnionWith(ImageKey.Named(image));
        }

        return [.. planes.Select(plane => Measure(plane.Key, plane.Value.Rings, plane.Value.Images))];
    }

    private static (double Z, PlanePoint[] Points) Points(string text)
    {
        var values = new List<double>();
        foreach (var part in text.AsSpan().Split('\\'))
            values.Add(double.Parse(text.AsSpan(part), NumberStyles.Float, CultureInfo.InvariantCulture));
        if (values.Count % 3 != 0) throw new FormatException("A contour's number of coordinates is no multiple of three.");
        var points = new PlanePoint[values.Count / 3];
        for (var i = 0; i < points.Length; i++)
        {
            points[i] = new(values[3 * i], values[(3 * i) + 1]);
            if (values[(3 * i) + 2] != values[2]) throw new FormatException("A contour lies in no axial plane.");
        }

        return (values[2], points);
    }

    private static ReadBackPlane Measure(double z, List<PlanePoint[]> rings, SortedSet<string> images)
    {
        var loops = EdgeLoops.Of(rings);
        var holes = new bool[loops.Count];
        for (var i = 0; i < loops.Count; i++)
        {
            var (a, b) = (loops[i][0], loops[i][1]);
            var middle = new PlanePoint((a.X + b.X) / 2, (a.Y + b.Y) / 2);
            holes[i] = loops.Where((_, j) => j != i).Count(other => EdgeLoops.Encloses(other, middle)) % 2 != 0;
        }

        return new(
            z,
            EvenOddArea.Of(rings),
            holes.Count(hole => !hole),
            holes.Count(hole => hole),
            [.. loops.Select((loop, i) => Oriented(loop, isHole: holes[i]))],
            rings.Count,
            [.. images]);
    }

    private static Ring Oriented(PlanePoint[] loop, bool isHole)
    {
        var ring = new Ring([.. loop]);
        return ring.SignedArea > 0 == isHole ? new Ring([.. loop.Reverse()]) : ring;
    }
}

/// <summary>An ROI as read back.</summary>
/// <param name="RoiNumber">ROI Number.</param>
/// <param name="Name">ROI Name.</param>
/// <param name="Planes">Its planes with closed contours, ascending.</param>
/// <param name="Fault">
/// Why its contours could not be read (a coordinate that is no number, a contour in no axial plane), or null. Carried
/// ROIs may have such contours; derived ones never.
/// </param>
public sealed record ReadBackRoi(int RoiNumber, string Name, ImmutableArray<ReadBackPlane> Planes, string? Fault = null)
{
    /// <summary>How far a contour's z may be from its plane's, mm: what a text of two decimals can lose.</summary>
    private const double SamePlane = 0.01;

    /// <summary>The ROI as a structure on a CT's planes, for measuring; empty when it has no contours.</summary>
    /// <exception cref="ArgumentException">A contour that lies on no plane of the grid.</exception>
    public Structure ToStructure(PlaneGrid grid)
    {
        ArgumentNullException.ThrowIfNull(grid);
        var regions = ImmutableArray.CreateBuilder<PlanarRegion>(Planes.Length);
        foreach (var plane in Planes.Where(plane => !plane.Rings.IsEmpty))
        {
            var nearest = grid.Positions.MinBy(position => Math.Abs(position - plane.Z));
            if (Math.Abs(nearest - plane.Z) > SamePlane)
                throw new ArgumentException($"ROI {Name} has a contour at z = {plane.Z} mm, where the grid has no plane.", nameof(grid));
            regions.Add(new(nearest, plane.Rings));
        }

        return new(grid, regions.ToImmutable());
    }
}

/// <summary>One plane of an ROI as read back.</summary>
/// <param name="Z">Patient z as written, mm.</param>
/// <param name="Area">Enclosed area by even-odd, mm².</param>
/// <param name="Parts">Number of separate parts (outer rings).</param>
/// <param name="Holes">Number of holes.</param>
/// <param name="Rings">The rings without keyhole channels: outer ones counter-clockwise, holes clockwise.</param>
/// <param name="Contours">Number of contours as written.</param>
/// <param name="ImageUids">SOP Instance UIDs that the contours name, with "frame N" behind where a frame is named.</param>
public sealed record ReadBackPlane(
    double Z, double Area, int Parts, int Holes, ImmutableArray<Ring> Rings, int Contours, ImmutableArray<string> ImageUids);
