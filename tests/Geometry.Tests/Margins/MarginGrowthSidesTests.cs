using ContourFlow.Geometry.Margins;
using ContourFlow.Geometry.Measures;

namespace ContourFlow.Geometry.Tests.Margins;

/// <summary>Margins that differ by side: a cube moves on the named side only.</summary>
public sealed class MarginGrowthSidesTests
{
    // Patient coordinates: +X Left, +Y Posterior, +Z Superior (DICOM PS3.3 C.7.6.2.1.1).
    [Theory]
    [InlineData(3, 0, 0, 0)]
    [InlineData(0, 3, 0, 0)]
    [InlineData(0, 0, 3, 0)]
    [InlineData(0, 0, 0, 3)]
    [InlineData(1, 2, 3, 4)]
    public void Cube_moves_by_each_sides_own_margin_within_the_plane(double left, double right, double anterior, double posterior)
    {
        var grid = Stacks.Grid(-10.3, 1.25, 30);
        var grown = MarginGrowth.Grow(
            Stacks.Prism(grid, 10, 10, Stacks.Box(-10, -12, 14, 16)),
            new PatientMargins(left, right, anterior, posterior, 0, 0));

        grown.Regions.Length.Should().Be(10);
        var points = Stacks.RegionOf(grown, 14).Rings.Single().Points;
        points.Max(p => p.X).Should().BeApproximately(14 + left, 0.002);
        points.Min(p => p.X).Should().BeApproximately(-10 - right, 0.002);
        points.Min(p => p.Y).Should().BeApproximately(-12 - anterior, 0.002);
        points.Max(p => p.Y).Should().BeApproximately(16 + posterior, 0.002);
        // A rectangle plus four quarters of ellipses (Steiner's formula by quadrant).
        var exact = (24 * 28) + (28 * (left + right)) + (24 * (anterior + posterior))
            + (Math.PI / 4 * (left + right) * (anterior + posterior));
        RegionMeasures.Area(Stacks.RegionOf(grown, 14)).Should().BeApproximately(exact, 0.3);
    }

    [Theory]
    [InlineData(5, 0)]
    [InlineData(0, 5)]
    [InlineData(2, 5)]
    public void Cube_moves_by_each_sides_own_margin_along_the_axis(double superior, double inferior)
    {
        var grid = Stacks.Grid(-10.3, 1.25, 30);
        var grown = MarginGrowth.Grow(
            Stacks.Prism(grid, 10, 10, Stacks.Box(-10, -12, 14, 16)),
            new PatientMargins(2, 2, 2, 2, superior, inferior));

        grown.Regions[^1].Z.Should().Be(grid.Positions[19 + MarginGrowth.PlanesBeyond(superior, 1.25)]);
        grown.Regions[0].Z.Should().Be(grid.Positions[10 - MarginGrowth.PlanesBeyond(inferior, 1.25)]);
        Check(superior, beyond => 19 + beyond);
        Check(inferior, beyond => 10 - beyond);

        void Check(double margin, Func<int, int> plane)
        {
            for (var beyond = 1; beyond <= MarginGrowth.PlanesBeyond(margin, 1.25); beyond++)
            {
                var s = ((beyond * 1.25) - 0.625) / margin;
                Stacks.RegionOf(grown, plane(beyond)).Rings.Single().Points.Max(p => p.X)
                    .Should().BeApproximately(14 + (2 * Math.Sqrt(1 - (s * s))), 0.002);
            }
        }
    }

    [Fact]
    public void Six_different_margins_end_as_six_parts_of_ellipsoids()
    {
        var grid = Stacks.Grid(-10.3, 1.25, 40);
        var grown = MarginGrowth.Grow(
            Stacks.Prism(grid, 15, 10, Stacks.Box(-10, -12, 14, 16)),
            new PatientMargins(left: 2, right: 3, anterior: 4, posterior: 1, superior: 6, inferior: 5));

        foreach (var (plane, u, along) in (IEnumerable<(int, double, double)>)[(28, 4.375, 6), (12, 3.125, 5), (11, 4.375, 5)])
        {
            var part = Math.Sqrt(1 - (u * u / (along * along)));
            var points = Stacks.RegionOf(grown, plane).Rings.Single().Points;
            points.Max(p => p.X).Should().BeApproximately(14 + (2 * part), 0.003);
            points.Min(p => p.X).Should().BeApproximately(-10 - (3 * part), 0.003);
            points.Min(p => p.Y).Should().BeApproximately(-12 - (4 * part), 0.003);
            points.Max(p => p.Y).Should().BeApproximately(16 + part, 0.003);
        }
    }

    [Fact]
    public void Slanted_surface_moves_by_the_ellipsoids_support_whatever_the_method()
    {
        // A slab whose left side leans by one in two: support of the octant's ellipsoid along its normal, within the plane.
        var grid = Stacks.Grid(-10.3, 1.25, 30);
        var grown = MarginGrowth.Grow(
            Stacks.Stack(grid, 0, 30, z => [Stacks.Box(-30, -30, 10 + (z / 2), 30)]),
            new PatientMargins(2, 1, 3, 1, 5, 4));

        for (var plane = 6; plane < 24; plane++)
        {
            // The slab widens to Superior: what comes from there moves to Inferior, 4 mm.
            Stacks.RegionOf(grown, plane).Rings.Single().Points.Max(p => p.X)
                .Should().BeApproximately(10 + (grid.Positions[plane] / 2) + Math.Sqrt(4 + 4), 0.01);
        }
    }

    [Fact]
    public void Nearly_equal_sides_give_what_equal_sides_give()
    {
        var grid = Stacks.Grid(-15.1, 1.25, 30);
        var source = Stacks.Stack(grid, 5, 20, z => [Stacks.Ellipse(z / 3, 0, 12 + (z / 4), 8 - (z / 5), 90), Stacks.Circle(z / 3, 0, 4, 60)]);

        var equal = MarginGrowth.Grow(source, PatientMargins.InPlaneAndAxial(2, 5));
        var nearly = MarginGrowth.Grow(source, new PatientMargins(2, 2, 2, 2.0001, 5, 5));

        // Two different ways of computing; each within 0.02 mm, and steps of 0.2 mm along the axis in one of them.
        Stacks.LargestDifference(equal, nearly).Should().BeLessThan(0.05);
    }
}
