namespace ContourFlow.Dicom.Tests;

/// <summary>Functional groups of enhanced images in one flat data set (PS3.3 C.7.6.16).</summary>
public class FunctionalGroupsTests
{
    private static DicomDataset Enhanced() => new DicomDataset
    {
        new DicomSequence(DicomTag.SharedFunctionalGroupsSequence, new DicomDataset
        {
            new DicomSequence(DicomTag.PixelMeasuresSequence, new DicomDataset { { DicomTag.PixelSpacing, "0.5", "0.5" }, { DicomTag.SliceThickness, "2" } }),
            new DicomSequence(DicomTag.PixelValueTransformationSequence, new DicomDataset { { DicomTag.RescaleSlope, "1" } }),
        }),
        new DicomSequence(
            DicomTag.PerFrameFunctionalGroupsSequence,
            Frame(0),
            Frame(2.5).Add(new DicomSequence(DicomTag.PixelValueTransformationSequence, new DicomDataset { { DicomTag.RescaleSlope, "3" } }))),
    };

    private static DicomDataset Frame(double z) => new()
    {
        new DicomSequence(DicomTag.PlanePositionSequence, new DicomDataset().Add(DicomTag.ImagePositionPatient, 0d, 0d, z)),
        new DicomSequence(DicomTag.FrameContentSequence, new DicomDataset { { DicomTag.StackID, "1" } }),
        new DicomSequence(DicomTag.DerivationImageSequence),
    };

    [Fact]
    public void Shared_values_hold_for_every_frame_and_its_own_come_before_them()
    {
        DicomDataset enhanced = Enhanced();

        DicomDataset first = enhanced.FunctionalGroupValues(0);
        DicomDataset second = enhanced.FunctionalGroupValues(1);

        first.GetValues<double>(DicomTag.ImagePositionPatient).Should().Equal(0, 0, 0);
        first.GetSingleValue<double>(DicomTag.RescaleSlope).Should().Be(1);
        first.GetValues<double>(DicomTag.PixelSpacing).Should().Equal(0.5, 0.5);
        second.GetValues<double>(DicomTag.ImagePositionPatient).Should().Equal(0, 0, 2.5);
        second.GetSingleValue<double>(DicomTag.RescaleSlope).Should().Be(3);
        second.GetString(DicomTag.StackID).Should().Be("1");
    }

    [Fact]
    public void Frame_that_is_not_there_is_an_error_and_an_image_without_groups_has_no_values()
    {
        FluentActions.Invoking(() => Enhanced().FunctionalGroupValues(2)).Should().Throw<DicomDataException>().WithMessage("*2 items*");
        FluentActions.Invoking(() => Enhanced().FunctionalGroupValues(-1)).Should().Throw<ArgumentOutOfRangeException>();
        new DicomDataset { { DicomTag.Rows, (ushort)1 } }.FunctionalGroupValues(0).Should().BeEmpty();
    }
}
