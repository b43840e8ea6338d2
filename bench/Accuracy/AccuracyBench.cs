using ContourFlow.Bench.Peers;
using ContourFlow.Geometry.Margins;
using ContourFlow.Geometry.Measures;
using ContourFlow.Geometry.Patient;
using ContourFlow.Geometry.Planes;
using ContourFlow.Geometry.Structures;
using ContourFlow.Phantom.Solids;

namespace ContourFlow.Bench.Accuracy;

/// <summary>
/// Grown structures against the exact sections of grown solids: nine shapes, planes and pixels at random phases
/// (geometry specification 2 and 3).
/// </summary>
internal static class AccuracyBench
{
    private const double Pixel = 500.0 / 512;

    private static readonly (string Name, string Heading)[] Methods =
    [
        ("fields", "ContourFlow"),
        ("polygons", "ContourFlow's second method"),
        ("plastimatch", "plastimatch (mask, distance map, threshold)"),
    ];

    public static void Run(int phases)
    {
        PatientPoint centre = new(3.21, -45.67, 89.1);
        var shapes = TruthShapes.All(centre);
        foreach (var spacing in new[] { 1.25, 2.5 })
        {
            // A seed of its own: the phases do not depend on how many shapes or spacings there are.
            Random random = new(20250106);
            List<Figure> figures = [];
            for (var phase = 0; phase < phases; phase++)
            {
                double planes = random.NextDouble(), columns = random.NextDouble(), rows = random.NextDouble();
                foreach (var shape in shapes) figures.AddRange(Measure(shape, spacing, planes, columns, rows, centre));
            }

            Print(spacing, phases, figures);
        }
    }

    private static IEnumerable<Figure> Measure(
        TruthShape shape, double spacing, double planePhase, double columnPhase, double rowPhase, PatientPoint centre)
    {
        var solid = shape.Solid;
        var margins = shape.Margins;
        var below = (int)Math.Ceiling((margins.Inferior + (2 * spacing)) / spacing) + 1;
        var first = solid.Inferior + ((planePhase - below) * spacing);
        var count = (int)Math.Ceiling((solid.Superior + margins.Superior + (3 * spacing) - first) / spacing);
        PlaneGrid grid = new(new("1.2.3"), PlaneAxes.Axial, [.. Enumerable.Range(0, count).Select(i => first + (i * spacing))]);
        var source = Stack(grid, solid.Section);
        var truth = Stack(grid, z => solid.GrownSection(z, margins));
        var exact = StructureMeasures.Volume(truth);

        GrowthOptions options = new() { LatticeStep = Math.Min(0.5, Pixel / 2) };
        yield return Compare(solid.Name, "fields", MarginGrowth.Grow(source, margins, options), truth, exact);
        yield return Compare(solid.Name, "polygons", PolygonGrowth.Grow(source, margins), truth, exact);
        if (!Plastimatch.IsInstalled) yield break;

        MaskGrid mask = new(centre.X - 70 + (columnPhase * Pixel), centre.Y - 70 + (rowPhase * Pixel), 144, 144, Pixel);
        using Plastimatch peer = new();
        yield return Compare(solid.Name, "plastimatch", peer.Grow(source, margins, mask), truth, exact);
    }

    private static Structure Stack(PlaneGrid grid, Func<double, PlanarRegion?> section)
    {
        var regions = new PlanarRegion?[grid.Positions.Length];
        Parallel.For(0, regions.Length, i => regions[i] = section(grid.Positions[i]));
        return new(grid, [.. regions.OfType<PlanarRegion>()]);
    }

    private static Figure Compare(string shape, string method, Structure result, Structure truth, double exact)
    {
        var distance = SurfaceDistance.Between(result, truth);
        var volume = 100 * ((StructureMeasures.Volume(result) / exact) - 1);
        Console.Error.WriteLine($"{shape,-12} {method,-12} {volume,7:0.00} % mean {distance.Mean:0.000} 95 % {distance.Percentile95:0.000} shortfall {distance.Shortfall:0.000}");
        return new(shape, method, volume, distance);
    }

    private static void Print(double spacing, int phases, List<Figure> figures)
    {
        Console.WriteLine($"\n### {spacing} mm slices, {Pixel:0.00} mm pixels, {phases} phases\n");
        Console.WriteLine("Mean over shapes and phases; in brackets the worst.\n");
        Console.WriteLine("| method | volume % | |volume| % | mean mm | 95 % mm | shortfall mm |".Replace("|volume|", "abs. volume", StringComparison.Ordinal));
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var (name, heading) in Methods)
        {
            var of = figures.Where(f => f.Method == name).ToArray();
            if (of.Length == 0) continue;
            Console.WriteLine(
                $"| {heading} | {of.Average(f => f.Volume):+0.00;-0.00} | {of.Average(f => Math.Abs(f.Volume)):0.00} ({of.Max(f => Math.Abs(f.Volume)):0.00}) | "
                + $"{of.Average(f => f.Distance.Mean):0.000} ({of.Max(f => f.Distance.Mean):0.000}) | "
                + $"{of.Average(f => f.Distance.Percentile95):0.000} ({of.Max(f => f.Distance.Percentile95):0.000}) | "
                + $"{of.Average(f => f.Distance.Shortfall):0.000} ({of.Max(f => f.Distance.Shortfall):0.000}) |");
        }

        Console.WriteLine("\nEach shape, mean over phases: volume %, mean / 95 % / shortfall mm.\n");
        Console.WriteLine($"| shape | {string.Join(" | ", Methods.Select(m => m.Heading))} |\n|---|---|---|---|");
        foreach (var shape in figures.Select(f => f.Shape).Distinct(StringComparer.Ordinal))
        {
            var cells = Methods.Select(method =>
            {
                var of = figures.Where(f => f.Shape == shape && f.Method == method.Name).ToArray();
                return of.Length == 0
                    ? "not installed"
                    : $"{of.Average(f => f.Volume):+0.00;-0.00}, {of.Average(f => f.Distance.Mean):0.000} / {of.Average(f => f.Distance.Percentile95):0.000} / {of.Average(f => f.Distance.Shortfall):0.000}";
            });
            Console.WriteLine($"| {shape} | {string.Join(" | ", cells)} |");
        }
    }

    private sealed record Figure(string Shape, string Method, double Volume, SurfaceDistances Distance);
}
