using System.Collections.Immutable;
using ContourFlow.Geometry.Patient;
using ContourFlow.Geometry.Planes;

namespace ContourFlow.Contouring.Cases;

/// <summary>Describes an image series for the inventory.</summary>
internal static class SeriesInventory
{
    /// <summary>Within this angle of an axis, degrees, a series is called axial, sagittal or coronal.</summary>
    private const double NamedWithin = 0.1;

    /// <param name="patient">Number of the patient.</param>
    /// <param name="stack">The series' images, or the frames of one stack of it.</param>
    public static InventorySeries Of(int patient, ImageStack stack)
    {
        var images = stack.Images;
        var first = images[0];
        var planes = images.Where(i => i.Image!.Plane is not null).Select(i => i.Image!.Plane!).ToImmutableArray();
        var faults = images.Where(i => i.Image!.Fault is not null)
            .GroupBy(i => i.Image!.Fault!, StringComparer.Ordinal)
            .Select(g => g.Count() == 1 ? $"Image {g.First().ImageName} {g.Key}." : $"Each of {g.Count()} images {g.Key}.")
            .ToList();
        ImmutableArray<double> spacings = [];
        var (low, high) = (0.0, 0.0);
        if (!planes.IsEmpty)
        {
            if (!images.Any(i => i.Image!.IsLocalizer)) faults.AddRange(PlaneSeries.Analyse(planes).Faults.Select(f => f.Sentence));
            var positions = Positions(planes);
            (low, high) = (positions[0], positions[^1]);
            spacings = [.. positions.Zip(positions.Skip(1), (a, b) => Math.Round(b - a, 2)).Distinct().Order()];
        }

        return new(
            patient,
            first.SeriesInstanceUid,
            first.StudyInstanceUid,
            first.Modality,
            first.FrameOfReferenceUid,
            images.Length,
            first.Image!.Rows,
            first.Image.Columns,
            planes.IsEmpty ? 0 : planes[0].RowSpacing,
            planes.IsEmpty ? 0 : planes[0].ColumnSpacing,
            spacings,
            Orientation(images, planes),
            low,
            high,
            [.. faults],
            stack.StackId,
            first.Frame is null ? 0 : images.Length);
    }

    private static double[] Positions(ImmutableArray<ImagePlane> planes)
    {
        var normal = planes[0].Normal;
        if (Math.Abs(normal.Z) > 0.5 && normal.Z < 0) normal *= -1;
        return [.. planes.Select(p => normal.Dot(p.Position - default(PatientPoint))).Order()];
    }

    private static string Orientation(ImmutableArray<ScannedObject> images, ImmutableArray<ImagePlane> planes)
    {
        if (images.Any(i => i.Image!.IsLocalizer)) return "scout";
        if (planes.IsEmpty) return "unknown";
        var normal = planes[0].Normal;
        var least = Math.Cos(NamedWithin * Math.PI / 180);
        if (Math.Abs(normal.Z) >= least * normal.Length) return "axial";
        if (Math.Abs(normal.X) >= least * normal.Length) return "sagittal";
        return Math.Abs(normal.Y) >= least * normal.Length ? "coronal" : "oblique";
    }
}
