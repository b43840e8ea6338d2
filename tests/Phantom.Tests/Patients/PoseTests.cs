using ContourFlow.Geometry.Patient;
using ContourFlow.Phantom.Anatomy;
using ContourFlow.Phantom.Patients;

namespace ContourFlow.Phantom.Tests.Patients;

public class PoseTests
{
    private static readonly PhantomOptions Options = new() { Seed = 3 };

    [Fact]
    public void A_pose_and_its_way_back_meet()
    {
        var pose = MrScan.Axial(SpineAnatomy.Of(SpineSite.Thoracic, 3), Options).Pose;
        PatientPoint point = new(12, -34, 567);

        (pose.Back(pose.Apply(point)) - point).Length.Should().BeLessThan(1e-10);
    }

    [Fact]
    public void The_matrix_written_as_truth_is_the_pose_that_the_images_were_drawn_with()
    {
        var mr = MrScan.Sagittal(SpineAnatomy.Of(SpineSite.Lumbar, 3), Options);
        var m = mr.Pose.Matrix;
        PatientPoint p = new(5, 6, 7);

        var expected = mr.Pose.Apply(p);

        ((m[0] * p.X) + (m[1] * p.Y) + (m[2] * p.Z) + m[3]).Should().BeApproximately(expected.X, 1e-9);
        ((m[4] * p.X) + (m[5] * p.Y) + (m[6] * p.Z) + m[7]).Should().BeApproximately(expected.Y, 1e-9);
        ((m[8] * p.X) + (m[9] * p.Y) + (m[10] * p.Z) + m[11]).Should().BeApproximately(expected.Z, 1e-9);
        mr.Pose.Degrees.Should().OnlyContain(angle => Math.Abs(angle) <= 8);
    }

    [Fact]
    public void The_sac_drawn_on_an_MR_is_the_CTs_sac_once_the_pose_has_moved_it()
    {
        var anatomy = SpineAnatomy.Of(SpineSite.Thoracic, 3);
        var mr = MrScan.Axial(anatomy, Options);

        var sac = MrDrawing.Draw(anatomy, mr, Options).Single(s => s.Name == "ThecalSac");

        // Off the edge of the field of view every point lies on the sac of the CT's anatomy: rounding 0.01 mm.
        sac.Contours.Should().HaveCountGreaterThan(80);
        foreach (var point in sac.Contours.SelectMany(c => c.Points))
        {
            var local = mr.Pose.Apply(point) - anatomy.Origin;
            anatomy.Sac(local.X, local.Y, local.Z).Should().BeApproximately(0, 0.03);
        }
    }

    [Fact]
    public void Cerebrospinal_fluid_is_bright_and_bone_dark_where_the_pose_says_they_are()
    {
        var anatomy = SpineAnatomy.Of(SpineSite.Thoracic, 3);
        var mr = MrScan.Axial(anatomy, Options);
        var raster = mr.Rasters[48];
        var pixels = mr.Render(48);
        List<double> fluid = [], bone = [], cord = [];
        for (var i = 0; i < pixels.Length; i++)
        {
            var local = mr.Pose.Apply(raster.At(i / raster.Columns, i % raster.Columns)) - anatomy.Origin;
            var into = anatomy.Cord(local.X, local.Y, local.Z) < -1 ? cord
                : anatomy.Cord(local.X, local.Y, local.Z) > 1 && anatomy.Sac(local.X, local.Y, local.Z) < -1 ? fluid
                : anatomy.Bone(local.X, local.Y, local.Z) is > -1.2 and < -0.4 ? bone
                : null;
            into?.Add(pixels[i]);
        }

        fluid.Average().Should().BeGreaterThan(1.6 * cord.Average());
        cord.Average().Should().BeGreaterThan(3 * bone.Average());
    }
}
