using ContourFlow.Geometry.Fields;
using ContourFlow.Geometry.Structures;
using ContourFlow.Geometry.Tests.Margins;
using FsCheck.Xunit;

namespace ContourFlow.Geometry.Tests.Fields;

public sealed class RegionDistanceTests
{
    private static readonly PlanarRegion BoxWithHole =
        new(0, [Stacks.Box(-20, -10, 20, 10), Stacks.Box(-4, -4, 4, 4)]);

    [Theory]
    [InlineData(0, 0, 4)]
    [InlineData(3, 0, 1)]
    [InlineData(6, 0, -2)]
    [InlineData(12, 0, -8)]
    [InlineData(19, 0, -1)]
    [InlineData(23, 14, 5)]
    [InlineData(-20, 0, 0)]
    [InlineData(0, 10, 0)]
    [InlineData(1020, 0, 1000)]
    [InlineData(0, -5, -1)]
    public void Distance_to_a_box_with_a_hole_is_exact_and_negative_inside(double x, double y, double expected) =>
        new RegionDistance(BoxWithHole).SignedDistance(new(x, y)).Should().BeApproximately(expected, 1e-12);

    [Fact]
    public void Keyhole_channel_is_no_surface()
    {
        var keyhole = new PlanarRegion(0, [new Ring([
            new(0, 10), new(-20, 10), new(-20, -10), new(20, -10), new(20, 10), new(0, 10),
            new(0, 4), new(4, 4), new(4, -4), new(-4, -4), new(-4, 4), new(0, 4)])]);

        // On the channel itself: 3 mm from the hole and from the outside.
        new RegionDistance(keyhole).SignedDistance(new(0, 7)).Should().BeApproximately(-3, 1e-12);
    }

    [Property(MaxTest = 40)]
    public void Distance_is_that_of_the_plainest_computation(int seed)
    {
        var random = new Random(seed);
        double offset = 500 * (random.NextDouble() - 0.5);
        var rings = Enumerable.Range(0, 1 + random.Next(3)).Select(_ => Star(random, offset)).ToArray();
        var distance = new RegionDistance(new PlanarRegion(0, [.. rings]));
        // Even-odd of rings that cross is what canonical form draws; the plain computation takes that.
        var canonical = CanonicalRegion.Of(0, rings)!;

        for (var i = 0; i < 50; i++)
        {
            var point = new PlanePoint(offset + (80 * (random.NextDouble() - 0.5)), 80 * (random.NextDouble() - 0.5));
            distance.SignedDistance(point).Should().BeApproximately(Plain(canonical, point), 1e-9);
        }
    }

    [Fact]
    public void Rows_through_vertices_count_each_vertex_once()
    {
        // A zigzag whose tips all lie on the row asked for.
        var region = new PlanarRegion(0, [new Ring([
            new(0, 0), new(2, 5), new(4, 0), new(6, 5), new(8, 0), new(10, 5), new(10, 10), new(0, 10)])]);
        var distance = new RegionDistance(region);

        foreach (var x in (double[])[-1, 1, 3, 5, 7, 9, 11]) distance.SignedDistance(new(x, 0)).Should().BePositive($"of x = {x}");
        foreach (var x in (double[])[1, 3, 7, 9.9]) distance.SignedDistance(new(x, 5)).Should().BeNegative($"of x = {x}");
        foreach (var x in (double[])[-1, 11]) distance.SignedDistance(new(x, 5)).Should().BePositive($"of x = {x}");
    }

    private static Ring Star(Random random, double offset)
    {
        double x = offset + (20 * (random.NextDouble() - 0.5)), y = 20 * (random.NextDouble() - 0.5);
        var count = 5 + random.Next(40);
        return new([.. Enumerable.Range(0, count).Select(i =>
        {
            var t = 2 * Math.PI * i / count;
            var r = 3 + (20 * random.NextDouble());
            return new PlanePoint(x + (r * Math.Cos(t)), y + (r * Math.Sin(t)));
        })]);
    }

    private static double Plain(PlanarRegion region, PlanePoint p)
    {
        var nearest = double.PositiveInfinity;
        var inside = false;
        foreach (var ring in region.Rings)
        {
            for (var i = 0; i < ring.Points.Length; i++)
            {
                PlanePoint a = ring.Points[i], b = ring.Points[(i + 1) % ring.Points.Length];
                double dx = b.X - a.X, dy = b.Y - a.Y;
                var t = Math.Clamp((((p.X - a.X) * dx) + ((p.Y - a.Y) * dy)) / ((dx * dx) + (dy * dy)), 0, 1);
                nearest = Math.Min(nearest, Math.Sqrt(Math.Pow(p.X - a.X - (t * dx), 2) + Math.Pow(p.Y - a.Y - (t * dy), 2)));
                if ((a.Y > p.Y) != (b.Y > p.Y) && p.X > a.X + ((p.Y - a.Y) * dx / dy)) inside = !inside;
            }
        }

        return inside ? -nearest : nearest;
    }
}
