using System.Diagnostics;
using ContourFlow.Bench.Peers;
using ContourFlow.Contouring;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Phantom.Anatomy;
using ContourFlow.Phantom.Patients;

namespace ContourFlow.Bench.Speed;

/// <summary>A whole lumbar case: made, read, processed, and the program from its start to the page.</summary>
internal static class CaseBench
{
    public static void Run()
    {
        var folder = Directory.CreateTempSubdirectory("contourflow-bench-").FullName;
        try
        {
            var watch = Stopwatch.StartNew();
            PhantomPatient.Write(Path.Combine(folder, "case"), 1, SpineSite.Lumbar);
            Console.WriteLine("| a whole lumbar phantom case | wall ms |\n|---|---|");
            Console.WriteLine($"| making it (CT 152 slices, two MRs) | {watch.ElapsedMilliseconds} |");
            var protocol = ProtocolLoader.Load(Path.Combine(Root(), "protocols", "spine-sbrt-sib.yaml"));
            for (var i = 0; i < 2; i++)
            {
                watch.Restart();
                var read = CaseReader.Read(Path.Combine(folder, "case"));
                var reading = watch.ElapsedMilliseconds;
                watch.Restart();
                var result = CaseProcessor.Process(read, protocol, new());
                Console.WriteLine($"| {(i == 0 ? "first" : "second")} time in this process: reading | {reading} |");
                Console.WriteLine($"| deriving, writing, checking ({result.Checks.Length} checks) | {watch.ElapsedMilliseconds} |");
            }

            var program = Path.Combine(Root(), "src", "Worker", "bin", "Release", "net10.0", "contourflow.dll");
            if (!File.Exists(program)) return;
            var runs = Enumerable.Range(0, 3).Select(i => TimedProcess.Run(
                "dotnet", program, "process", Path.Combine(folder, "case"), "--out", Path.Combine(folder, $"out{i}"))).ToArray();
            var middle = runs.OrderBy(r => r.Wall).ElementAt(1);
            Console.WriteLine($"| `contourflow process`, start to report.html (processor {middle.Processor:0} ms) | {middle.Wall:0} |");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "ContourFlow.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Run the benchmarks from a checkout.");
        return folder;
    }
}
