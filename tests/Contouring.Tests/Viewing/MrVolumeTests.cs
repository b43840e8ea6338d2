using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Tests.Fusion;
using ContourFlow.Contouring.Viewing;
using ContourFlow.Geometry.Patient;
using ContourFlow.Geometry.Planes;

namespace ContourFlow.Contouring.Tests.Viewing;

public sealed class MrVolumeTests
{
    private static readonly FrameOfReferenceUid Frame = new("1.2.3.1"), CtFrame = new("1.2.3.2");

    [Fact]
    public void Through_an_oblique_pose_a_voxel_has_the_mrs_value_at_its_place()
    {
        // An oblique MR whose value is a linear function of the place in its own frame, which linear interpolation keeps.
        var pose = Pose(-12, 7, 21, new(3, -4, 5.5));
        var mr = Mr((x, y, z) => 100 + x + (2 * y) - (3 * z));
        var toMr = pose.Inverse();
        var grid = new ViewGrid(CtFrame.Value, 40, 36, 1.5, 1.75, -28, -30, [-20, -17, -15.5, -10, 0, 3.3, 12]);
        var values = mr.Slices.SelectMany(slice => slice.Values.ToArray()).Order().ToArray();
        var (low, high) = (values[(int)(0.01 * (values.Length - 1))], values[(int)(0.99 * (values.Length - 1))]);
        var planes = new MrPlanes(mr, pose, grid);
        var (inside, outside) = (0, 0);
        var into = new short[grid.PlaneSize];
        for (var k = 0; k < grid.Planes.Length; k++)
        {
            planes.Fill(k, into);
            for (var n = 0; n < into.Length; n++)
            {
                var at = toMr.Apply(new PatientPoint(grid.OriginX + (n % grid.CountX * grid.SpacingX), grid.OriginY + (n / grid.CountX * grid.SpacingY), grid.Planes[k]));
                var (column, row, plane) = IndexOf(mr, at);
                if (column is > 0 and < 29 && row is > 0 and < 24 && plane is > 0 and < 11)
                {
                    var expected = (100 + at.X + (2 * at.Y) - (3 * at.Z) - low) * 1000 / (high - low);
                    ((double)into[n]).Should().BeApproximately(expected, 0.6);
                    inside++;
                }
                else if (column is < -0.501 or > 29.501 || row is < -0.501 or > 24.501 || plane is < -0.501 or > 11.501)
                {
                    into[n].Should().Be(ViewGrid.Nothing);
                    outside++;
                }
                else
                {
                    into[n].Should().NotBe(ViewGrid.Nothing, "half a pixel and half a slice beyond the outermost centres are still the MR's");
                }
            }
        }

        inside.Should().BeGreaterThan(500);
        outside.Should().BeGreaterThan(500);
    }

    [Theory]
    [InlineData("AX")]
    [InlineData("SAG")]
    public void A_phantoms_cord_lies_within_a_voxel_of_its_truth_in_three_views(string plane)
    {
        // Truth: the phantom's cord and sac, drawn from the solids that its images are made of, and the pose that it was made with. On T2 the cord
        // (430) stands dark in the sac's fluid (950).
        var patient = PhantomPatient.Thoracic;
        var ct = patient.Case.Ct;
        var grid = ViewGrid.Of(ct.Grid, [.. ct.Slices.Select(slice => slice.Plane)], null);
        var planes = new MrPlanes(patient.Mr(plane), patient.TruePose(plane), grid);
        // From Right to Left the sagittal MR has planes 3.3 mm apart, each the mean of its thickness: it knows no place better than half of that.
        var across = Math.Max(grid.SpacingX, plane == "SAG" ? patient.Mr(plane).PlaneSpacing / 2 : 0);
        var (cord, sac) = (Drawn(patient, "SpinalCord"), Drawn(patient, "ThecalSac"));
        var middle = ct.Grid.Positions.Length / 2;
        foreach (var k in (int[])[middle - 15, middle, middle + 15])
        {
            var into = new short[grid.PlaneSize];
            planes.Fill(k, into);
            var region = sac.RegionAt(grid.Planes[k])!;
            var centre = Geometry.Measures.RegionMeasures.Centroid(cord.RegionAt(grid.Planes[k])!);
            var inside = Enumerable.Range(0, into.Length)
                .Select(n => (X: grid.OriginX + (n % grid.CountX * grid.SpacingX), Y: grid.OriginY + (n / grid.CountX * grid.SpacingY), Value: into[n]))
                .Where(voxel => Geometry.Measures.RegionMeasures.Contains(region, new(voxel.X, voxel.Y)))
                .ToList();
            var fluid = inside.Max(voxel => voxel.Value);
            var threshold = inside.Min(voxel => voxel.Value) + ((fluid - inside.Min(voxel => voxel.Value)) / 2.0);
            var dark = inside.Where(voxel => voxel.Value < threshold && double.Hypot(voxel.X - centre.X, voxel.Y - centre.Y) < 8).ToList();
            dark.Should().HaveCountGreaterThan(10);

            // Axial: both; sagittal through the cord: Anterior to Posterior; coronal: Right to Left.
            dark.Average(voxel => voxel.X).Should().BeApproximately(centre.X, across);
            dark.Average(voxel => voxel.Y).Should().BeApproximately(centre.Y, grid.SpacingY);
            dark.Where(voxel => Math.Abs(voxel.X - centre.X) <= grid.SpacingX / 2).Average(voxel => voxel.Y).Should().BeApproximately(centre.Y, grid.SpacingY);
            dark.Where(voxel => Math.Abs(voxel.Y - centre.Y) <= grid.SpacingY / 2).Average(voxel => voxel.X).Should().BeApproximately(centre.X, across);
        }
    }

    private static Geometry.Structures.Structure Drawn(PhantomPatient patient, string name) =>
        patient.Case.StructureSet.Rois.Single(roi => roi.Name == name).Geometry!;

    private static (double Column, double Row, double Plane) IndexOf(MrSeries mr, PatientPoint at)
    {
        var plane = mr.Slices[0].Plane;
        var offset = at - plane.Position;
        return (offset.Dot(plane.RowDirection) / 2, offset.Dot(plane.ColumnDirection) / 1.5, offset.Dot(plane.Normal) / 3);
    }

    // 30 columns 2 mm, 25 rows 1.5 mm, 12 planes 3 mm apart, turned against its own frame.
    private static MrSeries Mr(Func<double, double, double, double> value)
    {
        var turned = Pose(15, -30, 8, default);
        var (row, column) = (turned.Apply(new PatientVector(1, 0, 0)), turned.Apply(new PatientVector(0, 1, 0)));
        var normal = row.Cross(column);
        var first = default(PatientPoint) + (row * -29) + (column * -18) + (normal * -16.5);
        var slices = Enumerable.Range(0, 12).Select(k =>
        {
            var plane = new ImagePlane($"1.2.3.9.{k}", first + (normal * (3 * k)), row, column, 25, 30, 1.5, 2);
            var values = new float[25 * 30];
            for (var n = 0; n < values.Length; n++)
            {
                var at = plane.PixelCentre(n / 30, n % 30);
                values[n] = (float)value(at.X, at.Y, at.Z);
            }

            return new MrSlice(plane.ImageId, "1.2.840.10008.5.1.4.1.1.4", plane, values);
        }).ToList();
        var axes = PlaneAxes.Of(slices[0].Plane);
        axes.Normal.Dot(normal).Should().BeApproximately(1, 1e-12, "the slices are in the grid's order");
        var grid = new PlaneGrid(Frame, axes, [.. slices.Select(slice => axes.FromPatient(slice.Plane.Position).Z)]);
        return new("1.2.3.5", "1.2.3.6", MrWeighting.T2, null, grid, [.. slices], [], new DicomDataset());
    }

    private static RigidTransform Pose(double aboutX, double aboutY, double aboutZ, PatientVector translation)
    {
        var pose = new RigidTransform(Frame, CtFrame, new(1, 0, 0), new(0, 1, 0), new(0, 0, 1), default);
        foreach (var (degrees, axis) in new[] { (aboutX, 0), (aboutY, 1), (aboutZ, 2) })
        {
            var (s, c) = Math.SinCos(double.DegreesToRadians(degrees));
            pose = pose.Then(axis switch
            {
                0 => new(CtFrame, CtFrame, new(1, 0, 0), new(0, c, -s), new(0, s, c), default),
                1 => new(CtFrame, CtFrame, new(c, 0, s), new(0, 1, 0), new(-s, 0, c), default),
                _ => new(CtFrame, CtFrame, new(c, -s, 0), new(s, c, 0), new(0, 0, 1), default),
            });
        }

        return pose.Then(new(CtFrame, CtFrame, new(1, 0, 0), new(0, 1, 0), new(0, 0, 1), translation));
    }
}
