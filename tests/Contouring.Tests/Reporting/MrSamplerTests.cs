using ContourFlow.Contouring.Reporting.Pictures;
using ContourFlow.Geometry.Patient;
using FsCheck.Xunit;

namespace ContourFlow.Contouring.Tests.Reporting;

public class MrSamplerTests
{
    /// <summary>Linear in the MR's frame, so that linear interpolation is exact to the rounding of the stored floats.</summary>
    private static double Linear(PatientPoint mr) => (2 * mr.X) - (3 * mr.Y) + (0.5 * mr.Z) + 100;

    [Property(MaxTest = 50)]
    public void Value_at_a_point_of_the_ct_is_that_of_the_mr_point_that_comes_to_lie_there(int seed)
    {
        var random = new Random(seed);
        double Within(double reach) => reach * ((2 * random.NextDouble()) - 1);
        var pose = SyntheticFusion.Pose("xyz"[random.Next(3)], Within(20), new(Within(25), Within(25), Within(25)));
        PatientPoint mr = new(Within(50), Within(50), Within(50));

        var sampler = new MrSampler(SyntheticFusion.Mr(default, Linear), pose.MrToCt);

        sampler.At(pose.MrToCt.Apply(mr)).Should().BeApproximately(Linear(mr), 1e-4);
    }

    // The synthetic MR around the origin: 33 planes 4 mm apart along x end at 64 mm, and half a slice, 66 mm; 128 pixels
    // of 1.25 mm along y end at 80 mm; of 1.5 mm along z at 96 mm.
    [Theory]
    [InlineData(65.9, 0, 0, true)]
    [InlineData(66.1, 0, 0, false)]
    [InlineData(-65.9, 0, 0, true)]
    [InlineData(-66.1, 0, 0, false)]
    [InlineData(0, 79.9, 0, true)]
    [InlineData(0, 80.1, 0, false)]
    [InlineData(0, -80.1, 0, false)]
    [InlineData(0, 0, 95.9, true)]
    [InlineData(0, 0, 96.1, false)]
    [InlineData(0, 0, double.NaN, false)]
    public void Half_a_slice_and_half_a_pixel_beyond_the_last_ones_still_have_a_value(double x, double y, double z, bool known)
    {
        var sampler = new MrSampler(SyntheticFusion.Mr(default, _ => 7), SyntheticFusion.Pose('x', 0, default).MrToCt);

        sampler.At(new PatientPoint(x, y, z)).Should().Be(known ? 7 : double.NaN);
    }
}
