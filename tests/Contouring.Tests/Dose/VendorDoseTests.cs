using ContourFlow.Contouring.Dose;
using ContourFlow.Contouring.Faults;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Contouring.Tests.Dose;

/// <summary>
/// Real doses. Expected values were read by pydicom 2.3 (stored values times Dose Grid Scaling) and placed by hand by the equations of DICOM PS3.3 C.7.6.2
/// and C.8.8.3.2: the highest value, and the one a third of the way along each direction.
/// </summary>
public sealed class VendorDoseTests
{
    public static TheoryData<string, string, double, double[], double, double[]> Files => new()
    {
        { "rtdose-vendors/RD_pinnacle_old.dcm", "PLAN", 55.87249374396416, [16.0119934082, 41.91851806641, -45.78499603271], 3.33175209886798, [-71.9880065918, -42.08148193359, -17.78499603271] },
        { "rtdose-vendors/RD_raystation8_wedge.dcm", "PLAN", 1.9595895597, [-1, -237, 289], 1.14531409026, [1, -173, 251] },
        { "rtdose-vendors/pinnacle16-rp-rd/1.3.46.670589.13.997910418.20181018190715.183309.dcm", "PLAN", 49.87240448, [-40, 80, -15], 10.35862991, [-75, 72.5, -12.5] },
        { "nelms-dvh/DOSE/Linear_AntPost_1mm_Aligned.dcm", "FRACTION", 36.00000812139984, [-24, -26, -26], 19.00000428629436, [-7, -9, -9] },
        { "nelms-dvh/DOSE/Linear_AntPost_3mm_Aligned.dcm", "FRACTION", 39.999997391335995, [-24, -30, -30], 21.999998565234797, [-6, -12, -12] },
        { "odd/pydicom/rtdose.dcm", "BEAM", 1.254, [259.43125, 199.43125, -761.87], 1.077, [219.43125, 229.43125, -736.87] },
        { "odd/pydicom/rtdose_rle.dcm", "BEAM", 1.254, [259.43125, 199.43125, -761.87], 1.077, [219.43125, 229.43125, -736.87] },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Real_dose_has_the_right_scale_and_place(string file, string summation, double highest, double[] highestAt, double third, double[] thirdAt)
    {
        var read = RtDoseReader.Read(Open(file));

        read.SummationType.Should().Be(summation);
        read.Units.Should().Be(file.StartsWith("odd", StringComparison.Ordinal) ? "RELATIVE" : "GY");
        read.Grid.Values.ToArray().Max().Should().BeApproximately((float)highest, (float)(1e-6 * highest));
        read.Grid.At(new PatientPoint(highestAt[0], highestAt[1], highestAt[2])).Should().BeApproximately(highest, 1e-5 * highest);
        read.Grid.At(new PatientPoint(thirdAt[0], thirdAt[1], thirdAt[2])).Should().BeApproximately(third, 1e-5 * third);
    }

    // Headers of one phantom's plans in eight positions, without pixels. The values are put in by the test, by the standard's equations.
    [Theory]
    [InlineData("HFS")]
    [InlineData("HFP")]
    [InlineData("FFS")]
    [InlineData("FFP")]
    [InlineData("HFDL")]
    [InlineData("HFDR")]
    [InlineData("FFDL")]
    [InlineData("FFDR")]
    public void Eclipse_s_headers_of_every_patient_position_put_values_where_they_belong(string position)
    {
        var dose = Open($"rtdose-vendors/eclipse-orientations-no-pixels/RD.DICOMORIENT.Dose_{position}_empty.dcm");
        var whole = () => RtDoseReader.Read(dose);
        whole.Should().Throw<CaseDataException>("there are no pixels").Which.ReasonCode.Should().Be(ReasonCodes.PixelsUnsupported);

        var places = dose.GetValues<double>(DicomTag.ImagePositionPatient);
        var spacing = dose.GetValues<double>(DicomTag.PixelSpacing);
        var layout = new DoseLayout(
            dose.GetSingleValue<ushort>(DicomTag.Columns), dose.GetSingleValue<ushort>(DicomTag.Rows), dose.GetSingleValue<int>(DicomTag.NumberOfFrames),
            new(places[0], places[1], places[2]), [.. dose.GetValues<double>(DicomTag.ImageOrientationPatient)], spacing[1], spacing[0],
            [.. dose.GetValues<double>(DicomTag.GridFrameOffsetVector)]);
        static double Field(PatientPoint point) => 500 + (0.1 * point.X) + (0.2 * point.Y) + (0.15 * point.Z);
        dose.AddOrUpdate(new DicomOtherWord(DicomTag.PixelData, new MemoryByteBuffer(layout.Stored(Field, 32, 1e-6))));
        var read = RtDoseReader.Read(dose);

        foreach (var (frame, row, column) in new[] { (0, 0, 0), (layout.Frames - 1, layout.Rows - 1, layout.Columns - 1), (3, 50, 7), (77, 8, 100) })
        {
            var point = layout.PointOf(frame, row, column);
            read.Grid.At(point).Should().BeApproximately(Field(point), 1e-3, position);
        }
    }

    [Fact]
    public void Offsets_for_other_frames_than_there_are_refuse_the_dose()
    {
        var dose = Open("odd/pydicom/rtdose_1frame.dcm");

        var read = () => RtDoseReader.Read(dose);

        var fault = read.Should().Throw<CaseDataException>().Which;
        fault.ReasonCode.Should().Be(ReasonCodes.BadAttribute);
        fault.Message.Should().Contain("Number of Frames (0028,0008) is absent, which means 1; Grid Frame Offset Vector (3004,000C) has 15 values, Pixel Data (7FE0,0010) holds 1 frame");
    }

    [Fact]
    public void Compressed_values_that_are_broken_are_told_as_such_and_not_as_of_another_kind()
    {
        var dose = Open("odd/pydicom/rtdose_rle.dcm");
        var broken = new DicomOtherByteFragment(DicomTag.PixelData);
        for (var i = 0; i < 15; i++) broken.Fragments.Add(new MemoryByteBuffer(new byte[64]));
        dose.AddOrUpdate(broken);

        var read = () => RtDoseReader.Read(dose);

        var fault = read.Should().Throw<CaseDataException>().Which;
        fault.ReasonCode.Should().Be(ReasonCodes.UnreadableFile);
        fault.Message.Should().Contain("cannot be decoded");
    }

    // pydicom writes the bytes of each value the other way round, DCMTK those of each half: the same file means two doses.
    [Fact]
    public void Values_of_32_bits_in_big_endian_are_refused()
    {
        var dose = Open("odd/pydicom/rtdose_expb.dcm");

        var read = () => RtDoseReader.Read(dose);

        read.Should().Throw<CaseDataException>().Which.ReasonCode.Should().Be(ReasonCodes.PixelsUnsupported);
    }

    private static DicomDataset Open(string file) => DicomFile.Open(RealData.Path(file), FileReadOption.ReadAll).Dataset;
}
