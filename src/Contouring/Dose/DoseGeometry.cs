using System.Collections.Immutable;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.RtObjects;
using ContourFlow.Geometry.Dose;
using ContourFlow.Geometry.Patient;
using static ContourFlow.Contouring.RtObjects.AttributeReading;

namespace ContourFlow.Contouring.Dose;

/// <summary>
/// Where the values of an RT Dose object lie in the patient: Image Position and Orientation, Pixel Spacing and Grid Frame Offset Vector
/// (DICOM PS3.3 C.7.6.2 and C.8.8.3.2). Patient Position is not looked at, nor Slice Thickness.
/// </summary>
internal sealed class DoseGeometry
{
    // Written positions are rounded; directions too.
    private const double PositionRounding = 0.01;
    private const double DirectionRounding = 1e-3;

    // What is outside is no dose grid's, mm.
    private const double LeastSpacing = 0.01;
    private const double MostSpacing = 100;
    private const double Farthest = 1e5;

    private readonly PatientPoint _origin;
    private readonly PatientVector _columnDirection;
    private readonly PatientVector _rowDirection;
    private readonly double _columnSpacing;
    private readonly double _rowSpacing;

    private DoseGeometry(
        FrameOfReferenceUid frame, int columns, int rows, PatientPoint origin, PatientVector columnDirection, PatientVector rowDirection,
        double columnSpacing, double rowSpacing, ImmutableArray<double> frameOffsets)
    {
        (Frame, Columns, Rows, _origin, _columnDirection, _rowDirection, _columnSpacing, _rowSpacing) =
            (frame, columns, rows, origin, columnDirection, rowDirection, columnSpacing, rowSpacing);
        FrameOffsets = frameOffsets;
    }

    /// <summary>The frame of reference.</summary>
    public FrameOfReferenceUid Frame { get; }

    /// <summary>Columns.</summary>
    public int Columns { get; }

    /// <summary>Rows.</summary>
    public int Rows { get; }

    /// <summary>
    /// Each frame's distance from the first position along the normal (row direction × column direction of the image), mm, in the order of the frames:
    /// strictly ascending or strictly descending.
    /// </summary>
    public ImmutableArray<double> FrameOffsets { get; }

    /// <summary>True when the frames come in the order of falling offsets.</summary>
    public bool IsDescending => FrameOffsets[^1] < FrameOffsets[0];

    /// <summary>Reads where the values lie.</summary>
    /// <exception cref="CaseDataException">An attribute is missing, or is such that the place of a value is in doubt.</exception>
    public static DoseGeometry Of(DicomDataset dose, string uid, List<Finding> findings)
    {
        var frame = dose.Text(DicomTag.FrameOfReferenceUID);
        if (frame.Length == 0) throw Missing(uid, "Frame of Reference UID (0020,0052)");
        if (dose.WholeNumber(DicomTag.Columns) is not { } columns || dose.WholeNumber(DicomTag.Rows) is not { } rows) throw Missing(uid, "Rows (0028,0010) or Columns (0028,0011)");
        if (dose.Numbers(DicomTag.ImagePositionPatient) is not { } position) throw Missing(uid, "Image Position (Patient) (0020,0032)");
        if (dose.Numbers(DicomTag.ImageOrientationPatient) is not { } orientation) throw Missing(uid, "Image Orientation (Patient) (0020,0037)");
        if (dose.Numbers(DicomTag.PixelSpacing) is not { } spacing) throw Missing(uid, "Pixel Spacing (0028,0030)");
        if (position.Length != 3) throw RtDoseReader.Bad(uid, "Image Position (Patient) (0020,0032)", "has not three values");
        if (spacing is not [>= LeastSpacing and <= MostSpacing, >= LeastSpacing and <= MostSpacing])
            throw RtDoseReader.Bad(uid, "Pixel Spacing (0028,0030)", $"has not two values between {Say(LeastSpacing)} and {Say(MostSpacing)} mm");
        if (position.Any(place => Math.Abs(place) > Farthest)) throw RtDoseReader.Bad(uid, "Image Position (Patient) (0020,0032)", "lies where no patient is");
        var (along, down) = Directions(orientation, uid);
        var frames = DoseFrames.Of(dose, uid, columns, rows);
        if (columns < 2 || rows < 2 || frames < 2)
        {
            throw new CaseDataException(
                ReasonCodes.DoseSinglePlane,
                $"RT Dose {uid} has {columns} columns, {rows} rows and {frames} frame(s): dose in a volume needs at least two of each. Export the dose as one object with all planes.");
        }

        var origin = new PatientPoint(position[0], position[1], position[2]);
        var normal = along.Cross(down);
        // Pixel Spacing is that of rows first: what lies between the centres of two rows.
        return new(new(frame), columns, rows, origin, along, down, spacing[1], spacing[0], Offsets(dose, uid, frames, origin, normal, findings));
    }

    /// <summary>The grid with its values.</summary>
    /// <param name="values">Values in ascending order of the offsets.</param>
    public DoseGrid With(float[] values) => new(
        Frame, _origin, _columnDirection, _rowDirection, _columnSpacing, _rowSpacing,
        IsDescending ? [.. FrameOffsets.Reverse()] : FrameOffsets, Columns, Rows, values);

    private static (PatientVector Along, PatientVector Down) Directions(double[] orientation, string uid)
    {
        if (orientation.Length == 6)
        {
            var along = new PatientVector(orientation[0], orientation[1], orientation[2]);
            var down = new PatientVector(orientation[3], orientation[4], orientation[5]);
            if (Math.Abs(along.Length - 1) < DirectionRounding && Math.Abs(down.Length - 1) < DirectionRounding && Math.Abs(along.Dot(down)) < DirectionRounding)
            {
                along *= 1 / along.Length;
                down += along * -along.Dot(down);
                return (along, down * (1 / down.Length));
            }
        }

        throw RtDoseReader.Bad(uid, "Image Orientation (Patient) (0020,0037)", "is not two unit vectors at right angles");
    }

    private static ImmutableArray<double> Offsets(DicomDataset dose, string uid, int frames, PatientPoint origin, PatientVector normal, List<Finding> findings)
    {
        const string Attribute = "Grid Frame Offset Vector (3004,000C)";
        if (dose.Numbers(DicomTag.GridFrameOffsetVector) is not { Length: > 0 } stated)
        {
            throw new CaseDataException(
                ReasonCodes.MissingAttribute,
                $"RT Dose {uid} has {frames} frames and no {Attribute}: where they lie is not known, and Slice Thickness does not say it. Export it again.");
        }

        for (var i = 2; i < frames; i++)
        {
            if (!((stated[i] - stated[i - 1]) * (stated[1] - stated[0]) > 0))
                throw RtDoseReader.Bad(uid, Attribute, $"neither rises nor falls throughout (value {i + 1})");
        }

        for (var i = 1; i < frames; i++)
        {
            if (Math.Abs(stated[i] - stated[i - 1]) > MostSpacing)
                throw RtDoseReader.Bad(uid, Attribute, $"puts planes more than {Say(MostSpacing)} mm apart");
        }

        if (stated[0] == stated[1]) throw RtDoseReader.Bad(uid, Attribute, "puts two frames at one place");
        // C.8.8.3.2: the first is zero, and the values are distances along the normal.
        if (Math.Abs(stated[0]) < 1e-6) return [.. stated];

        // Or the first is the position's z, and the values are patient z: only planes across the long axis can be told so.
        if (Math.Abs(stated[0] - origin.Z) > PositionRounding || Math.Abs(normal.Z) < 1 - DirectionRounding)
        {
            throw RtDoseReader.Bad(
                uid, Attribute,
                $"begins with {Say(stated[0])}, which is neither 0 (distances from the first plane) nor the z of Image Position (Patient), {Say(origin.Z)}, of axial planes: where the planes lie is not known");
        }

        if (normal.Z < 0 || !IsStandard(normal))
        {
            findings.Add(new(
                Severity.Warning,
                DoseRemarks.DoseOffsetsAbsolute,
                $"RT Dose {uid} states patient positions as {Attribute}, which DICOM allows with rows and columns to Left and Posterior only; they are taken as positions."));
        }

        return [.. stated.Select(z => (z - origin.Z) * Math.Sign(normal.Z))];
    }

    private static bool IsStandard(PatientVector normal) => normal.Z > 1 - DirectionRounding;

    private static CaseDataException Missing(string uid, string attribute) =>
        new(ReasonCodes.MissingAttribute, $"RT Dose {uid} has no {attribute}: where its values lie is not known. Export it again.");
}
