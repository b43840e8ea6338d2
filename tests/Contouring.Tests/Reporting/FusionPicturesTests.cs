using ContourFlow.Contouring.Reporting.Pictures;

namespace ContourFlow.Contouring.Tests.Reporting;

public class FusionPicturesTests
{
    [Fact]
    public void Mr_under_its_pose_shows_the_canal_where_the_ct_has_it()
    {
        var pictures = Pictures(degrees: 10);

        // The centre of the field is patient (10, 30). The canal's fluid (4 to 8 mm from (10, 44)) is white in the MR, also
        // 6 mm Posterior of its centre; 12 mm to the Left of the field's centre lies the vertebra, darker than all else.
        MrGrey(pictures, across: 0, down: 20).Should().BeGreaterThan(240);
        MrGrey(pictures, across: 12, down: 6).Should().BeLessThan(60);
        // The same place through a pose of the other direction is not the canal.
        MrGrey(Pictures(degrees: 10, inverse: true), across: 0, down: 20).Should().BeLessThan(200);
    }

    [Fact]
    public void Squares_of_the_checkerboard_alternate_and_meet_at_the_centre()
    {
        var axial = Pictures(degrees: 5).Axial;

        // CT bone right and below of the centre, and left and above; the MR's dark bone in the other two squares.
        Board(2, 2).Should().Be(GreyWindow.Bone.Grey(450)).And.Be(Board(-2, -2));
        Board(-2, 2).Should().BeLessThan(60).And.Be(Board(2, -2));

        byte Board(double across, double down) => axial.Checkerboard[Index(axial, down), Index(axial, across)];
    }

    [Fact]
    public void Overlay_is_the_mr_in_grey_and_the_bone_of_the_ct_in_orange()
    {
        var axial = Pictures(degrees: 5).Axial;

        var canal = axial.Overlay[Index(axial, 14), Index(axial, 6)];
        canal.Red.Should().Be(canal.Green).And.Be(canal.Blue);
        var bone = axial.Overlay[Index(axial, 0), Index(axial, 0)];
        bone.Red.Should().BeGreaterThan(bone.Green);
        bone.Green.Should().BeGreaterThan(bone.Blue);
    }

    [Fact]
    public void Picture_is_black_where_the_mr_does_not_reach()
    {
        var far = SyntheticFusion.Pose('x', 0, default);
        var mr = SyntheticFusion.Mr(new(500, 0, 0), _ => 100);

        var pictures = FusionPictures.Of(SyntheticCase.Supine.Result().Case.Ct, new(mr, far, [], null, null), [])!;

        pictures.Axial.Checkerboard[Index(pictures.Axial, 2), Index(pictures.Axial, -2)].Should().Be(0);
    }

    [Fact]
    public void Fusion_without_a_pose_has_no_pictures()
    {
        FusionPictures.Of(SyntheticCase.Supine.Result().Case.Ct, SyntheticFusion.Refused(null), []).Should().BeNull();
    }

    [Fact]
    public void Sagittal_picture_has_Anterior_on_the_left_and_shows_the_canal_behind_the_vertebra()
    {
        var sagittal = Pictures(degrees: 10).Sagittal;

        sagittal.Ct.Letters.Should().Be(new SideLetters('A', 'P', 'S', 'I'));
        // Fluid at Y 38 (8 to 4 mm before the canal's centre, here 6) is 8 mm Posterior of the field's centre.
        var fluid = sagittal.Overlay[Index(sagittal, 2), Index(sagittal, 20)];
        fluid.Green.Should().BeGreaterThan(240);
    }

    private static FusionPictures Pictures(double degrees, bool inverse = false)
    {
        var pose = SyntheticFusion.Pose('z', degrees, new(12, -8, 5));
        var fusion = SyntheticFusion.Accepted(pose);
        if (inverse)
        {
            var back = pose.MrToCt.Inverse();
            fusion = fusion with { Pose = pose with { MrToCt = new(pose.MrToCt.From, pose.MrToCt.To, back.RowX, back.RowY, back.RowZ, back.Translation) } };
        }

        return FusionPictures.Of(SyntheticCase.Supine.Result().Case.Ct, fusion, [])!;
    }

    /// <summary>The MR's grey at a place (mm from the field's centre) where the overlay shows no bone or little of it.</summary>
    private static byte MrGrey(FusionPictures pictures, double across, double down) =>
        pictures.Axial.Overlay[Index(pictures.Axial, down), Index(pictures.Axial, across)].Blue;

    private static int Index(FusionPicture picture, double fromCentre) =>
        (int)Math.Floor(((picture.Ct.Field.Width / 2) + fromCentre) / picture.Ct.Field.PixelSize);
}
