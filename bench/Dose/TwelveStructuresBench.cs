using System.Diagnostics;
using System.Text.Json.Nodes;
using ContourFlow.Geometry.Dose;

namespace ContourFlow.Bench.Dose;

/// <summary>Dose and volume of all structures of a plan: time and memory, beside dicompyler-core in the same run.</summary>
internal static class TwelveStructuresBench
{
    private const int Rounds = 7;

    public static void Run()
    {
        TwelveStructures plan = new();
        // What making the case left behind is no part of the work.
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using WorkingSet memory = new();
        using var self = Process.GetCurrentProcess();
        List<(double Wall, double Processor, double Allocated)> rounds = [];
        var each = plan.Structures.Select(_ => new List<double>()).ToArray();
        var found = new StructureDose[plan.Structures.Length];
        long once = 0;
        for (var round = 0; round < Rounds + 3; round++)
        {
            self.Refresh();
            var (processor, allocated) = (self.TotalProcessorTime, GC.GetTotalAllocatedBytes(precise: true));
            var watch = Stopwatch.StartNew();
            for (var i = 0; i < plan.Structures.Length; i++)
            {
                var start = watch.Elapsed.TotalMilliseconds;
                found[i] = DoseVolumes.Of(plan.Structures[i].Structure, plan.Dose);
                if (round >= 3) each[i].Add(watch.Elapsed.TotalMilliseconds - start);
            }

            var wall = watch.Elapsed.TotalMilliseconds;
            self.Refresh();
            if (round >= 3) rounds.Add((wall, (self.TotalProcessorTime - processor).TotalMilliseconds, (GC.GetTotalAllocatedBytes(precise: true) - allocated) / 1e6));
            if (round == 0) once = memory.Highest;
        }

        double ours = Median(rounds.Select(r => r.Wall)), ofProcessor = Median(rounds.Select(r => r.Processor));
        Console.WriteLine("### Twelve structures on 1.25 mm slices, dose grid 2.5 mm\n");
        Console.WriteLine("| what | wall ms (median) | processor ms | allocated MB | peak working set MB: before, one plan, ten plans |\n|---|---|---|---|---|");
        Console.WriteLine($"| ContourFlow: nominal and both moved surfaces of all 12 | {ours:0} | {ofProcessor:0} | {Median(rounds.Select(r => r.Allocated)):0} | {memory.Before / 1e6:0}, {once / 1e6:0}, {memory.Highest / 1e6:0} |");
        var answers = Dicompyler.IsInstalled ? Peers(plan, ours, ofProcessor) : [];
        Console.WriteLine($"\n| structure | volume cm³ | wall ms | D2 % Gy | D0.03cc Gy |{string.Concat(answers.Select(a => $" dicompyler-core, {a.Name}: volume, D0.03cc |"))}\n|---|---|---|---|---|{string.Concat(answers.Select(_ => "---|"))}");
        for (var i = 0; i < found.Length; i++)
        {
            var nominal = found[i].Nominal;
            var others = answers.Select(a => a.Answer["results"]![i]!.AsObject()).Select(r => r["error"] is { } error
                ? $" {error} |"
                : $" {(double)r["volume"]!:0.00}, {(r["doses"]![7] is { } dose ? (double)dose / 100 : double.NaN):0.00} |");
            Console.WriteLine($"| {plan.Structures[i].Name} | {nominal.Volume / 1000:0.00} | {Median(each[i]):0} | {nominal.DoseToPercent(2):0.00} | {nominal.DoseToVolume(30):0.00} |{string.Concat(others)}");
        }

        Console.WriteLine();
    }

    private static List<(string Name, JsonObject Answer)> Peers(TwelveStructures plan, double wall, double processor)
    {
        var folder = Directory.CreateTempSubdirectory("contourflow-dose-").FullName;
        try
        {
            plan.Write(folder);
            List<(string, JsonObject)> answers = [];
            foreach (var (name, options) in Dicompyler.Settings(2.5).Take(3))
            {
                using Dicompyler peer = new();
                var answer = peer.Do(new() { ["case"] = folder, ["options"] = options });
                var milliseconds = 1000 * (double)answer["seconds"]!;
                Console.WriteLine($"| dicompyler-core, {name} (one thread) | {milliseconds:0} | {milliseconds:0} | | {(double)answer["peak"]!:0} |");
                Console.Error.WriteLine($"{name}: {milliseconds / wall:0.0} times our wall time, {milliseconds / processor:0.0} times our processor time");
                answers.Add((name, answer));
            }

            return answers;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    /// <summary>The working set of this process, looked at every few milliseconds.</summary>
    private sealed class WorkingSet : IDisposable
    {
        private readonly Process process = Process.GetCurrentProcess();
        private readonly Timer timer;

        public WorkingSet()
        {
            Before = Highest = process.WorkingSet64;
            timer = new(_ => Look(), null, 2, 2);
        }

        public long Before { get; }

        public long Highest { get; private set; }

        public void Dispose()
        {
            timer.Dispose();
            process.Dispose();
        }

        private void Look()
        {
            lock (process)
            {
                process.Refresh();
                Highest = Math.Max(Highest, process.WorkingSet64);
            }
        }
    }
}
