using ContourFlow.Geometry.Fields;
using ContourFlow.Geometry.Margins;
using ContourFlow.Geometry.Structures;
using FsCheck;
using FsCheck.Xunit;

namespace ContourFlow.Geometry.Tests.Margins;

/// <summary>What holds for any structure: stacks of wavy sections with a hole and a part of their own, by seed.</summary>
public sealed class MarginGrowthPropertyTests
{
    // Two contours of one section may each leave it by the tolerance.
    private const double TwoContours = 0.041;
    private static readonly PatientMargins Ptv = PatientMargins.InPlaneAndAxial(2, 5);

    [Property(MaxTest = 12)]
    public void Grown_structure_contains_the_original(int seed)
    {
        var source = Wavy(seed);
        ShouldContain(MarginGrowth.Grow(source, Ptv), source);
    }

    [Property(MaxTest = 8)]
    public void Larger_margin_contains_the_smaller(int seed)
    {
        var source = Wavy(seed);
        ShouldContain(
            MarginGrowth.Grow(source, PatientMargins.InPlaneAndAxial(3, 6)),
            MarginGrowth.Grow(source, Ptv));
    }

    [Property(MaxTest = 8)]
    public void Moved_structure_grows_into_the_moved_result(int seed, int dx, int dy, int dz)
    {
        var source = Wavy(seed);
        var move = (X: dx % 400 * 0.73, Y: dy % 400 * 0.91, Z: dz % 1000 * 0.37);

        Stacks.LargestDifference(
            Moved(MarginGrowth.Grow(source, Ptv), move),
            MarginGrowth.Grow(Moved(source, move), Ptv)).Should().BeLessThan(TwoContours);
    }

    [Property(MaxTest = 5)]
    public void Turned_structure_grows_into_the_turned_result(int seed, bool sides)
    {
        var source = Wavy(seed);
        // A quarter turn takes +X to +Y: Left becomes Posterior, Posterior Right, Right Anterior, Anterior Left.
        var margins = sides ? new PatientMargins(left: 1, right: 2, anterior: 2, posterior: 1.5, 5, 4) : Ptv;
        var turned = new PatientMargins(left: margins.Anterior, right: margins.Posterior, anterior: margins.Right, posterior: margins.Left, margins.Superior, margins.Inferior);

        Stacks.LargestDifference(
            Turned(MarginGrowth.Grow(source, margins)),
            MarginGrowth.Grow(Turned(source), turned)).Should().BeLessThan(2 * TwoContours, "the corner of a notch is the sum of two");
    }

    [Property(MaxTest = 10)]
    public void Order_start_and_direction_of_rings_do_not_matter_to_the_bit(int seed)
    {
        var source = Wavy(seed);
        var random = new Random(seed);
        var other = new Structure(source.Grid, [.. source.Regions.Select(region => new PlanarRegion(
            region.Z,
            [.. region.Rings.Reverse().Select(ring =>
            {
                var start = random.Next(ring.Points.Length);
                var points = ring.Points.Skip(start).Concat(ring.Points.Take(start));
                return new Ring([.. random.Next(2) == 0 ? points : points.Reverse()]);
            })]))]);

        Stacks.Numbers(MarginGrowth.Grow(other, Ptv)).Should().Equal(Stacks.Numbers(MarginGrowth.Grow(source, Ptv)));
    }

    [Property(MaxTest = 2)]
    public void Number_of_threads_does_not_matter_to_the_bit(int seed)
    {
        var source = Wavy(seed);
        var sides = new PatientMargins(2, 1, 2, 2, 5, 5);
        foreach (var margins in (PatientMargins[])[Ptv, sides])
        {
            var one = MarginGrowth.Grow(source, margins, new GrowthOptions { MaximumDegreeOfParallelism = 1 });
            var four = MarginGrowth.Grow(source, margins, new GrowthOptions { MaximumDegreeOfParallelism = 4 });
            Stacks.Numbers(four).Should().Equal(Stacks.Numbers(one));
        }
    }

    [Fact]
    public void Keyhole_grows_as_the_ring_with_a_hole_that_it_stands_for()
    {
        var grid = Stacks.Grid(0, 1.25, 30);
        var nested = Stacks.Prism(grid, 10, 10, Stacks.Box(-10, -10, 10, 10), Stacks.Box(-4, -4, 4, 4));
        // Outer, in along y = 10..4 at x = 0, around the hole the other way, and out again.
        var keyhole = Stacks.Prism(grid, 10, 10, new Ring([
            new(0, 10), new(-10, 10), new(-10, -10), new(10, -10), new(10, 10), new(0, 10),
            new(0, 4), new(4, 4), new(4, -4), new(-4, -4), new(-4, 4), new(0, 4)]));

        // No margin within the plane: the channel, a line of distance zero, would show.
        foreach (var margins in (PatientMargins[])[Ptv, PatientMargins.InPlaneAndAxial(0, 5)])
        {
            Stacks.LargestDifference(MarginGrowth.Grow(keyhole, margins), MarginGrowth.Grow(nested, margins))
                .Should().BeLessThan(TwoContours);
        }
    }

    private static void ShouldContain(Structure outer, Structure inner)
    {
        foreach (var region in inner.Regions)
        {
            var distance = new RegionDistance(outer.RegionAt(region.Z)!);
            region.Rings.SelectMany(ring => ring.Points).Should().AllSatisfy(point =>
                distance.SignedDistance(point).Should().BeLessThan(0.02));
        }
    }

    // A tilted trunk with a canal, and a rod of its own, further away than twice any margin (a gap narrower than the
    // lattice may or may not be seen); surfaces stay below two slices a slice.
    private static Structure Wavy(int seed)
    {
        var random = new Random(seed);
        double tilt = random.NextDouble() - 0.5, width = 8 + (5 * random.NextDouble()), phase = 6 * random.NextDouble();
        var grid = Stacks.Grid(-20 + random.NextDouble(), 1 + random.NextDouble(), 26);
        return Stacks.Stack(grid, 6, 14, z =>
        [
            Wave(tilt * z, 0, width + (0.1 * z), phase + (z / 20), 0.12, 64),
            Wave(tilt * z, 1, 0.6 * width, -phase, 0.05, 40),
            Wave(tilt * z, 34, 4, phase, 0.2, 32),
        ]);
    }

    private static Ring Wave(double x, double y, double radius, double phase, double depth, int points) =>
        new([.. Enumerable.Range(0, points).Select(i => 2 * Math.PI * i / points).Select(t =>
        {
            var r = radius * (1 + (depth * Math.Sin((5 * t) + phase)));
            return new PlanePoint(x + (r * Math.Cos(t)), y + (r * Math.Sin(t)));
        })]);

    private static Structure Moved(Structure structure, (double X, double Y, double Z) by) => Mapped(
        structure, z => z + by.Z, point => new(point.X + by.X, point.Y + by.Y));

    private static Structure Turned(Structure structure) => Mapped(structure, z => z, point => new(-point.Y, point.X));

    private static Structure Mapped(Structure structure, Func<double, double> height, Func<PlanePoint, PlanePoint> map)
    {
        var grid = Stacks.Grid([.. structure.Grid.Positions.Select(height)]);
        return new Structure(grid, [.. structure.Regions.Select(region => new PlanarRegion(
            height(region.Z),
            [.. region.Rings.Select(ring => new Ring([.. ring.Points.Select(map)]))]))]);
    }
}
