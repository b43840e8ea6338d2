using System.Diagnostics;
using ContourFlow.Bench.Peers;
using ContourFlow.Geometry.Booleans;
using ContourFlow.Geometry.Margins;
using ContourFlow.Geometry.Measures;
using ContourFlow.Geometry.Planes;
using ContourFlow.Geometry.Structures;
using ContourFlow.Phantom.Solids;

namespace ContourFlow.Bench.Speed;

/// <summary>
/// PTV, PTV_Eval and PRV of a 70 cc vertebra on a CT of 512×512×160, once contours are read; plastimatch's distance
/// maps of the same.
/// </summary>
internal static class SpeedBench
{
    private const double Pixel = 500.0 / 512;
    private const double Spacing = 1.25;
    private const int Repeats = 15;

    public static void Run()
    {
        PlaneGrid grid = new(new("1.2.3"), PlaneAxes.Axial, [.. Enumerable.Range(0, 160).Select(i => Math.Round(-100.3 + (i * Spacing), 2))]);
        var shape = Vertebra.Lumbar;
        var solid = shape.At(0, -15, 0);
        var size = Math.Cbrt(70_000 / StructureMeasures.Volume(Stack(grid, solid.Section)));
        shape = shape.Scaled(size);
        var ctv = Stack(grid, Drawn(shape.At(0, -15, 0).Section));
        var canalLevel = Tube(shape.CanalHalfWidth, shape.CanalHalfDepth, shape.CanalY - 15, 50);
        var canal = Stack(grid, Drawn(canalLevel.Section));
        var cord = Stack(grid, Drawn(Tube(4.6, 3.4, shape.CanalY - 15, 50).Section));
        Console.WriteLine($"\nCTV {StructureMeasures.Volume(ctv) / 1000:0.0} cc on {ctv.Regions.Length} planes, {ctv.Regions.Sum(r => r.Rings.Sum(q => q.Points.Length))} vertices; {Environment.ProcessorCount} processors.\n");

        GrowthOptions options = new() { LatticeStep = Math.Min(0.5, Pixel / 2) };
        var ours = Median(Repeats, () =>
        {
            var ptv = MarginGrowth.Grow(ctv, TruthShapes.Ptv, options);
            var eval = StructureBooleans.Difference(ptv, canal);
            var prv = MarginGrowth.Grow(cord, TruthShapes.Prv, options);
            GC.KeepAlive((eval, prv));
        });
        var second = Median(3, () => GC.KeepAlive(PolygonGrowth.Grow(ctv, TruthShapes.Ptv)));
        Console.WriteLine("| what | wall ms (median) | processor ms | allocated MB | peak MB of the process |\n|---|---|---|---|---|");
        Console.WriteLine($"| ContourFlow: PTV, PTV_Eval, PRV | {ours.Wall:0} | {ours.Processor:0} | {ours.Allocated:0} | {ours.Peak:0} |");
        Console.WriteLine($"| ContourFlow's second method: PTV | {second.Wall:0} | {second.Processor:0} | {second.Allocated:0} | {second.Peak:0} |");
        if (Plastimatch.IsInstalled) Peer(ctv, cord, ours);
    }

    private static void Peer(Structure ctv, Structure cord, Cost ours)
    {
        MaskGrid mask = new(-250, -250, 512, 512, Pixel);
        List<(double Map, double MapProcessor, double All)> runs = [];
        for (var i = 0; i < 3; i++)
        {
            double map = 0, processor = 0, all = 0;
            foreach (var (source, margins) in new[] { (ctv, TruthShapes.Ptv), (cord, TruthShapes.Prv) })
            {
                using Plastimatch peer = new();
                peer.Grow(source, margins, mask);
                map += peer.Steps["distance map"].Wall + peer.Steps["threshold"].Wall;
                processor += peer.Steps["distance map"].Processor + peer.Steps["threshold"].Processor;
                all += peer.Steps.Values.Sum(s => s.Wall);
            }

            runs.Add((map, processor, all));
        }

        var middle = runs.OrderBy(r => r.Map).ElementAt(1);
        Console.WriteLine($"| plastimatch: distance maps and thresholds of PTV and PRV | {middle.Map:0} | {middle.MapProcessor:0} | | |");
        Console.WriteLine($"| plastimatch: the same with masks and contours | {middle.All:0} | | | |");
        Console.WriteLine($"\nplastimatch's maps take {middle.Map / ours.Wall:0.0} times as long (processor time {middle.MapProcessor / ours.Processor:0.0} times), its whole route {middle.All / ours.Wall:0.0} times.\n");
    }

    private static Cost Median(int repeats, Action work)
    {
        for (var i = 0; i < 4; i++) work();
        List<(double Wall, double Processor, double Allocated)> runs = [];
        using var self = Process.GetCurrentProcess();
        for (var i = 0; i < repeats; i++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            self.Refresh();
            var processor = self.TotalProcessorTime;
            var watch = Stopwatch.StartNew();
            work();
            var wall = watch.Elapsed.TotalMilliseconds;
            self.Refresh();
            runs.Add((wall, (self.TotalProcessorTime - processor).TotalMilliseconds, (GC.GetTotalAllocatedBytes(precise: true) - before) / 1e6));
        }

        self.Refresh();
        return new(
            runs.Order().ElementAt(repeats / 2).Wall,
            runs.Select(r => r.Processor).Order().ElementAt(repeats / 2),
            runs.Select(r => r.Allocated).Order().ElementAt(repeats / 2),
            self.PeakWorkingSet64 / 1e6);
    }

    private static ImplicitSolid Tube(double a, double b, double y, double halfLength) => new(
        "tube",
        (px, py, _) => Math.Sqrt((px * px / (a * a)) + ((py - y) * (py - y) / (b * b))) - 1,
        -halfLength,
        halfLength,
        _ => new(-a - 2, y - b - 2, a + 2, y + b + 2));

    private static Func<double, PlanarRegion?> Drawn(Func<double, PlanarRegion?> section) => z =>
    {
        // As a person draws: points 0.7 mm apart, hundredths of a millimetre.
        if (section(z) is not { } region) return null;
        return CanonicalRegion.Of(z, region.Rings.Select(ring => new Ring(
        [
            .. Every(ring, 0.7).Select(p => new PlanePoint(Math.Round(p.X, 2), Math.Round(p.Y, 2))),
        ])));
    };

    private static IEnumerable<PlanePoint> Every(Ring ring, double distance)
    {
        var last = ring.Points[0];
        yield return last;
        foreach (var point in ring.Points)
        {
            if (Math.Sqrt(Math.Pow(point.X - last.X, 2) + Math.Pow(point.Y - last.Y, 2)) < distance) continue;
            last = point;
            yield return point;
        }
    }

    private static Structure Stack(PlaneGrid grid, Func<double, PlanarRegion?> section)
    {
        var regions = new PlanarRegion?[grid.Positions.Length];
        Parallel.For(0, regions.Length, i => regions[i] = section(grid.Positions[i]));
        return new(grid, [.. regions.OfType<PlanarRegion>()]);
    }

    private sealed record Cost(double Wall, double Processor, double Allocated, double Peak);
}
