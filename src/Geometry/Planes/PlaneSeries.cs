using System.Collections.Immutable;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Geometry.Planes;

/// <summary>
/// Analyses the planes of an image series from each image's own position and orientation; Slice Thickness, Spacing
/// Between Slices, Instance Number and the order of files say nothing here.
/// </summary>
public static class PlaneSeries
{
    /// <summary>
    /// Tolerance in mm for equal positions and equal spacings. Positions are commonly written with two decimals, so
    /// that the difference of two is off by up to 0.01 mm; it is also the limit for a contour against its image.
    /// </summary>
    public const double PositionTolerance = 0.01;

    /// <summary>Two orientations within this angle are one, degrees: directions are commonly written with 4 to 6 decimals.</summary>
    private const double OrientationTolerance = 0.1;

    /// <summary>How far lengths and the right angle of written directions may be off: 4 decimals and a margin.</summary>
    private const double OrthonormalTolerance = 1e-3;

    /// <summary>Pixel spacings that differ by less than this, mm, are one number written twice (0.05 mm over 512 pixels).</summary>
    private const double PixelSpacingTolerance = 1e-4;

    /// <summary>How far a plane's first pixel may lie beside the line of all planes, mm: well below a pixel.</summary>
    private const double ShiftTolerance = 0.1;

    /// <summary>Analyses the images of one series.</summary>
    /// <param name="images">The images' planes in any order.</param>
    /// <param name="maximumTiltDegrees">Largest angle between normal and patient Z, and between line of positions and normal.</param>
    /// <returns>The planes in order and everything that is wrong with them; nothing is thrown for bad images.</returns>
    public static PlaneSeriesReport Analyse(IEnumerable<ImagePlane> images, double maximumTiltDegrees = 0.1)
    {
        ArgumentNullException.ThrowIfNull(images);
        var faults = new List<PlaneFault>();
        var valid = new List<ImagePlane>();
        foreach (var image in images.OrderBy(i => i.ImageId, StringComparer.Ordinal))
        {
            if (IsValid(image)) valid.Add(image);
            else faults.Add(new(PlaneFaultKind.InvalidGeometry, [image.ImageId], "An image's position, orientation or pixel spacing is not valid."));
        }

        if (valid.Count == 0)
        {
            faults.Add(new(PlaneFaultKind.TooFew, [], "The series has no image with a valid plane."));
            return new PlaneSeriesReport([], [], null, [.. faults], false, 0, 0, 0);
        }

        FindMixedSize(valid, faults);
        var axes = PlaneAxes.Of(valid[0]);
        var normal = axes.Normal;
        var oblique = Degrees(Math.Sqrt((normal.X * normal.X) + (normal.Y * normal.Y)), Math.Abs(normal.Z));
        if (FindMixedOrientation(valid, faults))
        {
            var unsorted = valid.OrderBy(i => Along(i, normal)).ToImmutableArray();
            return new PlaneSeriesReport(unsorted, [.. unsorted.Select(i => Along(i, normal))], null, [.. faults], false, oblique, 0, 0);
        }

        var isAxial = oblique <= maximumTiltDegrees;
        if (!isAxial)
            faults.Add(new(PlaneFaultKind.Oblique, Ids(valid), $"The images are {oblique:0.##} degrees off the axial plane (at most {maximumTiltDegrees:0.##})."));

        if (isAxial) axes = PlaneAxes.Axial;
        var sorted = valid.OrderBy(Position).ToImmutableArray();
        var positions = sorted.Select(Position).ToImmutableArray();
        var tilt = FindTilt(sorted, normal, maximumTiltDegrees, faults);
        var spacing = PlaneSpacing.Find(sorted, positions, faults);
        return new PlaneSeriesReport(sorted, positions, axes, [.. faults], isAxial, oblique, tilt, spacing);

        double Position(ImagePlane image) => isAxial ? image.Position.Z : Along(image, normal);
    }

    internal static ImmutableArray<string> Ids(IEnumerable<ImagePlane> images) => [.. images.Select(i => i.ImageId)];

    private static bool IsValid(ImagePlane image)
    {
        PatientVector row = image.RowDirection, column = image.ColumnDirection;
        var position = image.Position;

        // Comparisons with NaN are false, so each is written to be true for good numbers.
        return double.IsFinite(position.X) && double.IsFinite(position.Y) && double.IsFinite(position.Z)
            && Math.Abs(row.Length - 1) <= OrthonormalTolerance
            && Math.Abs(column.Length - 1) <= OrthonormalTolerance
            && Math.Abs(row.Dot(column)) <= OrthonormalTolerance
            && image.RowSpacing > 0 && double.IsFinite(image.RowSpacing)
            && image.ColumnSpacing > 0 && double.IsFinite(image.ColumnSpacing)
            && image.Rows > 0 && image.Columns > 0;
    }

    private static void FindMixedSize(List<ImagePlane> images, List<PlaneFault> faults)
    {
        var groups = Grouped(images, (a, b) => a.Rows == b.Rows && a.Columns == b.Columns
            && Math.Abs(a.RowSpacing - b.RowSpacing) <= PixelSpacingTolerance
            && Math.Abs(a.ColumnSpacing - b.ColumnSpacing) <= PixelSpacingTolerance);
        if (groups.Count < 2) return;
        var sizes = string.Join(", ", groups.Select(g => $"{g.Count} of {g[0].Columns} x {g[0].Rows} with pixels of {g[0].ColumnSpacing:0.####} x {g[0].RowSpacing:0.####} mm"));
        faults.Add(new(PlaneFaultKind.MixedSize, Ids(groups.Skip(1).SelectMany(g => g)), $"The images differ in size: {sizes}."));
    }

    private static bool FindMixedOrientation(List<ImagePlane> images, List<PlaneFault> faults)
    {
        var groups = Grouped(images, (a, b) =>
            Angle(a.RowDirection, b.RowDirection) <= OrientationTolerance && Angle(a.ColumnDirection, b.ColumnDirection) <= OrientationTolerance);
        if (groups.Count < 2) return false;
        faults.Add(new(PlaneFaultKind.MixedOrientation, Ids(groups.Skip(1).SelectMany(g => g)),
            $"The images have {groups.Count} orientations ({string.Join(", ", groups.Select(g => g.Count))} images)."));
        return true;
    }

    /// <summary>Gantry tilt by the line from the first to the last position, and single planes beside that line.</summary>
    private static double FindTilt(ImmutableArray<ImagePlane> sorted, PatientVector normal, double maximum, List<PlaneFault> faults)
    {
        var line = sorted[^1].Position - sorted[0].Position;
        var along = line.Dot(normal);
        if (along <= PositionTolerance) return 0;
        var tilt = Degrees((line + (normal * -along)).Length, along);
        if (tilt > maximum)
            faults.Add(new(PlaneFaultKind.Tilted, Ids(sorted), $"The images follow each other {tilt:0.##} degrees off their normal (at most {maximum:0.##}), as with a tilted gantry."));

        var shifted = sorted.Where(image =>
        {
            var offset = image.Position - sorted[0].Position;
            return (offset + (line * -(offset.Dot(normal) / along))).Cross(normal).Length > ShiftTolerance;
        }).ToList();
        if (shifted.Count > 0)
            faults.Add(new(PlaneFaultKind.Shifted, Ids(shifted), $"{shifted.Count} of the images lie more than {ShiftTolerance} mm beside the line of the series."));
        return tilt;
    }

    private static double Along(ImagePlane image, PatientVector normal) => (image.Position - default(PatientPoint)).Dot(normal);

    private static double Angle(PatientVector a, PatientVector b) => Degrees(a.Cross(b).Length, a.Dot(b));

    private static double Degrees(double sine, double cosine) => Math.Atan2(sine, cosine) * 180 / Math.PI;

    /// <summary>Groups by likeness to a group's first image, the largest group first.</summary>
    private static List<List<ImagePlane>> Grouped(List<ImagePlane> images, Func<ImagePlane, ImagePlane, bool> alike)
    {
        var groups = new List<List<ImagePlane>>();
        foreach (var image in images)
        {
            if (groups.Find(g => alike(g[0], image)) is { } group) group.Add(image);
            else groups.Add([image]);
        }

        return [.. groups.OrderByDescending(g => g.Count)];
    }
}
