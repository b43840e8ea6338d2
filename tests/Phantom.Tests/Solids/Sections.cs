using ContourFlow.Geometry.Structures;

namespace ContourFlow.Phantom.Tests.Solids;

/// <summary>Areas and volumes of sections, by the tests' own sums.</summary>
internal static class Sections
{
    public static double Area(PlanarRegion? region) => region?.Rings.Sum(ring => ring.SignedArea) ?? 0;

    /// <summary>Simpson's rule over heights.</summary>
    public static double Volume(Func<double, PlanarRegion?> section, double from, double to, int intervals)
    {
        var sums = new double[intervals + 1];
        var step = (to - from) / intervals;
        Parallel.For(0, intervals + 1, i =>
            sums[i] = Area(section(from + (i * step))) * (i == 0 || i == intervals ? 1 : i % 2 == 1 ? 4 : 2));
        return sums.Sum() * step / 3;
    }

    /// <summary>Largest distance between the rings of two regions, vertex to segment, both ways.</summary>
    public static double Distance(PlanarRegion a, PlanarRegion b) => Math.Max(OneWay(a, b), OneWay(b, a));

    private static double OneWay(PlanarRegion from, PlanarRegion to)
    {
        var segments = to.Rings.SelectMany(r => r.Points.Select((p, i) => (A: p, B: r.Points[(i + 1) % r.Points.Length]))).ToArray();
        return from.Rings.SelectMany(r => r.Points).Max(p => segments.Min(s => Distance(p, s.A, s.B)));
    }

    private static double Distance(PlanePoint p, PlanePoint a, PlanePoint b)
    {
        double dx = b.X - a.X, dy = b.Y - a.Y;
        var t = Math.Clamp((((p.X - a.X) * dx) + ((p.Y - a.Y) * dy)) / Math.Max(1e-30, (dx * dx) + (dy * dy)), 0, 1);
        return Math.Sqrt(Math.Pow(p.X - a.X - (t * dx), 2) + Math.Pow(p.Y - a.Y - (t * dy), 2));
    }
}
