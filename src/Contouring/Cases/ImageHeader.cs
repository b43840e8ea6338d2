using System.Collections.Immutable;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.RtObjects;
using ContourFlow.Geometry.Patient;
using ContourFlow.Geometry.Planes;

namespace ContourFlow.Contouring.Cases;

/// <summary>An image's size and plane as its header states them.</summary>
/// <param name="Plane">Its plane; null when the header does not give one, and then the fault says why.</param>
/// <param name="FaultCode">A reason code, or null.</param>
/// <param name="Fault">What is wrong with the plane, as the end of a sentence; or null.</param>
/// <param name="PositionZ">Third value of Image Position (Patient) as written, or empty.</param>
/// <param name="ImageType">Image Type.</param>
/// <param name="Rows">Rows, 0 when absent.</param>
/// <param name="Columns">Columns, 0 when absent.</param>
/// <param name="Frames">Number of Frames, 1 when absent.</param>
/// <param name="AnatomicalOrientation">Anatomical Orientation Type, or empty.</param>
internal sealed record ImageHeader(
    ImagePlane? Plane,
    string? FaultCode,
    string? Fault,
    string PositionZ,
    ImmutableArray<string> ImageType,
    int Rows,
    int Columns,
    int Frames,
    string AnatomicalOrientation)
{
    /// <summary>
    /// Direction cosines are unit vectors at right angles up to this: several scanners write them with six decimals
    /// or fewer.
    /// </summary>
    private const double CosineTolerance = 1e-3;

    private static readonly string[] LocalizerWords = ["LOCALIZER", "SCOUT", "SURVIEW", "TOPOGRAM"];

    /// <summary>True for a scout view, whatever its maker calls it.</summary>
    public bool IsLocalizer =>
        ImageType.Any(value => LocalizerWords.Any(word => value.Contains(word, StringComparison.OrdinalIgnoreCase)));

    /// <summary>True for an image that was made from others and says so.</summary>
    public bool IsDerived =>
        ImageType.Length > 0 && (ImageType[0] == "DERIVED" || (ImageType.Length > 1 && ImageType[1] == "SECONDARY"));

    /// <summary>Reads the header of an image; null when the object is no image.</summary>
    public static ImageHeader? Of(DicomDataset dataset)
    {
        if (!dataset.Contains(DicomTag.Rows) || !dataset.Contains(DicomTag.Columns)) return null;
        var size = new ImageHeader(
            null,
            null,
            null,
            string.Empty,
            dataset.Texts(DicomTag.ImageType),
            dataset.WholeNumber(DicomTag.Rows) ?? 0,
            dataset.WholeNumber(DicomTag.Columns) ?? 0,
            dataset.WholeNumber(DicomTag.NumberOfFrames) ?? 1,
            dataset.Text(DicomTag.AnatomicalOrientationType));
        return size.OfFrame(dataset.Text(DicomTag.SOPInstanceUID), dataset, dataset, dataset, frameType: null);
    }

    /// <summary>The header of a frame of this image, from its functional groups (DICOM PS3.3 C.7.6.16.2); null for a group that is not there.</summary>
    /// <param name="id">What the frame is called.</param>
    /// <param name="position">Plane Position (Patient).</param>
    /// <param name="orientation">Plane Orientation (Patient).</param>
    /// <param name="measures">Pixel Measures.</param>
    /// <param name="frameType">CT, MR or PET Image Frame Type.</param>
    public ImageHeader OfFrame(string id, DicomDataset? position, DicomDataset? orientation, DicomDataset? measures, DicomDataset? frameType)
    {
        var (plane, code, fault) = ReadPlane(id, position, orientation, measures);
        var type = frameType?.Texts(DicomTag.FrameType) ?? [];
        return this with
        {
            Plane = plane,
            FaultCode = code,
            Fault = fault,
            PositionZ = position is null ? string.Empty : Z(position),
            ImageType = type.IsEmpty ? ImageType : type,
        };
    }

    private static string Z(DicomDataset dataset) => dataset.Texts(DicomTag.ImagePositionPatient) is [_, _, var z] ? z : string.Empty;

    private (ImagePlane? Plane, string? Code, string? Fault) ReadPlane(
        string id, DicomDataset? position, DicomDataset? orientation, DicomDataset? measures)
    {
        if (position?.Contains(DicomTag.ImagePositionPatient) != true) return Missing("Image Position (Patient)");
        if (orientation?.Contains(DicomTag.ImageOrientationPatient) != true) return Missing("Image Orientation (Patient)");
        if (measures?.Contains(DicomTag.PixelSpacing) != true) return Missing("Pixel Spacing");

        if (position.Numbers(DicomTag.ImagePositionPatient) is not [var x, var y, var z]) return Bad("Image Position (Patient)", "three numbers");
        if (orientation.Numbers(DicomTag.ImageOrientationPatient) is not [var rx, var ry, var rz, var cx, var cy, var cz])
            return Bad("Image Orientation (Patient)", "six numbers");
        if (measures.Numbers(DicomTag.PixelSpacing) is not [> 0 and var rowSpacing, > 0 and var columnSpacing])
            return Bad("Pixel Spacing", "two positive numbers");
        if (Rows <= 0 || Columns <= 0)
            return Bad("Rows or Columns", "a positive number");

        var row = new PatientVector(rx, ry, rz);
        var column = new PatientVector(cx, cy, cz);
        if (Math.Abs(row.Length - 1) > CosineTolerance || Math.Abs(column.Length - 1) > CosineTolerance || Math.Abs(row.Dot(column)) > CosineTolerance)
            return Bad("Image Orientation (Patient)", "two unit vectors at right angles");
        return (new(id, new(x, y, z), row, column, Rows, Columns, rowSpacing, columnSpacing), null, null);
    }

    private static (ImagePlane?, string, string) Missing(string attribute) =>
        (null, ReasonCodes.GeometryMissing, $"has no {attribute}");

    private static (ImagePlane?, string, string) Bad(string attribute, string wanted) =>
        (null, ReasonCodes.BadAttribute, $"has a {attribute} that is not {wanted}");
}
