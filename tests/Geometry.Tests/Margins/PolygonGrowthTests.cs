using ContourFlow.Geometry.Margins;
using ContourFlow.Geometry.Measures;
using ContourFlow.Geometry.Planes;
using ContourFlow.Geometry.Structures;
using FsCheck.Xunit;
using static ContourFlow.Geometry.Tests.Booleans.Shapes;

namespace ContourFlow.Geometry.Tests.Margins;

/// <summary>
/// Tolerances: straight sides move exactly, rounded to the figures given; arcs are chords that lie up to 0.004 mm
/// inside the circle.
/// </summary>
public class PolygonGrowthTests
{
    private static readonly PatientMargins _ptv = PatientMargins.InPlaneAndAxial(2, 5);

    [Fact]
    public void Stack_of_equal_sections_grows_as_the_test_vector_says()
    {
        // Geometry specification 1.5: 2/5 mm at 1.25 mm: 1.984, 1.854, 1.561, 0.968 mm on planes +1 to +4, nothing on +5.
        var grown = PolygonGrowth.Grow(Middle(Grid(30), 10, 20, Rectangle(0, 0, 30, 20)), _ptv);

        grown.Regions[0].Z.Should().Be(6 * 1.25);
        grown.Regions[^1].Z.Should().Be(23 * 1.25);
        double[] expected = [2, 1.984, 1.854, 1.561, 0.968];
        for (var i = 0; i < expected.Length; i++)
        {
            foreach (var plane in new[] { 19 + i, 10 - i })
            {
                var bounds = RegionMeasures.Bounds(grown.RegionAt(plane * 1.25)!);
                bounds.MinX.Should().BeApproximately(-expected[i], 0.0006);
                bounds.MaxY.Should().BeApproximately(20 + expected[i], 0.0006);
            }
        }
    }

    [Fact]
    public void Cord_margin_reaches_one_plane_beyond()
    {
        // Geometry specification 1.5: PRV 2 mm: 1.900 and 0.696 on +1 and +2.
        var grown = PolygonGrowth.Grow(Middle(Grid(30), 10, 20, Disc(0, 0, 4)), PatientMargins.Uniform(2));

        grown.Regions.Should().HaveCount(14);
        RegionMeasures.Bounds(grown.Regions[^2]).MaxX.Should().BeApproximately(4 + 1.9, 0.005);
        RegionMeasures.Bounds(grown.Regions[^1]).MaxX.Should().BeApproximately(4 + 0.696, 0.005);
    }

    [Fact]
    public void Square_grows_by_round_corners()
    {
        // Area of a square ⊕ disc: s² + 4·s·r + π·r².
        var grown = PolygonGrowth.Grow(Stack(Grid(20), Rectangle(0, 0, 10, 10)), _ptv);

        RegionMeasures.Area(grown.Regions[10]).Should().BeApproximately(100 + 80 + (Math.PI * 4), 0.04);
    }

    [Fact]
    public void Ellipse_of_symmetric_margins_is_exact_to_a_hundredth()
    {
        // Minkowski sum of a rectangle and an ellipse with half axes 4 and 2: a·b + 2·(4·b + 2·a) + π·4·2.
        var margins = new PatientMargins(4, 4, 2, 2, 5, 5);
        var grown = PolygonGrowth.Grow(Stack(Grid(20), Rectangle(0, 0, 12, 6)), margins);

        RegionMeasures.Area(grown.Regions[10]).Should().BeApproximately(72 + (2 * 4 * 6) + (2 * 2 * 12) + (Math.PI * 8), 0.06);
        RegionMeasures.Bounds(grown.Regions[10]).Should().BeEquivalentTo(new PlaneBounds(-4, -2, 16, 8),
            o => o.Using<double>(c => c.Subject.Should().BeApproximately(c.Expectation, 0.001)).WhenTypeIs<double>());
    }

    [Fact]
    public void Four_different_margins_go_to_their_own_sides()
    {
        // Left is +X, posterior is +Y. Quarter ellipses at the corners: π/4 of the products of neighbouring margins.
        var grown = PolygonGrowth.Grow(Stack(Grid(20), Rectangle(0, 0, 10, 10)), new PatientMargins(4, 1, 2, 3, 5, 5));

        var region = grown.Regions[10];
        RegionMeasures.Bounds(region).Should().BeEquivalentTo(new PlaneBounds(-1, -2, 14, 13),
            o => o.Using<double>(c => c.Subject.Should().BeApproximately(c.Expectation, 1e-6)).WhenTypeIs<double>());
        RegionMeasures.Area(region).Should().BeApproximately(
            100 + (10 * (4 + 1 + 2 + 3)) + (Math.PI / 4 * ((4 * 3) + (4 * 2) + (1 * 3) + (1 * 2))), 0.06);
    }

    [Fact]
    public void Margin_to_one_side_only_sweeps_the_region()
    {
        var grown = PolygonGrowth.Grow(Stack(Grid(8), Disc(0, 0, 10)), new PatientMargins(3, 0, 0, 0, 0, 0));

        grown.Regions.Should().HaveCount(8);
        RegionMeasures.Area(grown.Regions[4]).Should().BeApproximately(DiscArea(10) + (20 * 3), 1e-6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(21)]
    public void Equal_margins_by_both_ways_of_growing_are_the_same(int seed)
    {
        // 2.0000001 to one side takes the way for four margins.
        var source = Stack(Grid(6), [.. Organ(seed).Rings, Disc(40, 0, 9), Disc(41, 0, 6, 20), Disc(40, 0, 1.5), Disc(60, 0, 9), Disc(60, 0, 1.5)]);
        var circular = PolygonGrowth.Grow(source, _ptv);
        var quartered = PolygonGrowth.Grow(source, new PatientMargins(2.0000001, 2, 2, 2, 5, 5));

        SurfaceDistance.Between(circular, quartered).Maximum.Should().BeLessThan(0.01);
        quartered.Regions.Select(RegionMeasures.Topology).Should().Equal(circular.Regions.Select(RegionMeasures.Topology));
    }

    [Fact]
    public void Superior_and_inferior_margins_are_told_apart()
    {
        var grown = PolygonGrowth.Grow(Middle(Grid(30), 10, 20, Disc(0, 0, 9)), new PatientMargins(2, 2, 2, 2, 6, 1));

        // ceil(M/Δz + 1/2) − 1: 5 planes for 6 mm, 1 plane for 1 mm.
        grown.Regions[0].Z.Should().Be(9 * 1.25);
        grown.Regions[^1].Z.Should().Be(24 * 1.25);
    }

    [Fact]
    public void Part_that_ends_while_the_rest_goes_on_gets_its_own_half_slice()
    {
        // A body on all planes and a pedicle 20 mm away that ends after plane 9.
        var grid = Grid(24);
        var structure = new Structure(grid, [.. grid.Positions.Select((z, i) => i < 10
            ? new PlanarRegion(z, [Disc(0, 0, 10), Disc(25, 0, 4)])
            : new PlanarRegion(z, [Disc(0, 0, 10)]))]);

        var grown = PolygonGrowth.Grow(structure, _ptv);

        double[] expected = [2, 1.984, 1.854, 1.561, 0.968];
        for (var i = 0; i < expected.Length; i++)
            RegionMeasures.Bounds(grown.Regions[9 + i]).MaxX.Should().BeApproximately(29 + expected[i], 0.005);
        RegionMeasures.Bounds(grown.Regions[14]).MaxX.Should().BeApproximately(12, 0.005);
    }

    [Fact]
    public void Uneven_planes_use_their_own_distances()
    {
        // The last plane at 10 mm; planes at +1 and +4: half a slice beyond is 0.5 mm, so r = 2·sqrt(1 − (3.5/5)²) at +4.
        var grid = new PlaneGrid(new("2.25.1"), PlaneAxes.Axial, [8, 9, 10, 11, 14, 20]);
        var structure = new Structure(grid, [new PlanarRegion(8, [Disc(0, 0, 9)]), new PlanarRegion(9, [Disc(0, 0, 9)]), new PlanarRegion(10, [Disc(0, 0, 9)])]);

        var grown = PolygonGrowth.Grow(structure, _ptv);

        grown.RegionAt(20).Should().BeNull();
        RegionMeasures.Bounds(grown.RegionAt(14)!).MaxX.Should().BeApproximately(9 + (2 * Math.Sqrt(1 - 0.49)), 0.005);
    }

    [Fact]
    public void Hole_shrinks_and_a_narrow_one_closes()
    {
        var grown = PolygonGrowth.Grow(Stack(Grid(12), Disc(0, 0, 20), Disc(0, 0, 6), Disc(12, 0, 1.5)), _ptv);

        var region = grown.Regions[6];
        RegionMeasures.Topology(region).Should().Be((1, 1));
        RegionMeasures.Area(region).Should().BeApproximately(Math.PI * ((22 * 22) - 16), 2.5);
    }

    [Fact]
    public void No_margin_gives_the_structure_back()
    {
        var structure = Stack(Grid(5), [.. Organ(3).Rings]);

        var grown = PolygonGrowth.Grow(structure, PatientMargins.Uniform(0));

        grown.Regions.Select(Bits).Should().Equal(structure.Regions.Select(r => Bits(CanonicalRegion.Of(r.Z, r.Rings))));
    }

    [Fact]
    public void Nothing_grows_to_nothing()
    {
        PolygonGrowth.Grow(new Structure(Grid(5), []), _ptv).IsEmpty.Should().BeTrue();
    }

    [Property(MaxTest = 10)]
    public void Growth_holds_the_original_and_is_monotone(int seed)
    {
        var source = Middle(Grid(16), 5, 11, [.. Organ(seed).Rings]);
        var small = PolygonGrowth.Grow(source, PatientMargins.InPlaneAndAxial(1, 3));
        var large = PolygonGrowth.Grow(source, _ptv);

        Outside.Of(source, small).Volume.Should().BeLessThan(1e-3);
        Outside.Of(small, large).MaximumDistance.Should().BeLessThan(0.01);
    }

    [Property(MaxTest = 5)]
    public void Degree_of_parallelism_does_not_change_a_bit(int seed)
    {
        var source = Middle(Grid(16), 5, 11, [.. Organ(seed).Rings]);

        var one = PolygonGrowth.Grow(source, _ptv, maximumDegreeOfParallelism: 1);
        var many = PolygonGrowth.Grow(source, _ptv, maximumDegreeOfParallelism: 8);

        many.Regions.Select(Bits).Should().Equal(one.Regions.Select(Bits));
    }

    private static Structure Middle(PlaneGrid grid, int first, int end, params Ring[] rings) =>
        new(grid, [.. grid.Positions.Skip(first).Take(end - first).Select(z => new PlanarRegion(z, [.. rings]))]);
}
