using ContourFlow.Geometry.Patient;

namespace ContourFlow.Itk.Tests;

public sealed class ImageGeometryTests
{
    private static readonly FrameOfReferenceUid Frame = new("1.2.3");
    private static readonly PatientVector X = new(1, 0, 0), Y = new(0, 1, 0), Z = new(0, 0, 1);

    // By hand: a sagittal image; i to Posterior, j to Inferior, k to Right.
    [Fact]
    public void Point_of_an_index_follows_the_axes_and_spacings()
    {
        ImageGeometry g = new(Frame, 10, 20, 5, new(30, -40, 50), Y, Z * -1, X * -1, 0.5, 0.7, 3.3);
        g.PointAt(2, 3, 1).Should().Be(new PatientPoint(30 - 3.3, -40 + 1, 50 - (3 * 0.7)));
        g.VoxelCount.Should().Be(1000);
        (g.Centre - new PatientPoint(30 - 6.6, -40 + 2.25, 50 - 6.65)).Length.Should().BeLessThan(1e-9);
    }

    [Theory]
    [InlineData(-0.99, 0, 0, true)] // half a voxel of 2 mm before the first centre, but for a hundredth
    [InlineData(-1.01, 0, 0, false)]
    [InlineData(6.99, 6, 6, true)]
    [InlineData(0, 0, 7.01, false)]
    public void Voxel_reaches_half_a_spacing_beyond_its_centre(double x, double y, double z, bool isInside) =>
        new ImageGeometry(Frame, 4, 4, 4, default, X, Y, Z, 2, 2, 2).Contains(new(x, y, z)).Should().Be(isInside);

    [Fact]
    public void Axes_with_the_rounding_of_a_header_become_perpendicular_and_keep_their_hand()
    {
        PatientVector i = new(0.9999, 0.0002, 0), j = new(0, 1.0002, -0.0003);
        foreach (var k in new PatientVector[] { new(0, 0.0003, 0.9998), new(0, 0.0003, -0.9998) })
        {
            ImageGeometry g = new(Frame, 2, 2, 2, default, i, j, k, 1, 1, 1);
            foreach (var axis in new[] { g.AxisI, g.AxisJ, g.AxisK }) axis.Length.Should().BeApproximately(1, 1e-12);
            g.AxisI.Dot(g.AxisJ).Should().BeApproximately(0, 1e-12);
            Math.Sign(g.AxisI.Cross(g.AxisJ).Dot(g.AxisK)).Should().Be(Math.Sign(k.Z));
        }
    }

    [Fact]
    public void Geometry_that_is_none_is_refused()
    {
        Fault(() => new(Frame, 0, 2, 2, default, X, Y, Z, 1, 1, 1)).Should().Be(RegistrationFault.BadImage);
        Fault(() => new(Frame, 2, 2, 2, default, X, Y, Z, 1, 0, 1)).Should().Be(RegistrationFault.BadImage);
        Fault(() => new(Frame, 2, 2, 2, default, X, Y, new(0, 0.1, 1), 1, 1, 1)).Should().Be(RegistrationFault.BadImage);
        Fault(() => new(Frame, 2, 2, 2, default, X, X, Z, 1, 1, 1)).Should().Be(RegistrationFault.BadImage);
        Fault(() => new(Frame, 2, 2, 2, new(double.NaN, 0, 0), X, Y, Z, 1, 1, 1)).Should().Be(RegistrationFault.NotFinite);
        Fault(() => new(Frame, 2, 2, 2, default, X, Y, Z, 1, 1, double.PositiveInfinity)).Should().Be(RegistrationFault.NotFinite);
    }

    private static RegistrationFault Fault(Func<ImageGeometry> make) => make.Should().Throw<RegistrationException>().Which.Fault;
}
