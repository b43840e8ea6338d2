using ContourFlow.Contouring.Dose;
using ContourFlow.Contouring.Faults;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Contouring.Tests.Dose;

/// <summary>
/// Where values lie and what they mean. Expected values: the field that the object was made of by the standard's equations, evaluated at patient points.
/// </summary>
public sealed class RtDoseReaderTests
{
    // Tells every direction, and each from its opposite.
    private static double Field(PatientPoint point) => 20 + (0.5 * point.X) + (0.25 * point.Y) - (0.125 * point.Z);

    // The first points and directions of the eight positions on the table (rows and columns keep to the scanner, the patient turns), and oblique ones.
    public static TheoryData<string, double[], double[]> Orientations => new()
    {
        { "HFS", [-10, -12, -14], [1, 0, 0, 0, 1, 0] },
        { "HFP", [10, 12, -14], [-1, 0, 0, 0, -1, 0] },
        { "FFS", [10, -12, 14], [-1, 0, 0, 0, 1, 0] },
        { "FFP", [-10, 12, 14], [1, 0, 0, 0, -1, 0] },
        { "HFDL", [-12, 10, -14], [0, -1, 0, 1, 0, 0] },
        { "HFDR", [12, -10, -14], [0, 1, 0, -1, 0, 0] },
        { "FFDL", [-12, -10, 14], [0, 1, 0, 1, 0, 0] },
        { "FFDR", [12, 10, 14], [0, -1, 0, -1, 0, 0] },
        { "sagittal", [5, -12, 14], [0, 1, 0, 0, 0, -1] },
        { "coronal", [-10, 6, 14], [1, 0, 0, 0, 0, -1] },
        { "turned", [-10, -12, -14], [0.8, 0.6, 0, -0.6, 0.8, 0] },
        { "oblique", [-10, -12, -14], [0.8, 0, 0.6, 0, 1, 0] },
    };

    [Theory]
    [MemberData(nameof(Orientations))]
    public void Every_orientation_is_read_where_it_lies(string name, double[] position, double[] orientation)
    {
        var layout = new DoseLayout(8, 6, 5, new(position[0], position[1], position[2]), [.. orientation], 3, 2, [0, 1.5, 3, 5, 7]);

        var read = RtDoseReader.Read(DoseObjects.Dose(layout, Field));

        read.Grid.FrameOfReference.Value.Should().Be(DoseObjects.Frame);
        ShouldBeTheField(read, layout, name);
        read.Findings.Should().BeEmpty();
    }

    [Theory]
    [InlineData(new[] { 0.0, 2, 4, 6 }, false)]
    [InlineData(new[] { 0.0, -2, -4, -6 }, false)]
    [InlineData(new[] { 0.0, -1, -2.5, -7 }, false)]
    [InlineData(new[] { 0.0, 0.5, 3, 3.25 }, false)]
    [InlineData(new[] { -14.0, -12, -10, -8 }, true)]
    [InlineData(new[] { -14.0, -16, -18, -20 }, true)]
    [InlineData(new[] { -14.004, -11, -10, -5 }, true)]
    public void Every_convention_of_offsets_is_read(double[] offsets, bool areAbsolute)
    {
        var layout = new DoseLayout(8, 6, 4, new(-10, -12, -14), [1, 0, 0, 0, 1, 0], 3, 2, [.. offsets], areAbsolute);

        var read = RtDoseReader.Read(DoseObjects.Dose(layout, Field));

        ShouldBeTheField(read, layout, string.Join(' ', offsets), tolerance: 1e-3);
        read.Findings.Should().BeEmpty();
        read.Grid.PlaneOffsets.Should().BeInAscendingOrder();
    }

    [Fact]
    public void Patient_positions_as_offsets_of_planes_that_run_to_inferior_are_taken_with_a_warning()
    {
        var layout = new DoseLayout(8, 6, 4, new(-10, 12, 14), [1, 0, 0, 0, -1, 0], 3, 2, [14, 12, 10, 8], AreAbsolute: true);

        var read = RtDoseReader.Read(DoseObjects.Dose(layout, Field));

        ShouldBeTheField(read, layout, "FFP");
        read.Findings.Should().ContainSingle().Which.Code.Should().Be(DoseRemarks.DoseOffsetsAbsolute);
    }

    [Theory]
    [InlineData(16, 1e-3, false)]
    [InlineData(32, 1e-8, false)]
    [InlineData(16, 2e-3, true)]
    [InlineData(32, 1e-7, true)]
    public void Bits_and_scaling_are_read(int bits, double scaling, bool isSigned)
    {
        var layout = new DoseLayout(8, 6, 4, new(-10, -12, -14), [1, 0, 0, 0, 1, 0], 3, 2, [0, 2, 4, 6]);

        var read = RtDoseReader.Read(DoseObjects.Dose(layout, Field, bits, scaling, isSigned: isSigned));

        ShouldBeTheField(read, layout, $"{bits} bits", tolerance: scaling);
    }

    [Fact]
    public void Values_in_the_upper_half_of_32_bits_are_not_negative()
    {
        var layout = new DoseLayout(2, 2, 2, new(0, 0, 0), [1, 0, 0, 0, 1, 0], 1, 1, [0, 1]);

        RtDoseReader.Read(DoseObjects.Dose(layout, _ => 42, 32, 1e-8)).Grid.At(0, 0, 0).Should().BeApproximately(42, 1e-5F, "4.2e9 needs the 32nd bit");
    }

    [Fact]
    public void Point_beyond_the_outermost_values_has_no_dose()
    {
        var layout = new DoseLayout(8, 6, 4, new(-10, -12, -14), [1, 0, 0, 0, 1, 0], 3, 2, [0, 2, 4, 6]);
        var grid = RtDoseReader.Read(DoseObjects.Dose(layout, Field)).Grid;

        grid.At(new PatientPoint(-10, -12, -14)).Should().BeApproximately(Field(new(-10, -12, -14)), 1e-5, "the first value's own place");
        grid.At(new PatientPoint(-10.5, -12, -14)).Should().Be(double.NaN, "half a voxel outside is not inside: an index is a centre");
        grid.At(new PatientPoint(0, 0, -7.9)).Should().Be(double.NaN);
    }

    public static TheoryData<string, string, string> Broken => new()
    {
        { "no units", ReasonCodes.MissingAttribute, "Dose Units (3004,0002)" },
        { "units of another kind", ReasonCodes.BadAttribute, "Dose Units (3004,0002)" },
        { "a difference", ReasonCodes.DoseNotADose, "ERROR" },
        { "no scaling", ReasonCodes.BadAttribute, "Dose Grid Scaling (3004,000E)" },
        { "scaling zero", ReasonCodes.BadAttribute, "Dose Grid Scaling (3004,000E)" },
        { "no frame of reference", ReasonCodes.MissingAttribute, "Frame of Reference UID (0020,0052)" },
        { "no position", ReasonCodes.MissingAttribute, "Image Position (Patient) (0020,0032)" },
        { "skewed directions", ReasonCodes.BadAttribute, "Image Orientation (Patient) (0020,0037)" },
        { "no spacing", ReasonCodes.MissingAttribute, "Pixel Spacing (0028,0030)" },
        { "no offsets", ReasonCodes.MissingAttribute, "Grid Frame Offset Vector (3004,000C)" },
        { "too few offsets", ReasonCodes.BadAttribute, "Grid Frame Offset Vector (3004,000C)" },
        { "offsets that turn", ReasonCodes.BadAttribute, "Grid Frame Offset Vector (3004,000C)" },
        { "two frames at one place", ReasonCodes.BadAttribute, "Grid Frame Offset Vector (3004,000C)" },
        { "offsets from nowhere", ReasonCodes.BadAttribute, "where the planes lie is not known" },
        { "one frame", ReasonCodes.DoseSinglePlane, "at least two" },
        { "no pixels", ReasonCodes.PixelsUnsupported, "Pixel Data (7FE0,0010)" },
        { "pixels cut off", ReasonCodes.PixelsUnsupported, "says that it has 4 frames (Number of Frames, 0028,0008, and Grid Frame Offset Vector, 3004,000C); its Pixel Data (7FE0,0010) holds 0." },
        { "one frame said of four", ReasonCodes.BadAttribute, "Number of Frames (0028,0008) is 1; Grid Frame Offset Vector (3004,000C) has 4 values, Pixel Data (7FE0,0010) holds 4 frames" },
        { "no frames said of four", ReasonCodes.BadAttribute, "Number of Frames (0028,0008) is 0; Grid Frame Offset Vector (3004,000C) has 4 values, Pixel Data (7FE0,0010) holds 4 frames" },
        { "frames not said", ReasonCodes.BadAttribute, "Number of Frames (0028,0008) is absent, which means 1; Grid Frame Offset Vector (3004,000C) has 4 values, Pixel Data (7FE0,0010) holds 4 frames" },
        { "frames and offsets not said", ReasonCodes.BadAttribute, "Grid Frame Offset Vector (3004,000C) has 0 values, Pixel Data (7FE0,0010) holds 4 frames" },
        { "a frame more than is said", ReasonCodes.BadAttribute, "Number of Frames (0028,0008) is 3; Grid Frame Offset Vector (3004,000C) has 3 values, Pixel Data (7FE0,0010) holds 4 frames" },
        { "a frame less than is said", ReasonCodes.PixelsUnsupported, "says that it has 5 frames (Number of Frames, 0028,0008, and Grid Frame Offset Vector, 3004,000C); its Pixel Data (7FE0,0010) holds 4." },
        { "more values than any dose", ReasonCodes.PixelsUnsupported, "Export it again" },
        { "far fewer values than are said", ReasonCodes.PixelsUnsupported, "Export it again" },
        { "scaling far too large", ReasonCodes.BadAttribute, "1000 Gy" },
        { "scaling of nothing", ReasonCodes.DoseNotADose, "0 everywhere" },
        { "spacing of metres", ReasonCodes.BadAttribute, "Pixel Spacing (0028,0030)" },
        { "planes metres apart", ReasonCodes.BadAttribute, "more than 100 mm apart" },
        { "nowhere", ReasonCodes.BadAttribute, "where no patient is" },
        { "white is low", ReasonCodes.PixelsUnsupported, "MONOCHROME2" },
        { "eight bits", ReasonCodes.PixelsUnsupported, "16 or 32" },
        { "twelve of sixteen bits", ReasonCodes.PixelsUnsupported, "uses them all" },
        { "negative values", ReasonCodes.DoseNotADose, "negative" },
        { "lossy", ReasonCodes.PixelsLossy, "compression" },
        { "another object", ReasonCodes.BadAttribute, "no RT Dose" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void What_cannot_be_read_is_refused_by_name(string what, string code, string words)
    {
        var layout = new DoseLayout(8, 6, 4, new(-10, -12, -14), [1, 0, 0, 0, 1, 0], 3, 2, [0, 2, 4, 6]);
        var dose = DoseObjects.Dose(layout, Field, isSigned: what == "negative values");
        Break(dose, what);

        var read = () => RtDoseReader.Read(dose);

        var fault = read.Should().Throw<CaseDataException>().Which;
        fault.ReasonCode.Should().Be(code);
        fault.Message.Should().Contain("1.2.3.7").And.Contain(words).And.NotContain("SECRET");
    }

    private static void Break(DicomDataset dose, string what)
    {
        switch (what)
        {
            case "no units": dose.Remove(DicomTag.DoseUnits); break;
            case "units of another kind": dose.AddOrUpdate(DicomTag.DoseUnits, "CGY"); break;
            case "a difference": dose.AddOrUpdate(DicomTag.DoseType, "ERROR"); break;
            case "no scaling": dose.Remove(DicomTag.DoseGridScaling); break;
            case "scaling zero": dose.AddOrUpdate(DicomTag.DoseGridScaling, 0m); break;
            case "no frame of reference": dose.Remove(DicomTag.FrameOfReferenceUID); break;
            case "no position": dose.Remove(DicomTag.ImagePositionPatient); break;
            case "skewed directions": dose.AddOrUpdate(DicomTag.ImageOrientationPatient, 1m, 0m, 0m, 0.1m, 0.995m, 0m); break;
            case "no spacing": dose.Remove(DicomTag.PixelSpacing); break;
            case "no offsets": dose.Remove(DicomTag.GridFrameOffsetVector); break;
            case "too few offsets": dose.AddOrUpdate(DicomTag.GridFrameOffsetVector, 0m, 2m, 4m); break;
            case "offsets that turn": dose.AddOrUpdate(DicomTag.GridFrameOffsetVector, 0m, 2m, 1m, 4m); break;
            case "two frames at one place": dose.AddOrUpdate(DicomTag.GridFrameOffsetVector, 0m, 0m, 2m, 4m); break;
            case "offsets from nowhere": dose.AddOrUpdate(DicomTag.GridFrameOffsetVector, 5m, 7m, 9m, 11m); break;
            case "one frame":
                dose.AddOrUpdate(DicomTag.NumberOfFrames, 1).Remove(DicomTag.GridFrameOffsetVector);
                dose.AddOrUpdate(new DicomOtherWord(DicomTag.PixelData, new MemoryByteBuffer(new byte[8 * 6 * 4])));
                break;
            case "one frame said of four": dose.AddOrUpdate(DicomTag.NumberOfFrames, 1); break;
            case "no frames said of four": dose.AddOrUpdate(DicomTag.NumberOfFrames, 0); break;
            case "frames not said": dose.Remove(DicomTag.NumberOfFrames); break;
            case "frames and offsets not said": dose.Remove(DicomTag.NumberOfFrames, DicomTag.GridFrameOffsetVector); break;
            case "a frame more than is said": dose.AddOrUpdate(DicomTag.NumberOfFrames, 3).AddOrUpdate(DicomTag.GridFrameOffsetVector, 0m, 2m, 4m); break;
            case "a frame less than is said": dose.AddOrUpdate(DicomTag.NumberOfFrames, 5).AddOrUpdate(DicomTag.GridFrameOffsetVector, 0m, 2m, 4m, 6m, 8m); break;
            case "no pixels": dose.Remove(DicomTag.PixelData); break;
            case "pixels cut off": dose.AddOrUpdate(new DicomOtherWord(DicomTag.PixelData, new MemoryByteBuffer(new byte[100]))); break;
            case "more values than any dose": dose.AddOrUpdate(DicomTag.Rows, ushort.MaxValue).AddOrUpdate(DicomTag.Columns, ushort.MaxValue); break;
            case "far fewer values than are said": dose.AddOrUpdate(DicomTag.Rows, (ushort)8000).AddOrUpdate(DicomTag.Columns, (ushort)8000); break;
            case "scaling far too large": dose.AddOrUpdate(DicomTag.DoseGridScaling, 1e-3m); break;
            case "scaling of nothing": dose.AddOrUpdate(new DicomDecimalString(DicomTag.DoseGridScaling, "1e-320")); break;
            case "spacing of metres": dose.AddOrUpdate(DicomTag.PixelSpacing, 1e9m, 1e9m); break;
            case "planes metres apart": dose.AddOrUpdate(DicomTag.GridFrameOffsetVector, 0m, 2000m, 4000m, 6000m); break;
            case "nowhere": dose.AddOrUpdate(DicomTag.ImagePositionPatient, 1e9m, 0m, 0m); break;
            case "white is low": dose.AddOrUpdate(DicomTag.PhotometricInterpretation, "MONOCHROME1"); break;
            case "eight bits": SetBits(dose, 8, 8); break;
            case "twelve of sixteen bits": SetBits(dose, 16, 12); break;
            case "negative values": dose.AddOrUpdate(new DicomOtherWord(DicomTag.PixelData, new MemoryByteBuffer(Enumerable.Repeat((byte)0xFF, 8 * 6 * 4 * 4).ToArray()))); break;
            case "lossy": dose.AddOrUpdate(DicomTag.LossyImageCompression, "01"); break;
            case "another object": dose.AddOrUpdate(DicomTag.SOPClassUID, DicomUID.CTImageStorage).AddOrUpdate(DicomTag.Modality, "CT"); break;
            default: throw new ArgumentOutOfRangeException(nameof(what), what, "Not known.");
        }
    }

    private static void SetBits(DicomDataset dose, int allocated, int stored) => dose
        .AddOrUpdate(DicomTag.BitsAllocated, (ushort)allocated)
        .AddOrUpdate(DicomTag.BitsStored, (ushort)stored)
        .AddOrUpdate(DicomTag.HighBit, (ushort)(stored - 1))
        .AddOrUpdate(new DicomOtherWord(DicomTag.PixelData, new MemoryByteBuffer(new byte[8 * 6 * 4 * allocated / 8])));

    private static void ShouldBeTheField(RtDose read, DoseLayout layout, string because, double tolerance = 1e-5)
    {
        for (var frame = 0; frame < layout.Frames; frame++)
        {
            for (var row = 0; row < layout.Rows; row++)
            {
                for (var column = 0; column < layout.Columns; column++)
                {
                    var point = layout.PointOf(frame, row, column);
                    read.Grid.At(point).Should().BeApproximately(Field(point), tolerance, $"{because}: the field is linear");
                }
            }
        }

        // Between the points: a linear field is its own interpolation.
        var (first, last) = (layout.PointOf(0, 0, 0), layout.PointOf(layout.Frames - 1, layout.Rows - 1, layout.Columns - 1));
        var between = new PatientPoint((first.X * 0.37) + (last.X * 0.63), (first.Y * 0.37) + (last.Y * 0.63), (first.Z * 0.37) + (last.Z * 0.63));
        read.Grid.At(between).Should().BeApproximately(Field(between), tolerance, because);
    }
}
