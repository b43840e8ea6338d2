using ContourFlow.Geometry.Patient;
using ContourFlow.Geometry.Planes;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Geometry.Tests.Booleans;

/// <summary>Figures whose areas are known, and ugly ones drawn from a seed.</summary>
internal static class Shapes
{
    public static Ring Ring(params (double X, double Y)[] points) => new([.. points.Select(p => new PlanePoint(p.X, p.Y))]);

    public static Ring Rectangle(double x, double y, double width, double height) =>
        Ring((x, y), (x + width, y), (x + width, y + height), (x, y + height));

    /// <summary>A regular polygon inscribed in a circle; its area is n/2·r²·sin(2π/n).</summary>
    public static Ring Disc(double x, double y, double radius, int corners = 72) =>
        new([.. Enumerable.Range(0, corners).Select(i => new PlanePoint(
            x + (radius * Math.Cos(2 * Math.PI * i / corners)), y + (radius * Math.Sin(2 * Math.PI * i / corners))))]);

    public static double DiscArea(double radius, int corners = 72) => corners / 2.0 * radius * radius * Math.Sin(2 * Math.PI / corners);

    public static PlanarRegion Region(params Ring[] rings) => new(0, [.. rings]);

    public static PlaneGrid Grid(int planes, double spacing = 1.25, double first = 0) =>
        new(new FrameOfReferenceUid("2.25.1"), PlaneAxes.Axial, [.. Enumerable.Range(0, planes).Select(i => first + (i * spacing))]);

    /// <summary>The same rings on every plane of a grid.</summary>
    public static Structure Stack(PlaneGrid grid, params Ring[] rings) =>
        new(grid, [.. grid.Positions.Select(z => new PlanarRegion(z, [.. rings]))]);

    /// <summary>
    /// Rings nobody should draw: random polygons that cross themselves, on a coarse lattice so that vertices and edges
    /// coincide often, some points nudged by less than a nanometre, some repeated.
    /// </summary>
    public static PlanarRegion Ugly(int seed, int rings = 3, int points = 9)
    {
        var random = new Random(seed);
        var list = new List<Ring>();
        for (var r = 0; r < rings; r++)
        {
            var ring = new List<PlanePoint>();
            for (var i = 0; i < points; i++)
            {
                double x = random.Next(0, 8), y = random.Next(0, 8);
                if (random.Next(4) == 0) x += random.NextDouble();
                if (random.Next(4) == 0) y += (random.NextDouble() - 0.5) * 1e-9;
                ring.Add(new PlanePoint(x, y));
                if (random.Next(6) == 0) ring.Add(new PlanePoint(x, y));
                if (random.Next(6) == 0 && ring.Count > 2) ring.Add(ring[^2]);
            }

            list.Add(new Ring([.. ring]));
        }

        return Region([.. list]);
    }

    /// <summary>A star-shaped outline like one that a person draws, with a hole now and then.</summary>
    public static PlanarRegion Organ(int seed, double x = 0, double y = 0)
    {
        var random = new Random(seed);
        var n = random.Next(20, 120);
        double a = random.NextDouble() * 3, b = random.NextDouble() * 2, r = 10 + (random.NextDouble() * 5);
        double phase = random.NextDouble() * 6, dx = x + random.Next(-5, 5), dy = y + random.Next(-5, 5);
        Ring Outline(double scale) => new([.. Enumerable.Range(0, n).Select(i =>
        {
            var t = 2 * Math.PI * i / n;
            var radius = scale * (r + (a * Math.Cos((2 * t) + phase)) + (b * Math.Sin(5 * t)));
            return new PlanePoint(Math.Round(dx + (radius * Math.Cos(t)), 2), Math.Round(dy + (radius * Math.Sin(t)), 2));
        })]);
        return random.Next(2) == 0 ? Region(Outline(1)) : Region(Outline(1), Outline(0.4));
    }

    /// <summary>The region's points, with every bit, to compare two regions number for number.</summary>
    public static string Bits(PlanarRegion? region) => region is null
        ? "nothing"
        : string.Join('|', region.Rings.Select(r => string.Join(' ', r.Points.Select(p =>
            $"{BitConverter.DoubleToInt64Bits(p.X):x}:{BitConverter.DoubleToInt64Bits(p.Y):x}"))));

    /// <summary>The same rings in another order, direction and start.</summary>
    public static PlanarRegion Redrawn(PlanarRegion region, int seed)
    {
        var random = new Random(seed);
        var rings = region.Rings.Select(r =>
        {
            var points = r.Points.ToArray();
            if (random.Next(2) == 0) Array.Reverse(points);
            var start = random.Next(points.Length);
            return new Ring([.. points.Skip(start), .. points.Take(start)]);
        }).ToArray();
        random.Shuffle(rings);
        return Region(rings);
    }

    /// <summary>
    /// An independent reader: lines of a raster through the rings, lengths inside by even-odd summed up. Error about
    /// the outline's extent in Y times the line distance squared.
    /// </summary>
    public static double RasterArea(IEnumerable<Ring> rings, double step)
    {
        var segments = rings.SelectMany(r => r.Points.Select((p, i) => (A: p, B: r.Points[(i + 1) % r.Points.Length]))).ToList();
        double low = segments.Min(s => s.A.Y), high = segments.Max(s => s.A.Y), sum = 0;
        for (var y = low + (step * 0.4987); y < high; y += step)
        {
            var cuts = segments.Where(s => s.A.Y > y != s.B.Y > y)
                .Select(s => s.A.X + ((y - s.A.Y) / (s.B.Y - s.A.Y) * (s.B.X - s.A.X))).Order().ToArray();
            for (var i = 0; i + 1 < cuts.Length; i += 2) sum += (cuts[i + 1] - cuts[i]) * step;
        }

        return sum;
    }
}
