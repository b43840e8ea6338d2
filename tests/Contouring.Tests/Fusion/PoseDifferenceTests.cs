using ContourFlow.Contouring.Fusion;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Contouring.Tests.Fusion;

/// <summary>Distances between poses, and displaced poses: every figure here follows from the rotation by hand.</summary>
public sealed class PoseDifferenceTests
{
    private static readonly FrameOfReferenceUid Mr = new("1.2.8"), Ct = new("1.2.3");
    private static readonly PatientPoint Centre = new(10, 20, 30);
    private static readonly FusionTarget Target = new(Centre, [24]);

    private static RigidTransform Identity => new(Mr, Ct, new(1, 0, 0), new(0, 1, 0), new(0, 0, 1), default);

    [Fact]
    public void A_pose_is_no_distance_from_itself() =>
        PoseDifference.Between(Identity, Identity, Centre).Should().Be(new PoseDifference(0, 0));

    [Fact]
    public void A_shift_of_3_4_12_mm_is_13_mm_and_no_rotation()
    {
        var moved = new RigidTransform(Mr, Ct, new(1, 0, 0), new(0, 1, 0), new(0, 0, 1), new(3, 4, 12));
        var difference = PoseDifference.Between(Identity, moved, Centre);
        difference.Millimetres.Should().BeApproximately(13, 1e-12);
        difference.Degrees.Should().Be(0);
    }

    [Fact]
    public void A_quarter_turn_about_the_origin_moves_the_centre_by_its_chord()
    {
        // x' = -y, y' = x: (10, 20, 30) goes to (-20, 10, 30), which is sqrt(900 + 100) mm away.
        var turned = new RigidTransform(Mr, Ct, new(0, -1, 0), new(1, 0, 0), new(0, 0, 1), default);
        var difference = PoseDifference.Between(Identity, turned, Centre);
        difference.Millimetres.Should().BeApproximately(Math.Sqrt(1000), 1e-12);
        difference.Degrees.Should().BeApproximately(90, 1e-12);
    }

    [Fact]
    public void The_displaced_poses_are_a_vertebra_both_ways_and_three_mm_and_two_degrees_about_every_axis()
    {
        var poses = DisplacedPoses.Of(Identity, Target);
        poses.Should().HaveCount(2 + 12);
        foreach (var pose in poses)
        {
            var difference = PoseDifference.Between(Identity, pose.MrToCt, Centre);
            var (millimetres, degrees) = pose.ByVertebra ? (24.0, 0.0) : pose.Words.Contains("degrees", StringComparison.Ordinal) ? (0, 2) : (3, 0);
            difference.Millimetres.Should().BeApproximately(millimetres, 1e-9, pose.Words);
            difference.Degrees.Should().BeApproximately(degrees, 1e-9, pose.Words);
        }

        poses.Select(pose => pose.Words).Should().OnlyHaveUniqueItems();
    }

    // Right-hand rule about +x (Left): what lies Posterior of the centre moves Superior, by 100 sin 2 degrees.
    [Theory]
    [InlineData("+2 degrees about the Left-Right axis", 0, 100, 0, 0, 99.939083, 3.48995)]
    [InlineData("-2 degrees about the Left-Right axis", 0, 100, 0, 0, 99.939083, -3.48995)]
    [InlineData("+2 degrees about the Anterior-Posterior axis", 0, 0, 100, 3.48995, 0, 99.939083)]
    [InlineData("+2 degrees about the Superior-Inferior axis", 100, 0, 0, 99.939083, 3.48995, 0)]
    [InlineData("3 mm Left", 0, 0, 0, 3, 0, 0)]
    [InlineData("3 mm Right", 0, 0, 0, -3, 0, 0)]
    [InlineData("3 mm Posterior", 0, 0, 0, 0, 3, 0)]
    [InlineData("3 mm Inferior", 0, 0, 0, 0, 0, -3)]
    [InlineData("one vertebra Superior (24 mm)", 0, 0, 0, 0, 0, 24)]
    public void A_displaced_pose_goes_where_its_words_say(string words, double x, double y, double z, double toX, double toY, double toZ)
    {
        var pose = DisplacedPoses.Of(Identity, Target).Single(one => one.Words == words);
        var there = pose.MrToCt.Apply(Centre + new PatientVector(x, y, z)) - Centre;
        (there - new PatientVector(toX, toY, toZ)).Length.Should().BeLessThan(1e-5);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1e-6)]
    [InlineData(0.5)]
    [InlineData(30)]
    [InlineData(179)]
    public void The_angle_of_a_rotation_is_read_from_its_matrix_also_where_it_is_small(double degrees)
    {
        var (sine, cosine) = Math.SinCos(double.DegreesToRadians(degrees));
        var turned = new RigidTransform(Mr, Ct, new(1, 0, 0), new(0, cosine, -sine), new(0, sine, cosine), default);
        double.RadiansToDegrees(turned.RotationAngle).Should().BeApproximately(degrees, 1e-9);
    }
}
