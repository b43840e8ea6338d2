using System.Globalization;
using ContourFlow.Contouring.Cases;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Contouring.Tests.Cases;

/// <summary>Small MR images of 16 x 16 pixels of 2 mm in any direction, beside the CT of <see cref="SyntheticCase"/>. Tests change what they are about.</summary>
internal static class SyntheticMr
{
    public static readonly CaseReadOptions Wanted = new() { Mr = new(MaximumPlaneSpacing: 5, MaximumAgeDays: 30) };
    public static readonly string Frame = SyntheticCase.Uid("mr frame");
    public static readonly string Series = SyntheticCase.Uid("mr series");
    public static readonly (PatientVector Row, PatientVector Column) Axial = (new(1, 0, 0), new(0, 1, 0));
    public static readonly (PatientVector Row, PatientVector Column) Sagittal = (new(0, 1, 0), new(0, 0, -1));
    public static readonly (PatientVector Row, PatientVector Column) Coronal = (new(1, 0, 0), new(0, 0, -1));

    public static string Uid(int index) => SyntheticCase.Uid($"mr image {index}");

    /// <summary>An image whose first pixel lies at the first of the stack plus <paramref name="at"/> mm along the normal.</summary>
    public static DicomDataset Image(int index, double at, (PatientVector Row, PatientVector Column) direction, string? series = null)
    {
        var (row, column) = direction;
        var position = default(PatientPoint) + (row * -15) + (column * -15) + (row.Cross(column) * at);
        var image = SyntheticCase.Image("MR", DicomUID.MRImageStorage, Uid(index), series ?? Series, Frame, 0);
        return image
            .AddOrUpdate(DicomTag.ImageType, "ORIGINAL", "PRIMARY", "M", "SE")
            .AddOrUpdate(DicomTag.AcquisitionDate, "20250103")
            .AddOrUpdate(DicomTag.ImagePositionPatient, Text(position.X), Text(position.Y), Text(position.Z))
            .AddOrUpdate(DicomTag.ImageOrientationPatient, Text(row.X), Text(row.Y), Text(row.Z), Text(column.X), Text(column.Y), Text(column.Z));
    }

    /// <summary>A stack of images 3 mm apart, the first of number <paramref name="first"/>.</summary>
    public static List<DicomDataset> Stack(int planes, (PatientVector Row, PatientVector Column) direction, int first = 0, string? series = null) =>
        [.. Enumerable.Range(0, planes).Select(i => Image(first + i, i * 3, direction, series))];

    /// <summary>A case with a CT of 2 January 2025, its structure set, and these MR objects.</summary>
    public static SyntheticCase Case(IEnumerable<DicomDataset> objects)
    {
        var folder = SyntheticCase.Plain();
        Write(folder, objects);
        return folder;
    }

    public static void Write(SyntheticCase folder, IEnumerable<DicomDataset> objects, string name = "mr")
    {
        var number = 0;
        foreach (var one in objects) folder.Write($"{name}/{number++}.dcm", one);
    }

    /// <summary>A structure set drawn on the MR's series, naming its images.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="images">Its images.</param>
    /// <param name="rois">Its ROIs.</param>
    public static DicomDataset StructureSet(string name, IEnumerable<DicomDataset> images, params SyntheticRoi[] rois)
    {
        var set = SyntheticCase.StructureSet(name, rois);
        SyntheticCase.SetFrameOnly(set, Frame);
        SyntheticCase.SetReference(set, Frame, Series, [.. images.Select(image => image.GetString(DicomTag.SOPInstanceUID))]);
        return set;
    }

    /// <summary>A square of a side in the plane of an image, about the middle of the axes that <see cref="Image"/> lies about.</summary>
    public static SyntheticContour Square(DicomDataset image, (PatientVector Row, PatientVector Column) direction, double side)
    {
        var (row, column) = direction;
        var numbers = image.GetValues<double>(DicomTag.ImagePositionPatient);
        var middle = new PatientPoint(numbers[0], numbers[1], numbers[2]) + (row * 15) + (column * 15);
        var corners = new[] { (-1, -1), (1, -1), (1, 1), (-1, 1) }.Select(c => middle + (row * (c.Item1 * side / 2)) + (column * (c.Item2 * side / 2)));
        return new("CLOSED_PLANAR", string.Join('\\', corners.SelectMany(p => new[] { p.X, p.Y, p.Z }).Select(v => Math.Round(v, 2).ToString(CultureInfo.InvariantCulture))), image.GetString(DicomTag.SOPInstanceUID));
    }

    public static string Text(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
