using ContourFlow.Contouring.Reporting.Pictures;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Contouring.Tests.Reporting;

/// <summary>Pictures lie in the patient's directions whatever the image's rows and columns do (DICOM PS3.3 C.7.6.2.1.1).</summary>
public class OrientationTests
{
    public static TheoryData<string> Positions => ["supine", "prone", "decubitus"];

    [Theory]
    [MemberData(nameof(Positions))]
    public void Rod_at_the_patients_left_is_on_the_right_of_the_axial_picture(string position)
    {
        var made = Case(position).Result();

        var picture = AxialPicture.Of(made.Case.Ct, plane: 40, new(160, 160, 0.4), new(12, 28), []);

        picture.Letters.Should().Be(new SideLetters('R', 'L', 'A', 'P'));
        var (across, down) = CentreOfWhite(picture);
        // The field's middle is patient (12, 28); half a CT pixel is the sampling's share.
        across.Should().BeApproximately(80 + SyntheticCase.Rod.X - 12, SyntheticCase.PixelSize / 2);
        down.Should().BeApproximately(80 + SyntheticCase.Rod.Y - 28, SyntheticCase.PixelSize / 2);
    }

    [Theory]
    [MemberData(nameof(Positions))]
    public void Rod_at_the_patients_left_is_on_the_right_of_the_coronal_picture(string position)
    {
        var made = Case(position).Result();
        var field = new PictureField(160, 60, 0.4);

        var picture = CoronalPicture.Of(made.Case.Ct, field, new(10, 30, 0), []);

        picture.Letters.Should().Be(new SideLetters('R', 'L', 'S', 'I'));
        CentreOfWhite(picture).Across.Should().BeApproximately(60 - 10 + 80, SyntheticCase.PixelSize / 2);
    }

    [Theory]
    [MemberData(nameof(Positions))]
    public void Canal_behind_the_vertebra_is_right_of_it_in_the_sagittal_picture(string position)
    {
        var made = Case(position).Result();
        var field = new PictureField(160, 60, 0.4);

        var picture = SagittalPicture.Of(made.Case.Ct, field, new PatientPoint(10, 30, 0), []);

        picture.Letters.Should().Be(new SideLetters('A', 'P', 'S', 'I'));
        // Canal 20 HU at Y 44, the vertebra 450 HU at Y 16 (mirrored about the picture's middle, Y 30).
        picture.Image[75, Column(field, 80 + 14)].Should().Be(GreyWindow.Bone.Grey(20));
        picture.Image[75, Column(field, 80 - 14)].Should().Be(GreyWindow.Bone.Grey(450));
    }

    [Fact]
    public void Superior_end_of_the_ct_is_at_the_top_of_a_coronal_picture()
    {
        var made = SyntheticCase.Supine.Result();
        var highest = SyntheticCase.PlaneZ(SyntheticCase.Planes - 1);

        var picture = CoronalPicture.Of(made.Case.Ct, new(160, 60, 0.4), new(10, 30, highest), []);

        // Half a slice beyond the last plane there is no CT: black above the middle, tissue below.
        picture.Image[10, 200].Should().Be(0);
        picture.Image[140, 200].Should().BeGreaterThan(0);
    }

    private static SyntheticCase Case(string position) => position switch
    {
        "supine" => SyntheticCase.Supine,
        "prone" => SyntheticCase.Prone,
        _ => SyntheticCase.Decubitus,
    };

    private static int Column(PictureField field, double across) => (int)(across / field.PixelSize);

    /// <summary>The centre of the pixels of 1050 HU and more: the rod.</summary>
    private static (double Across, double Down) CentreOfWhite(PatientPicture picture)
    {
        double across = 0, down = 0, count = 0;
        for (var row = 0; row < picture.Field.Rows; row++)
        {
            for (var column = 0; column < picture.Field.Columns; column++)
            {
                if (picture.Image[row, column] < 255) continue;
                across += picture.Field.Centre(column);
                down += picture.Field.Centre(row);
                count++;
            }
        }

        count.Should().BeGreaterThan(0);
        return (across / count, down / count);
    }
}
