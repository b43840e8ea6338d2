using ContourFlow.Geometry.Margins;
using ContourFlow.Geometry.Measures;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Geometry.Tests.Margins;

/// <summary>
/// Growth against closed forms. A contour may leave the exact section by 0.02 mm (geometry specification 1.4);
/// a circle drawn with 720 points of 10 mm radius lies within 0.0001 mm of it.
/// </summary>
public sealed class MarginGrowthTests
{
    private const double Allowed = 0.02;
    private static readonly PatientMargins Ptv = PatientMargins.InPlaneAndAxial(2, 5);

    // Two discs of radius 5 grow by 2 mm into circles of radius 7 that cross at x = d/2, y = ±√(49 − d²/4): the notch
    // between them ends there, and is narrower than a lattice step long before. At d = 13.99 its walls are 0.01 mm
    // apart a tenth of a millimetre above its bottom.
    [Theory]
    [InlineData(13.5)]
    [InlineData(13.9)]
    [InlineData(13.99)]
    public void Notch_between_two_grown_fronts_is_followed_to_its_bottom_wherever_the_lattice_lies(double apart)
    {
        var grid = Stacks.Grid(0, 1, 11);
        var bottom = Math.Sqrt(49 - (apart * apart / 4));
        for (var phase = 0; phase < 12; phase++)
        {
            double left = phase * 0.0437, low = phase * 0.0311;
            var source = Stacks.Prism(grid, 0, 10, Stacks.Circle(left, low, 5, 720), Stacks.Circle(left + apart, low, 5, 720));

            var region = MarginGrowth.Grow(source, PatientMargins.InPlaneAndAxial(2, 0)).RegionAt(5)!;

            foreach (var sign in (ReadOnlySpan<int>)[-1, 1])
            {
                region.Rings.SelectMany(ring => ring.Points).Min(point => double.Hypot(point.X - left - (apart / 2), point.Y - low - (sign * bottom)))
                    .Should().BeLessThan(0.04);
            }
        }
    }

    [Fact]
    public void Cylinder_grown_by_2_and_5_mm_ends_as_the_specifications_test_vector()
    {
        // Far from the origin, as couches put patients: 20 planes, the last one is number 29.
        var grid = Stacks.Grid(-1543.75, 1.25, 40);
        var grown = MarginGrowth.Grow(Stacks.Prism(grid, 10, 20, Stacks.Circle(300, -200, 10)), Ptv);

        double[] growth = [2, 1.984, 1.854, 1.561, 0.968];
        for (var beyond = 0; beyond <= 4; beyond++)
        {
            // 0.002 mm in the mean radius (by area), the tolerance everywhere.
            foreach (var region in (PlanarRegion[])[Stacks.RegionOf(grown, 29 + beyond), Stacks.RegionOf(grown, 10 - beyond)])
            {
                Stacks.ShouldBeCircle(region, 300, -200, 10 + growth[beyond], Allowed);
                var (_, corners) = Stacks.Radii(region, 300, -200);
                corners.Should().BeApproximately(10 + growth[beyond], 0.002);
            }
        }

        grown.Regions.Length.Should().Be(20 + 8);
    }

    [Fact]
    public void Cylinder_grown_by_2_mm_ends_as_the_specifications_test_vector()
    {
        var grid = Stacks.Grid(-40, 1.25, 40);
        var grown = MarginGrowth.Grow(Stacks.Prism(grid, 10, 20, Stacks.Circle(3, 4, 6)), PatientMargins.Uniform(2));

        Stacks.Radii(Stacks.RegionOf(grown, 29), 3, 4).Greatest.Should().BeApproximately(8, 0.002);
        Stacks.Radii(Stacks.RegionOf(grown, 30), 3, 4).Greatest.Should().BeApproximately(7.900, 0.002);
        Stacks.Radii(Stacks.RegionOf(grown, 31), 3, 4).Greatest.Should().BeApproximately(6.696, 0.002);
        grown.Regions.Length.Should().Be(20 + 4);
    }

    // Specification 1.5; for 2 mm spacing the margin ends exactly half a slice short of the third plane.
    [Theory]
    [InlineData(1.25, 5, 4)]
    [InlineData(1, 5, 5)]
    [InlineData(1.5, 5, 3)]
    [InlineData(2, 5, 2)]
    [InlineData(2.5, 5, 2)]
    [InlineData(3, 5, 2)]
    [InlineData(1.25, 2, 2)]
    [InlineData(1.25, 0, 0)]
    [InlineData(0.1, 0.35, 3)]
    public void Margin_along_the_axis_adds_the_planes_of_the_rule(double spacing, double margin, int planes)
    {
        MarginGrowth.PlanesBeyond(margin, spacing).Should().Be(planes);

        var grid = Stacks.Grid(-212.35, spacing, 30);
        var grown = MarginGrowth.Grow(
            Stacks.Prism(grid, 10, 8, Stacks.Box(-5, -6, 7, 8)),
            PatientMargins.InPlaneAndAxial(1, margin));
        grown.Regions[0].Z.Should().Be(grid.Positions[10 - planes]);
        grown.Regions[^1].Z.Should().Be(grid.Positions[17 + planes]);
    }

    [Fact]
    public void Cone_grown_by_an_ellipsoid_is_the_cone_moved_outwards()
    {
        // Radius 10 + z/2; the ellipsoid's support along the slant moves it by sqrt(a² + (c/2)²) within the plane.
        var grid = Stacks.Grid(-20.2, 1.25, 33);
        var source = Stacks.Stack(grid, 0, 33, z => [Stacks.Circle(0, 0, 15 + (z / 2))]);
        var grown = MarginGrowth.Grow(source, Ptv);

        for (var plane = 6; plane < 27; plane++)
            Stacks.ShouldBeCircle(Stacks.RegionOf(grown, plane), 0, 0, 15 + (grid.Positions[plane] / 2) + Math.Sqrt(4 + 6.25), Allowed);
    }

    [Fact]
    public void Asymmetric_margins_along_the_axis_move_a_cone_by_the_margin_of_the_right_side()
    {
        // The cone widens to Superior, so what reaches a plane furthest comes from its superior side and moves to Inferior.
        var grid = Stacks.Grid(-20.2, 1.25, 33);
        var source = Stacks.Stack(grid, 0, 33, z => [Stacks.Circle(0, 0, 15 + (z / 2))]);
        var grown = MarginGrowth.Grow(source, new PatientMargins(2, 2, 2, 2, superior: 1, inferior: 5));
        var other = MarginGrowth.Grow(source, new PatientMargins(2, 2, 2, 2, superior: 5, inferior: 1));

        for (var plane = 6; plane < 27; plane++)
        {
            var radius = 15 + (grid.Positions[plane] / 2);
            Stacks.ShouldBeCircle(Stacks.RegionOf(grown, plane), 0, 0, radius + Math.Sqrt(4 + 6.25), Allowed);
            Stacks.ShouldBeCircle(Stacks.RegionOf(other, plane), 0, 0, radius + Math.Sqrt(4 + 0.25), Allowed);
        }
    }

    [Fact]
    public void Sphere_grown_by_an_ellipsoid_has_the_sections_of_the_sum()
    {
        var grid = Stacks.Grid(-30.3, 1.25, 50);
        var source = Stacks.Stack(grid, 0, 50, z => Math.Abs(z) < 15 ? [Stacks.Circle(1, 2, Math.Sqrt(225 - (z * z)))] : null);
        var grown = MarginGrowth.Grow(source, Ptv);

        // The chord between two planes lies up to dz²/8R/cos³ within the sphere: 0.013 mm at the middle, 0.04 mm at z = 12.
        // Nearer to the poles the half-slice caps decide, not the sphere.
        foreach (var region in grown.Regions.Where(region => Math.Abs(region.Z) < 14))
        {
            var truth = Enumerable.Range(-5000, 10001).Select(i => i / 1000.0).Where(u => Math.Abs(region.Z + u) < 15)
                .Max(u => Math.Sqrt(225 - ((region.Z + u) * (region.Z + u))) + (2 * Math.Sqrt(1 - (u * u / 25))));
            Stacks.ShouldBeCircle(region, 1, 2, truth, 0.05);
        }

        // 24.792 cc in closed form (specification 3); the ends' caps add a little.
        Stacks.Volume(grown).Should().BeApproximately(24_792, 0.006 * 24_792);
    }

    [Fact]
    public void Box_gets_round_corners_of_the_in_plane_margin()
    {
        var grid = Stacks.Grid(0, 1.25, 30);
        var grown = MarginGrowth.Grow(Stacks.Prism(grid, 10, 10, Stacks.Box(-10, -15, 10, 15)), Ptv);

        var exact = (20 * 30) + (2 * 2 * (20 + 30)) + (Math.PI * 4);
        RegionMeasures.Area(Stacks.RegionOf(grown, 15)).Should().BeApproximately(exact, 0.5);
        Stacks.RegionOf(grown, 15).Rings.Single().Points.Max(p => p.X).Should().BeApproximately(12, 0.002);
        Stacks.RegionOf(grown, 15).Rings.Single().Points.Min(p => p.Y).Should().BeApproximately(-17, 0.002);
    }

    [Fact]
    public void Hole_shrinks_by_the_margin_and_a_narrow_one_closes()
    {
        var grid = Stacks.Grid(0, 1.25, 30);
        var grown = MarginGrowth.Grow(
            Stacks.Prism(grid, 10, 10, Stacks.Circle(0, 0, 20), Stacks.Circle(-8, 0, 6), Stacks.Circle(12, 0, 1.9)),
            Ptv);

        var region = Stacks.RegionOf(grown, 15);
        region.Rings.Length.Should().Be(2);
        RegionMeasures.Area(region).Should().BeApproximately(Math.PI * ((22 * 22) - 16), 1);
        // Holes are clockwise in canonical form.
        region.Rings.Single(ring => ring.SignedArea < 0).Points
            .Should().AllSatisfy(p => Math.Sqrt(((p.X + 8) * (p.X + 8)) + (p.Y * p.Y)).Should().BeApproximately(4, 0.005));
    }

    [Fact]
    public void Two_parts_nearer_than_twice_the_margin_become_one()
    {
        var grid = Stacks.Grid(0, 1.25, 30);
        var grown = MarginGrowth.Grow(Stacks.Prism(grid, 10, 10, Stacks.Circle(-6.9, 0, 5), Stacks.Circle(6.9, 0, 5)), Ptv);

        Stacks.RegionOf(grown, 15).Rings.Should().ContainSingle();
        // Three planes beyond the end the growth is 1.561 mm each: 3.122 mm do not close a gap of 3.8.
        Stacks.RegionOf(grown, 22).Rings.Length.Should().Be(2);
        // The notch where two circles of radius 7, 13.8 mm apart, meet.
        var notch = Math.Sqrt(49 - (6.9 * 6.9));
        Stacks.RegionOf(grown, 15).Rings.Single().Points
            .Where(p => p.Y > 0 && Math.Abs(p.X) < 1).Min(p => p.Y).Should().BeApproximately(notch, 0.15, "there the gap is 0.04 mm wide");
    }

    [Fact]
    public void No_margin_at_all_gives_the_drawn_points_back()
    {
        var grid = Stacks.Grid(0, 1.25, 30);
        var source = Stacks.Prism(grid, 10, 10, Stacks.Box(-10, -15, 10, 15), new Ring([new(-3, -3), new(-3, 3), new(3, 3), new(3, -3)]));

        Stacks.Numbers(MarginGrowth.Grow(source, PatientMargins.Uniform(0))).Should().Equal(Stacks.Numbers(source));
    }

    [Fact]
    public void No_margin_along_the_axis_grows_each_plane_by_itself()
    {
        var grid = Stacks.Grid(0, 1.25, 30);
        var source = Stacks.Stack(grid, 10, 10, z => [Stacks.Circle(0, 0, 5 + z)]);
        var grown = MarginGrowth.Grow(source, PatientMargins.InPlaneAndAxial(2, 0));

        grown.Regions.Length.Should().Be(10);
        foreach (var region in grown.Regions) Stacks.ShouldBeCircle(region, 0, 0, 7 + region.Z, Allowed);
    }

    [Fact]
    public void No_margin_within_the_plane_gives_the_union_of_the_sections_within_reach()
    {
        var grid = Stacks.Grid(0, 1.25, 40);
        var source = Stacks.Stack(grid, 5, 30, z => [Stacks.Circle(0, 0, 5 + (z / 2))]);
        var grown = MarginGrowth.Grow(source, PatientMargins.InPlaneAndAxial(0, 5));

        for (var plane = 10; plane < 30; plane++)
            Stacks.ShouldBeCircle(Stacks.RegionOf(grown, plane), 0, 0, 5 + ((grid.Positions[plane] + 5) / 2), Allowed);
    }

    [Fact]
    public void Uneven_planes_keep_their_own_positions()
    {
        var grid = Stacks.Grid([0, 1, 2.5, 3, 4.25, 5, 6, 8, 9, 11, 12.5]);
        var grown = MarginGrowth.Grow(Stacks.Prism(grid, 3, 4, Stacks.Circle(0, 0, 10)), Ptv);

        // Sections from 3 to 6 mm; the caps end at 3 − 0.5/2 = 2.75 and 6 + 2/2 = 7.
        foreach (var (z, u) in (IEnumerable<(double, double)>)[(0, 2.75), (1, 1.75), (2.5, 0.25), (4.25, 0), (8, 1), (9, 2), (11, 4)])
            Stacks.ShouldBeCircle(grown.RegionAt(z)!, 0, 0, 10 + (2 * Math.Sqrt(1 - (u * u / 25))), Allowed);
        grown.RegionAt(12.5).Should().BeNull("7 mm and 5 mm end before it");
    }

    [Fact]
    public void One_missing_plane_is_bridged_by_the_blend()
    {
        var grid = Stacks.Grid(0, 1.25, 30);
        var source = Stacks.Stack(grid, 10, 11, z => z == grid.Positions[15] ? null : [Stacks.Circle(0, 0, 4 + (z / 2))]);
        var grown = MarginGrowth.Grow(source, PatientMargins.InPlaneAndAxial(2, 0));

        Stacks.ShouldBeCircle(Stacks.RegionOf(grown, 15), 0, 0, 6 + (grid.Positions[15] / 2), Allowed);
        grown.Regions.Length.Should().Be(11);
    }

    [Fact]
    public void Wide_gap_ends_on_both_sides_with_caps()
    {
        var grid = Stacks.Grid(0, 2, 40);
        var source = Stacks.Stack(grid, 10, 18, z => z >= grid.Positions[14] && z <= grid.Positions[23] ? null : [Stacks.Circle(0, 0, 10)]);
        var grown = MarginGrowth.Grow(source, PatientMargins.InPlaneAndAxial(2, 3));

        // 3/2 + 1/2 → one plane on each side, 2 − 1 = 1 mm beyond the cap.
        Stacks.ShouldBeCircle(Stacks.RegionOf(grown, 14), 0, 0, 10 + (2 * Math.Sqrt(1 - (1 / 9.0))), Allowed);
        grown.RegionAt(grid.Positions[15]).Should().BeNull();
        grown.RegionAt(grid.Positions[22]).Should().BeNull();
        Stacks.ShouldBeCircle(Stacks.RegionOf(grown, 23), 0, 0, 10 + (2 * Math.Sqrt(1 - (1 / 9.0))), Allowed);
    }

    [Fact]
    public void Pedicle_that_ends_while_the_body_goes_on_gets_its_own_cap()
    {
        var grid = Stacks.Grid(0, 1.25, 40);
        var source = Stacks.Stack(grid, 5, 30, z => z <= grid.Positions[19]
            ? [Stacks.Box(-15, -10, 15, 10), Stacks.Box(-4, 15, 4, 40)]
            : [Stacks.Box(-15, -10, 15, 10)]);
        var grown = MarginGrowth.Grow(source, Ptv);

        // Along the pedicle's axis its end (y = 40) moves by the vector of the test case on the planes after the last.
        double[] growth = [2, 1.984, 1.854, 1.561, 0.968];
        for (var beyond = 0; beyond <= 4; beyond++)
            Stacks.RegionOf(grown, 19 + beyond).Rings.SelectMany(r => r.Points).Max(p => p.Y).Should().BeApproximately(40 + growth[beyond], 0.003);
        Stacks.RegionOf(grown, 24).Rings.SelectMany(r => r.Points).Max(p => p.Y).Should().BeApproximately(12, 0.003);
    }

    [Fact]
    public void Structure_at_the_last_plane_of_the_CT_is_cut_there()
    {
        var grid = Stacks.Grid(0, 1.25, 20);
        var grown = MarginGrowth.Grow(Stacks.Prism(grid, 0, 20, Stacks.Circle(0, 0, 10)), Ptv);

        grown.Regions.Length.Should().Be(20);
        foreach (var region in grown.Regions) Stacks.ShouldBeCircle(region, 0, 0, 12, Allowed);
    }

    [Fact]
    public void Structure_on_one_plane_has_caps_on_both_sides()
    {
        var grid = Stacks.Grid(0, 1.25, 20);
        var grown = MarginGrowth.Grow(Stacks.Prism(grid, 10, 1, Stacks.Circle(0, 0, 10)), Ptv);

        double[] growth = [2, 1.984, 1.854, 1.561, 0.968];
        for (var beyond = -4; beyond <= 4; beyond++)
            Stacks.ShouldBeCircle(Stacks.RegionOf(grown, 10 + beyond), 0, 0, 10 + growth[Math.Abs(beyond)], Allowed);
        grown.Regions.Length.Should().Be(9);
    }

    [Fact]
    public void Grid_of_one_plane_is_refused_in_words()
    {
        var grid = Stacks.Grid(0, 1.25, 1);

        var act = () => MarginGrowth.Grow(Stacks.Prism(grid, 0, 1, Stacks.Circle(0, 0, 10)), Ptv);

        act.Should().Throw<ArgumentException>().WithMessage("*one plane has no spacing*");
    }

    [Fact]
    public void Empty_structure_stays_empty() =>
        MarginGrowth.Grow(new Structure(Stacks.Grid(0, 1, 5), []), Ptv).IsEmpty.Should().BeTrue();
}
