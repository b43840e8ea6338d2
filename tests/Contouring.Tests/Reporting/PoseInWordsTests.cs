using ContourFlow.Contouring.Reporting;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Contouring.Tests.Reporting;

/// <summary>Poses made by hand; the words follow from DICOM's axes: +x Left, +y Posterior, +z Superior.</summary>
public class PoseInWordsTests
{
    // Right-handed: about x, Superior (z) goes to Anterior (-y); about y, Superior goes to Left (x); about z, Left goes to Posterior (y).
    [Theory]
    [InlineData('x', 3.14, "3.1° about the Left–Right axis, its Superior end to Anterior")]
    [InlineData('x', -3.14, "3.1° about the Left–Right axis, its Superior end to Posterior")]
    [InlineData('y', 2, "2.0° about the Anterior–Posterior axis, its Superior end to the Left")]
    [InlineData('y', -2, "2.0° about the Anterior–Posterior axis, its Superior end to the Right")]
    [InlineData('z', 7.96, "8.0° about the Superior–Inferior axis, its Left side to Posterior")]
    [InlineData('z', -7.96, "8.0° about the Superior–Inferior axis, its Left side to Anterior")]
    public void Turn_about_one_axis_names_it_and_where_it_leads(char axis, double degrees, string words)
    {
        PoseInWords.Of(SyntheticFusion.Pose(axis, degrees, default))
            .Should().Be($"At the target the MR was not moved; it was turned by {words.Split(' ')[0]} ({words}).");
    }

    [Theory]
    [InlineData(3.2, 0, 0, "3.2 mm Left")]
    [InlineData(-3.2, 0, 0, "3.2 mm Right")]
    [InlineData(0, 11, 0, "11.0 mm Posterior")]
    [InlineData(0, -11, 0, "11.0 mm Anterior")]
    [InlineData(0, 0, 4.1, "4.1 mm Superior")]
    [InlineData(0, 0, -4.1, "4.1 mm Inferior")]
    public void Shift_along_one_axis_names_its_direction(double x, double y, double z, string words)
    {
        PoseInWords.Of(SyntheticFusion.Pose('x', 0, new(x, y, z)))
            .Should().Be($"At the target the MR was moved by {words.Split(' ')[0]} mm ({words}) and not turned.");
    }

    [Fact]
    public void Shift_is_that_of_the_target_and_not_of_the_origin()
    {
        // Turned about a target 1 m from the origin, which by itself does not move it; sqrt(3.2² + 11² + 4.1²) = 12.17.
        var pose = SyntheticFusion.Pose('x', 4.6, new(3.2, 11, 4.1), new PatientPoint(-100, -200, 1000));

        PoseInWords.Of(pose).Should().Be(
            "At the target the MR was moved by 12.2 mm (3.2 mm Left, 11.0 mm Posterior, 4.1 mm Superior) and turned by 4.6° (4.6° about the Left–Right axis, its Superior end to Anterior).");
    }

    [Fact]
    public void Point_superior_of_the_target_moves_where_the_words_say()
    {
        // The words of a turn about the Left-Right axis, held against the transform itself.
        var pose = SyntheticFusion.Pose('x', 3, default);

        pose.MrToCt.Apply(SyntheticFusion.Centre + new PatientVector(0, 0, 100)).Y.Should().BeLessThan(SyntheticFusion.Centre.Y, "Anterior is -y");
        PoseInWords.Of(pose).Should().Contain("Superior end to Anterior");
    }

    [Fact]
    public void Identity_and_what_rounds_to_it_say_that_nothing_was_done()
    {
        const string nothing = "The MR lies on the CT as it is: it was neither moved nor turned.";

        PoseInWords.Of(SyntheticFusion.Pose('z', 0, default)).Should().Be(nothing);
        PoseInWords.Of(SyntheticFusion.Pose('z', -0.04, new(0.02, -0.04, 0))).Should().Be(nothing);
    }

    [Fact]
    public void Half_a_turn_has_words_too()
    {
        PoseInWords.Of(SyntheticFusion.Pose('z', 180, default)).Should().Contain("180.0° about the Superior–Inferior axis");
    }
}
