using ContourFlow.Geometry.Measures;
using ContourFlow.Geometry.Planes;
using ContourFlow.Geometry.Structures;
using FsCheck.Xunit;
using static ContourFlow.Geometry.Tests.Booleans.Shapes;

namespace ContourFlow.Geometry.Tests.Measures;

public class MeasuresTests
{
    [Fact]
    public void Area_is_even_odd_whatever_way_the_rings_run()
    {
        RegionMeasures.Area(Region(Rectangle(0, 0, 10, 10), Rectangle(2, 2, 3, 3))).Should().Be(91);
        RegionMeasures.Area(null).Should().Be(0);
    }

    [Fact]
    public void Centroid_leaves_the_hole_out()
    {
        // Square of 100 about (5, 5) less a square of 4 about (8, 5): x = (500 − 32)/96.
        var centroid = RegionMeasures.Centroid(Region(Rectangle(0, 0, 10, 10), Rectangle(7, 4, 2, 2)));

        centroid.X.Should().BeApproximately(468.0 / 96, 1e-12);
        centroid.Y.Should().BeApproximately(5, 1e-12);
    }

    [Fact]
    public void Volume_takes_each_planes_own_slab()
    {
        // Slabs of planes at 0, 1, 3, 4: 1, 1.5, 1.5, 1 mm.
        var grid = new PlaneGrid(new("2.25.1"), PlaneAxes.Axial, [0, 1, 3, 4]);

        StructureMeasures.Volume(Stack(grid, Rectangle(0, 0, 2, 5))).Should().Be(50);
        StructureMeasures.Volume(new Structure(grid, [])).Should().Be(0);
        StructureMeasures.Bounds(new Structure(grid, [])).Should().BeNull();
    }

    [Fact]
    public void Dice_of_half_overlapping_squares_is_one_half()
    {
        var grid = Grid(3);

        Dice.Of(Stack(grid, Rectangle(0, 0, 4, 4)), Stack(grid, Rectangle(2, 0, 4, 4))).Should().Be(0.5);
        Dice.Of(new Structure(grid, []), new Structure(grid, [])).Should().Be(1);
        Dice.Of(Stack(grid, Rectangle(0, 0, 4, 4)), new Structure(grid, [])).Should().Be(0);
    }

    [Fact]
    public void Structures_on_different_grids_are_refused()
    {
        var act = () => Dice.Of(Stack(Grid(3), Rectangle(0, 0, 1, 1)), Stack(Grid(3, first: 0.5), Rectangle(0, 0, 1, 1)));

        act.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Distances_between_concentric_discs_are_the_difference_of_their_radii()
    {
        var grid = Grid(5);

        var distances = SurfaceDistance.Between(Stack(grid, Disc(0, 0, 10, 360)), Stack(grid, Disc(0, 0, 12, 360)));

        // Chords of 1 degree lie up to 0.0005 mm within the circles.
        distances.Mean.Should().BeApproximately(2, 0.001);
        distances.Percentile95.Should().BeApproximately(2, 0.001);
        distances.Maximum.Should().BeApproximately(2, 0.001);
        distances.Shortfall.Should().BeApproximately(2, 0.001);
        SurfaceDistance.Between(Stack(grid, Disc(0, 0, 12)), Stack(grid, Disc(0, 0, 10))).Shortfall.Should().Be(0);
    }

    [Fact]
    public void Plane_that_only_one_has_counts_with_its_distance_along_the_normal()
    {
        var grid = Grid(5);
        var full = Stack(grid, Disc(0, 0, 10));
        var cut = new Structure(grid, full.Regions[..4]);

        var distances = SurfaceDistance.Between(cut, full);

        distances.Maximum.Should().Be(1.25);
        distances.Shortfall.Should().Be(1.25);
        distances.Mean.Should().BeApproximately(1.25 / 9, 1e-9);
        SurfaceDistance.Between(full, cut).Shortfall.Should().Be(0);
    }

    [Fact]
    public void Distance_to_nothing_is_infinite()
    {
        var grid = Grid(2);
        Structure disc = Stack(grid, Disc(0, 0, 10)), nothing = new(grid, []);

        SurfaceDistance.Between(nothing, disc).Shortfall.Should().Be(double.PositiveInfinity);
        SurfaceDistance.Between(disc, nothing).Should().BeEquivalentTo(new { Mean = double.PositiveInfinity, Shortfall = 0.0 });
        SurfaceDistance.Between(nothing, nothing).Maximum.Should().Be(0);
    }

    [Property(MaxTest = 40)]
    public void Nearest_outline_is_the_one_that_trying_all_finds(int seed)
    {
        var random = new Random(seed);
        var region = Organ(seed);
        var index = new ContourIndex(region);
        for (var i = 0; i < 50; i++)
        {
            var point = new PlanePoint((random.NextDouble() * 80) - 40, (random.NextDouble() * 80) - 40);
            Math.Sqrt(index.SquaredDistance(point)).Should().BeApproximately(BruteDistance(region, point), 1e-9);
            index.Contains(point).Should().Be(RegionMeasures.Contains(region, point));
        }
    }

    [Fact]
    public void What_sticks_out_is_measured_by_volume_and_distance()
    {
        var grid = Grid(4);

        var measure = Outside.Of(Stack(grid, Rectangle(0, 0, 10, 10)), Stack(grid, Rectangle(0, 0, 8, 10)));

        measure.Volume.Should().BeApproximately(4 * 20 * 1.25, 1e-9);
        measure.MaximumDistance.Should().BeApproximately(2, 0.021);
        measure.WorstPlane.Should().Be(0);
        measure.PlanesWithout.Should().BeEmpty();
    }

    [Fact]
    public void Filled_hole_is_as_far_outside_as_its_middle()
    {
        // The outline of the difference is the hole's own outline, at distance 0: the middle is the point to find.
        var grid = Grid(2);

        var measure = Outside.Of(Stack(grid, Disc(0, 0, 15)), Stack(grid, Disc(0, 0, 15), Disc(1, 1, 5, 360)));

        measure.MaximumDistance.Should().BeApproximately(5, 0.021);
    }

    [Fact]
    public void Planes_without_the_outer_structure_are_listed()
    {
        var grid = Grid(4);
        var outer = new Structure(grid, Stack(grid, Disc(0, 0, 9)).Regions[1..3]);

        var measure = Outside.Of(Stack(grid, Disc(0, 0, 5)), outer);

        measure.PlanesWithout.Should().Equal(0, 3.75);
        measure.MaximumDistance.Should().Be(0);
        measure.WorstPlane.Should().BeNull();
    }

    private static double BruteDistance(PlanarRegion region, PlanePoint p) => region.Rings.Min(ring => ring.Points.Select((a, i) =>
    {
        var b = ring.Points[(i + 1) % ring.Points.Length];
        double dx = b.X - a.X, dy = b.Y - a.Y;
        var t = Math.Clamp((((p.X - a.X) * dx) + ((p.Y - a.Y) * dy)) / ((dx * dx) + (dy * dy)), 0, 1);
        return Math.Sqrt(Math.Pow(p.X - a.X - (t * dx), 2) + Math.Pow(p.Y - a.Y - (t * dy), 2));
    }).Min());
}
