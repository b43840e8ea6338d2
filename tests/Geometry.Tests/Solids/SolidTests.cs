using ContourFlow.Geometry.Measures;
using ContourFlow.Geometry.Patient;
using ContourFlow.Geometry.Planes;
using ContourFlow.Geometry.Solids;
using ContourFlow.Geometry.Tests.Margins;

namespace ContourFlow.Geometry.Tests.Solids;

/// <summary>The solid between and beyond sections (geometry specification 1.3), against closed forms.</summary>
public sealed class SolidTests
{
    private const double Allowed = 0.02;

    [Fact]
    public void Section_between_two_circles_is_the_circle_between()
    {
        var grid = Stacks.Grid(0, 1.25, 10);
        var cone = Stacks.Stack(grid, 2, 6, z => [Stacks.Circle(z / 2, 0, 5 + z)]);

        Stacks.ShouldBeCircle(SolidSection.At(cone, 3.3)!, 1.65, 0, 8.3, 0.1);
        // Concentric circles blend exactly.
        var straight = Stacks.Stack(grid, 2, 6, z => [Stacks.Circle(0, 0, 5 + z)]);
        Stacks.ShouldBeCircle(SolidSection.At(straight, 3.3)!, 0, 0, 8.3, Allowed);
    }

    [Fact]
    public void Solid_ends_half_a_slice_beyond_its_last_section()
    {
        var grid = Stacks.Grid(0, 1.25, 10);
        var stack = Stacks.Prism(grid, 2, 6, Stacks.Circle(0, 0, 5));

        Stacks.ShouldBeCircle(SolidSection.At(stack, 8.75 + 0.62)!, 0, 0, 5, Allowed);
        SolidSection.At(stack, 8.75 + 0.63).Should().BeNull();
        Stacks.ShouldBeCircle(SolidSection.At(stack, 2.5 - 0.62)!, 0, 0, 5, Allowed);
        SolidSection.At(stack, 2.5 - 0.63).Should().BeNull();
        SolidSection.At(stack, 5)!.Rings.Single().Points.Should().BeEquivalentTo(stack.RegionAt(5)!.Rings.Single().Points);
    }

    [Fact]
    public void Caps_name_what_ends_and_where()
    {
        var grid = Stacks.Grid(0, 1.25, 20);
        var body = Stacks.Box(-15, -10, 15, 10);
        var stack = Stacks.Stack(grid, 4, 10, z => z <= grid.Positions[8] ? [body, Stacks.Box(-4, 15, 4, 40)] : [body]);

        var caps = LocalCaps.Of(stack);

        caps.Select(cap => (cap.Z, cap.Direction)).Should().Equal(
            (grid.Positions[4], CapDirection.Inferior),
            (grid.Positions[8], CapDirection.Superior),
            (grid.Positions[13], CapDirection.Superior));
        caps.Should().AllSatisfy(cap => cap.HalfThickness.Should().Be(0.625));
        // The rod of 8 x 25 mm lies 5 mm from the body, all of it further than two slices: it ends whole.
        RegionMeasures.Area(caps[1].Region).Should().BeApproximately(8 * 25, 0.5);
        RegionMeasures.Area(caps[2].Region).Should().BeApproximately(30 * 20, 1e-9);
    }

    [Fact]
    public void Part_that_hangs_on_the_body_ends_from_two_slices_outside_it_grown_back_by_two_slices()
    {
        var grid = Stacks.Grid(0, 1.25, 20);
        var stack = Stacks.Stack(grid, 4, 10, z => z <= grid.Positions[8]
            ? [Stacks.Box(-15, -10, 15, 30)]
            : [Stacks.Box(-15, -10, 15, 10)]);

        var cap = LocalCaps.Of(stack).Single(c => c.Z == grid.Positions[8]);

        // Seed: y from 12.5 to 30; grown back by 2.5 mm: from 10 to 30.
        RegionMeasures.Area(cap.Region).Should().BeApproximately(30 * 20, 1);
        cap.Region.Rings.Single().Points.Min(p => p.Y).Should().BeApproximately(10, 0.02);
    }

    [Fact]
    public void Gap_of_one_plane_is_filled_by_the_blend_and_named()
    {
        var grid = Stacks.Grid(0, 2, 20);
        double[] missing = [grid.Positions[8], grid.Positions[11], grid.Positions[12]];
        var stack = Stacks.Stack(grid, 4, 12, z => missing.Contains(z) ? null : [Stacks.Circle(0, 0, 5 + (z / 4))]);

        var filling = GapInterpolation.Fill(stack, 1);

        filling.Interpolated.Should().Equal(grid.Positions[8]);
        filling.Remaining.Should().Equal(new PlaneGap(grid.Positions[10], grid.Positions[13], 2));
        Stacks.ShouldBeCircle(filling.Structure.RegionAt(grid.Positions[8])!, 0, 0, 9, Allowed);
        filling.Structure.RegionAt(grid.Positions[7]).Should().BeSameAs(stack.RegionAt(grid.Positions[7]));

        var both = GapInterpolation.Fill(stack, 2);
        both.Interpolated.Length.Should().Be(3);
        both.Remaining.Should().BeEmpty();
        Stacks.ShouldBeCircle(both.Structure.RegionAt(grid.Positions[12])!, 0, 0, 11, Allowed);
    }

    [Fact]
    public void Structure_without_gaps_is_given_back_itself()
    {
        var stack = Stacks.Prism(Stacks.Grid(0, 2, 20), 4, 6, Stacks.Circle(0, 0, 5));

        GapInterpolation.Fill(stack, 2).Structure.Should().BeSameAs(stack);
    }

    [Fact]
    public void Sphere_drawn_on_an_oblique_MR_arrives_as_a_sphere_on_the_CT()
    {
        // Fifteen degrees of pitch, ten of yaw; MR planes every millimetre through a sphere of 12 mm.
        var mr = new FrameOfReferenceUid("1.2.9");
        double p = Math.PI / 12, y = Math.PI / 18;
        var transform = new RigidTransform(
            mr,
            Stacks.Frame,
            new(Math.Cos(y), -Math.Sin(y) * Math.Cos(p), Math.Sin(y) * Math.Sin(p)),
            new(Math.Sin(y), Math.Cos(y) * Math.Cos(p), -Math.Cos(y) * Math.Sin(p)),
            new(0, Math.Sin(p), Math.Cos(p)),
            new(30, -20, 400));
        // A sagittal grid: X of the plane runs to Posterior, Y to Superior, the normal to Left.
        var axes = new PlaneAxes(new(5, 6, 7), new(0, 1, 0), new(0, 0, 1), new(1, 0, 0));
        var grid = new PlaneGrid(mr, axes, [.. Enumerable.Range(-14, 29).Select(i => i + 0.3)]);
        var source = Stacks.Stack(grid, 0, 29, z => Math.Abs(z) < 11.9 ? [Stacks.Circle(0, 0, Math.Sqrt(144 - (z * z)), 180)] : null);
        var target = Stacks.Grid(380.1, 1.25, 60);

        var moved = FrameTransfer.Transfer(source, transform, target);

        var centre = transform.Apply(new PatientPoint(5, 6, 7));
        foreach (var region in moved.Regions.Where(region => Math.Abs(region.Z - centre.Z) < 10))
        {
            var radius = Math.Sqrt(144 - ((region.Z - centre.Z) * (region.Z - centre.Z)));
            // The solid's own flat ends (half a slice beyond the last section, 2 mm from the pole) show as corners.
            var (least, greatest) = Stacks.Radii(region, centre.X, centre.Y);
            least.Should().BeApproximately(radius, 0.25);
            greatest.Should().BeApproximately(radius, 0.6);
        }

        Stacks.Volume(moved).Should().BeApproximately(4.0 / 3 * Math.PI * 1728, 0.01 * 7238);
    }

    [Fact]
    public void Transfer_between_equal_frames_and_planes_gives_the_sections_themselves()
    {
        var grid = Stacks.Grid(0, 1.25, 20);
        var stack = Stacks.Stack(grid, 4, 10, z => [Stacks.Ellipse(z, 2, 8 + z, 5, 90), Stacks.Circle(z, 2, 2, 40)]);
        var identity = new RigidTransform(Stacks.Frame, Stacks.Frame, new(1, 0, 0), new(0, 1, 0), new(0, 0, 1), default);

        Stacks.LargestDifference(FrameTransfer.Transfer(stack, identity, grid), stack).Should().BeLessThan(0.021);
    }

    [Fact]
    public void Transfer_by_another_frames_registration_is_refused()
    {
        var grid = Stacks.Grid(0, 1.25, 20);
        var other = new RigidTransform(new("9.9"), Stacks.Frame, new(1, 0, 0), new(0, 1, 0), new(0, 0, 1), default);

        var act = () => FrameTransfer.Transfer(Stacks.Prism(grid, 4, 6, Stacks.Circle(0, 0, 5)), other, grid);

        act.Should().Throw<ArgumentException>().WithMessage("*9.9*");
    }
}
