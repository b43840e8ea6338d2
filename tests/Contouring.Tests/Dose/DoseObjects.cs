using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ContourFlow.Contouring.Cases;
using ContourFlow.Geometry.Patient;
using ContourFlow.Geometry.Planes;

namespace ContourFlow.Contouring.Tests.Dose;

/// <summary>
/// Objects of a case that is known in closed form: boxes drawn on planes 2 mm apart (z = -10 to 10, so that the solid reaches from -11 to 11), and doses that
/// are a function of the patient point.
/// </summary>
internal static class DoseObjects
{
    public const string Frame = "1.2.3.4";
    public const string PlanUid = "1.2.3.5";
    public const string StructureSetUid = "1.2.3.6";
    public const double Spacing = 2;

    public const string CtSeries = "1.2.3.8";

    /// <summary>The planning CT, whose images are 1.2.3.8.1, .2 and so on.</summary>
    public static PlanningCtPlanes Ct { get; } = new(
        CtSeries,
        [.. Enumerable.Range(1, 31).Select(i => $"{CtSeries}.{i}")],
        new(new(Frame), PlaneAxes.Axial, [.. Enumerable.Range(-15, 31).Select(i => i * Spacing)]));

    /// <summary>A structure set of boxes: each reaches from -half to half Left and Posterior of its middle, on the planes from -10 to 10 mm.</summary>
    public static DicomDataset StructureSet(params (string Name, double MiddleX, double Half)[] boxes)
    {
        var set = New(DicomUID.RTStructureSetStorage, "RTSTRUCT", StructureSetUid);
        set.Add(DicomTag.StructureSetLabel, "TEST");
        set.Add(new DicomSequence(DicomTag.StructureSetROISequence, [.. boxes.Select((box, i) => Item(
            new DicomDataset(), item => item.Add(DicomTag.ROINumber, i + 1).Add(DicomTag.ReferencedFrameOfReferenceUID, Frame).Add(DicomTag.ROIName, box.Name)))]));
        set.Add(new DicomSequence(DicomTag.ROIContourSequence, [.. boxes.Select((box, i) => Item(
            new DicomDataset(),
            item => item.Add(DicomTag.ReferencedROINumber, i + 1)
                .Add(new DicomSequence(DicomTag.ContourSequence, [.. Enumerable.Range(-5, 11).Select(plane => Square(box.MiddleX, box.Half, plane * Spacing))]))))]));
        return set;
    }

    /// <summary>A plan of two beams.</summary>
    public static DicomDataset Plan(int fractions = 5, string uid = PlanUid, decimal[]? prescriptions = null, string structureSet = StructureSetUid, int groups = 1)
    {
        var plan = New(DicomUID.RTPlanStorage, "RTPLAN", uid);
        plan.Add(new DicomSequence(DicomTag.FractionGroupSequence, [.. Enumerable.Range(1, groups).Select(number => Item(
            new DicomDataset(),
            group => group.Add(DicomTag.FractionGroupNumber, number).Add(DicomTag.NumberOfFractionsPlanned, fractions)
                .Add(new DicomSequence(DicomTag.ReferencedBeamSequence, Beam(1), Beam(2), Beam(3)))))]));
        plan.Add(new DicomSequence(DicomTag.BeamSequence, [.. Enumerable.Range(1, 3).Select(number => Item(
            new DicomDataset(), beam => beam.Add(DicomTag.BeamNumber, number).Add(DicomTag.TreatmentDeliveryType, number == 3 ? "SETUP" : "TREATMENT")))]));
        plan.Add(new DicomSequence(DicomTag.ReferencedStructureSetSequence, Item(new DicomDataset(), item => item.Add(DicomTag.ReferencedSOPInstanceUID, structureSet))));
        plan.Add(new DicomSequence(
            DicomTag.DoseReferenceSequence,
            [.. (prescriptions ?? [30m]).Select(gray => Item(new DicomDataset(), item => item.Add(DicomTag.TargetPrescriptionDose, gray)))]));
        return plan;
    }

    /// <summary>A dose on a grid of 2.5 mm from -50 to 50 mm in every direction.</summary>
    public static DicomDataset Dose(Func<PatientPoint, double> field, string summation = "PLAN", string uid = "1.2.3.7", int[]? beams = null, int? group = null, double spacing = 2.5, double reach = 50)
    {
        var points = (int)Math.Round(2 * reach / spacing) + 1;
        var grid = new DoseLayout(points, points, points, new(-reach, -reach, -reach), [1, 0, 0, 0, 1, 0], spacing, spacing, [.. Enumerable.Range(0, points).Select(i => i * spacing)]);
        var dose = Dose(grid, field, uid: uid);
        dose.AddOrUpdate(DicomTag.DoseSummationType, summation);
        var plan = Item(new DicomDataset(), item => item.Add(DicomTag.ReferencedSOPInstanceUID, PlanUid));
        if (beams is not null || group is not null)
        {
            var fractions = new DicomDataset();
            if (beams is not null) fractions.Add(new DicomSequence(DicomTag.ReferencedBeamSequence, [.. beams.Select(Beam)]));
            fractions.Add(DicomTag.ReferencedFractionGroupNumber, group ?? 1);
            plan.Add(new DicomSequence(DicomTag.ReferencedFractionGroupSequence, fractions));
        }

        dose.AddOrUpdate(new DicomSequence(DicomTag.ReferencedRTPlanSequence, plan));
        return dose;
    }

    /// <summary>A dose on a grid as an image states it: every value is the field's at the point that DICOM PS3.3 C.7.6.2 and C.8.8.3.2 put it at.</summary>
    public static DicomDataset Dose(DoseLayout layout, Func<PatientPoint, double> field, int bits = 32, double scaling = 1e-6, string uid = "1.2.3.7", bool isSigned = false)
    {
        var dose = New(DicomUID.RTDoseStorage, "RTDOSE", uid);
        dose.Add(DicomTag.FrameOfReferenceUID, Frame);
        dose.Add(DicomTag.ImagePositionPatient, Number(layout.Position.X), Number(layout.Position.Y), Number(layout.Position.Z));
        dose.Add(DicomTag.ImageOrientationPatient, [.. layout.Orientation.Select(Number)]);
        dose.Add(DicomTag.PixelSpacing, Number(layout.RowSpacing), Number(layout.ColumnSpacing));
        dose.Add(DicomTag.SamplesPerPixel, (ushort)1);
        dose.Add(DicomTag.PhotometricInterpretation, "MONOCHROME2");
        dose.Add(DicomTag.NumberOfFrames, layout.Frames);
        dose.Add(DicomTag.Rows, (ushort)layout.Rows);
        dose.Add(DicomTag.Columns, (ushort)layout.Columns);
        dose.Add(DicomTag.BitsAllocated, (ushort)bits);
        dose.Add(DicomTag.BitsStored, (ushort)bits);
        dose.Add(DicomTag.HighBit, (ushort)(bits - 1));
        dose.Add(DicomTag.PixelRepresentation, (ushort)(isSigned ? 1 : 0));
        dose.Add(DicomTag.DoseUnits, "GY");
        dose.Add(DicomTag.DoseType, "PHYSICAL");
        dose.Add(DicomTag.DoseSummationType, "PLAN");
        if (layout.Offsets is { } offsets) dose.Add(DicomTag.GridFrameOffsetVector, [.. offsets.Select(Number)]);
        dose.Add(DicomTag.DoseGridScaling, Number(scaling));
        dose.Add(new DicomOtherWord(DicomTag.PixelData, new MemoryByteBuffer(layout.Stored(field, bits, scaling))));
        return dose;
    }

    private static DicomDataset Beam(int number) => Item(new DicomDataset(), item => item.Add(DicomTag.ReferencedBeamNumber, number));

    private static DicomDataset Square(double middleX, double half, double z)
    {
        (double X, double Y)[] corners = [(-half, -half), (half, -half), (half, half), (-half, half)];
        return Item(
            new DicomDataset(),
            item => item.Add(DicomTag.ContourGeometricType, "CLOSED_PLANAR").Add(DicomTag.NumberOfContourPoints, 4)
                .Add(DicomTag.ContourData, [.. corners.SelectMany(corner => new[] { Number(middleX + corner.X), Number(corner.Y), Number(z) })]));
    }

    private static DicomDataset New(DicomUID storage, string modality, string uid) => Item(
        new DicomDataset(DicomTransferSyntax.ExplicitVRLittleEndian),
        dataset => dataset.Add(DicomTag.SOPClassUID, storage).Add(DicomTag.SOPInstanceUID, uid).Add(DicomTag.Modality, modality)
            .Add(DicomTag.PatientID, "PATIENT-SECRET").Add(DicomTag.PatientName, "SECRET^NAME"));

    private static DicomDataset Item(DicomDataset dataset, Action<DicomDataset> fill)
    {
        fill(dataset);
        return dataset;
    }

    private static decimal Number(double value) => (decimal)value;
}

/// <summary>Where the values of a dose lie, as an image states it.</summary>
/// <param name="Columns">Columns.</param>
/// <param name="Rows">Rows.</param>
/// <param name="Frames">Frames.</param>
/// <param name="Position">Image Position (Patient).</param>
/// <param name="Orientation">Image Orientation (Patient).</param>
/// <param name="ColumnSpacing">Between columns, mm.</param>
/// <param name="RowSpacing">Between rows, mm.</param>
/// <param name="Offsets">Grid Frame Offset Vector; null: absent.</param>
/// <param name="AreAbsolute">Whether the offsets are patient z.</param>
internal sealed record DoseLayout(
    int Columns, int Rows, int Frames, PatientPoint Position, ImmutableArray<double> Orientation, double ColumnSpacing, double RowSpacing,
    ImmutableArray<double>? Offsets, bool AreAbsolute = false)
{
    /// <summary>The patient point of a value, by the equations of the standard.</summary>
    public PatientPoint PointOf(int frame, int row, int column)
    {
        var o = Orientation;
        double[] along = [o[0], o[1], o[2]], down = [o[3], o[4], o[5]];
        double[] normal = [(o[1] * o[5]) - (o[2] * o[4]), (o[2] * o[3]) - (o[0] * o[5]), (o[0] * o[4]) - (o[1] * o[3])];
        var offset = Offsets is { } offsets ? offsets[frame] : frame;
        if (AreAbsolute) offset = (offset - Position.Z) / normal[2];
        return new(Place(Position.X, 0), Place(Position.Y, 1), Place(Position.Z, 2));

        double Place(double start, int axis) => start + (along[axis] * column * ColumnSpacing) + (down[axis] * row * RowSpacing) + (normal[axis] * offset);
    }

    /// <summary>The field at every point as stored values.</summary>
    public byte[] Stored(Func<PatientPoint, double> field, int bits, double scaling)
    {
        var values = from frame in Enumerable.Range(0, Frames)
                     from row in Enumerable.Range(0, Rows)
                     from column in Enumerable.Range(0, Columns)
                     select Math.Round(field(PointOf(frame, row, column)) / scaling);
        return bits == 16
            ? MemoryMarshal.AsBytes(values.Select(value => unchecked((ushort)(short)(int)value)).ToArray().AsSpan()).ToArray()
            : MemoryMarshal.AsBytes(values.Select(value => unchecked((uint)(long)value)).ToArray().AsSpan()).ToArray();
    }
}
