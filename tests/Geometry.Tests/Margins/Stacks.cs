using System.Collections.Immutable;
using ContourFlow.Geometry.Fields;
using ContourFlow.Geometry.Measures;
using ContourFlow.Geometry.Patient;
using ContourFlow.Geometry.Planes;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Geometry.Tests.Margins;

/// <summary>Stacks of sections whose grown forms are known in closed form.</summary>
internal static class Stacks
{
    public static readonly FrameOfReferenceUid Frame = new("1.2.3");

    public static PlaneGrid Grid(double first, double spacing, int count) =>
        Grid([.. Enumerable.Range(0, count).Select(i => first + (i * spacing))]);

    public static PlaneGrid Grid(ImmutableArray<double> positions) => new(Frame, PlaneAxes.Axial, positions);

    public static Ring Ellipse(double x, double y, double radiusX, double radiusY, int points = 720) =>
        new([.. Enumerable.Range(0, points).Select(i => (2 * Math.PI * i) / points)
            .Select(t => new PlanePoint(x + (radiusX * Math.Cos(t)), y + (radiusY * Math.Sin(t))))]);

    public static Ring Circle(double x, double y, double radius, int points = 720) => Ellipse(x, y, radius, radius, points);

    public static Ring Box(double left, double anterior, double right, double posterior) =>
        new([new(left, anterior), new(right, anterior), new(right, posterior), new(left, posterior)]);

    public static Ring Reversed(Ring ring) => new([.. ring.Points.Reverse()]);

    /// <summary>The same rings on a range of the grid's planes.</summary>
    public static Structure Prism(PlaneGrid grid, int first, int count, params Ring[] rings) =>
        Stack(grid, first, count, _ => rings);

    public static Structure Stack(PlaneGrid grid, int first, int count, Func<double, Ring[]?> section) =>
        new(grid, [.. Enumerable.Range(first, count).Select(i => grid.Positions[i])
            .Select(z => (z, rings: section(z))).Where(s => s.rings is { Length: > 0 })
            .Select(s => new PlanarRegion(s.z, [.. s.rings!]))]);

    public static PlanarRegion RegionOf(Structure structure, int plane) =>
        structure.RegionAt(structure.Grid.Positions[plane])
        ?? throw new InvalidOperationException($"No region on plane {plane}.");

    /// <summary>Least and greatest distance of a region's points, and of its edges' middles, from a centre.</summary>
    public static (double Least, double Greatest) Radii(PlanarRegion region, double x, double y)
    {
        double least = double.PositiveInfinity, greatest = 0;
        foreach (var ring in region.Rings)
        {
            for (var i = 0; i < ring.Points.Length; i++)
            {
                var a = ring.Points[i];
                var b = ring.Points[(i + 1) % ring.Points.Length];
                foreach (var point in (PlanePoint[])[a, new((a.X + b.X) / 2, (a.Y + b.Y) / 2)])
                {
                    var radius = Math.Sqrt(((point.X - x) * (point.X - x)) + ((point.Y - y) * (point.Y - y)));
                    least = Math.Min(least, radius);
                    greatest = Math.Max(greatest, radius);
                }
            }
        }

        return (least, greatest);
    }

    public static void ShouldBeCircle(PlanarRegion region, double x, double y, double radius, double within)
    {
        var (least, greatest) = Radii(region, x, y);
        region.Rings.Should().ContainSingle($"the section at {region.Z} is a disc");
        least.Should().BeApproximately(radius, within, $"of the section at {region.Z}");
        greatest.Should().BeApproximately(radius, within, $"of the section at {region.Z}");
    }

    /// <summary>Largest distance of either boundary's points from the other boundary, over all planes.</summary>
    public static double LargestDifference(Structure a, Structure b)
    {
        a.Regions.Select(r => r.Z).Should().Equal(b.Regions.Select(r => r.Z), (x, y) => Math.Abs(x - y) < 1e-6);
        var worst = 0.0;
        foreach (var (first, second) in a.Regions.Zip(b.Regions))
        {
            worst = Math.Max(worst, OneWay(first, second));
            worst = Math.Max(worst, OneWay(second, first));
        }

        return worst;

        static double OneWay(PlanarRegion from, PlanarRegion to)
        {
            var distance = new RegionDistance(to);
            return from.Rings.SelectMany(ring => ring.Points).Max(point => Math.Abs(distance.SignedDistance(point)));
        }
    }

    public static double Volume(Structure structure) => StructureMeasures.Volume(structure);

    /// <summary>Every coordinate, for comparison to the bit.</summary>
    public static IEnumerable<double> Numbers(Structure structure) =>
        structure.Regions.SelectMany(region => region.Rings.SelectMany(ring =>
            ring.Points.SelectMany(point => (double[])[region.Z, point.X, point.Y])));
}
