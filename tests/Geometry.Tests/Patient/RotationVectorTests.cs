using ContourFlow.Geometry.Patient;
using FsCheck.Xunit;

namespace ContourFlow.Geometry.Tests.Patient;

public sealed class RotationVectorTests
{
    // A quarter turn about each axis, and half turns, for which the antisymmetric part of the matrix vanishes.
    [Theory]
    [InlineData(90, 0, 0)]
    [InlineData(0, -90, 0)]
    [InlineData(0, 0, 90)]
    [InlineData(180, 0, 0)]
    [InlineData(0, 180, 0)]
    [InlineData(0, 0, 180)]
    [InlineData(0, 0, 0)]
    [InlineData(1e-7, 0, 0)]
    public void Turn_about_an_axis_is_that_axis_times_its_angle(double x, double y, double z)
    {
        var found = RotationVector.DegreesOf(Turned(new(x, y, z)));

        // A half turn may be told about either end of its axis.
        var difference = Math.Min((found + (new PatientVector(x, y, z) * -1)).Length, x + y + z == 180 ? (found + new PatientVector(x, y, z)).Length : double.PositiveInfinity);
        difference.Should().BeLessThan(1e-12);
    }

    [Property(MaxTest = 200)]
    public void Any_turn_below_half_a_turn_comes_back(int seed)
    {
        var random = new Random(seed);
        var axis = new PatientVector(random.NextDouble() - 0.5, random.NextDouble() - 0.5, random.NextDouble() - 0.5);
        var vector = axis * (179.9 * random.NextDouble() / axis.Length);

        (RotationVector.DegreesOf(Turned(vector)) + (vector * -1)).Length.Should().BeLessThan(1e-9);
    }

    [Fact]
    public void Positive_parts_turn_as_the_words_say()
    {
        // Posterior to Superior, Superior to Left, Left to Posterior (right-handed, DICOM axes).
        Turned(new(90, 0, 0)).Apply(new PatientVector(0, 1, 0)).Z.Should().BeApproximately(1, 1e-15);
        Turned(new(0, 90, 0)).Apply(new PatientVector(0, 0, 1)).X.Should().BeApproximately(1, 1e-15);
        Turned(new(0, 0, 90)).Apply(new PatientVector(1, 0, 0)).Y.Should().BeApproximately(1, 1e-15);
    }

    /// <summary>Rodrigues' formula: v cos a + (k × v) sin a + k (k·v)(1 − cos a), for the three unit vectors.</summary>
    private static RigidTransform Turned(PatientVector degrees)
    {
        var angle = degrees.Length * Math.PI / 180;
        var k = angle == 0 ? new PatientVector(1, 0, 0) : degrees * (1 / degrees.Length);
        PatientVector Of(PatientVector v) => (v * Math.Cos(angle)) + (k.Cross(v) * Math.Sin(angle)) + (k * (k.Dot(v) * (1 - Math.Cos(angle))));
        PatientVector x = Of(new(1, 0, 0)), y = Of(new(0, 1, 0)), z = Of(new(0, 0, 1));
        return new(new("1"), new("2"), new(x.X, y.X, z.X), new(x.Y, y.Y, z.Y), new(x.Z, y.Z, z.Z), default);
    }
}
