using System.Diagnostics;
using ContourFlow.Phantom.Anatomy;
using ContourFlow.Phantom.Patients;

namespace ContourFlow.Bench;

/// <summary>Damages the files of a phantom, and of CONTOURFLOW_TEST_DATA where it is set, and reads them: for hours, where the tests take seconds.</summary>
internal static class Fuzz
{
    /// <summary>Runs; false when an input broke a bound. Those are kept, under a name that says the seed.</summary>
    public static bool Run(int inputs, int seed)
    {
        var folder = Directory.CreateTempSubdirectory("contourflow-fuzz-").FullName;
        try
        {
            PhantomPatient.Write(folder, 1, SpineSite.Lumbar);
            var files = Smallest(folder, 3).ToList();
            if (Environment.GetEnvironmentVariable("CONTOURFLOW_TEST_DATA") is { Length: > 0 } data)
                files.AddRange(Smallest(Path.Combine(data, "odd"), int.MaxValue));
            Console.Error.WriteLine($"{files.Count} files, {inputs} inputs, seed {seed}");
            FileMutator mutator = new(files.Select(File.ReadAllBytes), seed);
            var ends = new int[3];
            var faults = 0;
            var watch = Stopwatch.StartNew();
            var slowest = 0.0;
            for (var input = 0; input < inputs; input++)
            {
                var bytes = mutator.Next();
                var start = watch.Elapsed;
                try
                {
                    ends[(int)FileExercise.Run(bytes)]++;
                }
                catch (InvalidOperationException fault)
                {
                    faults++;
                    var kept = Path.Combine(Path.GetTempPath(), $"contourflow-fuzz-{seed}-{input}.dcm");
                    File.WriteAllBytes(kept, bytes);
                    Console.WriteLine($"input {input}: {fault.Message} {fault.InnerException}");
                    Console.WriteLine($"kept as {kept}");
                }

                slowest = Math.Max(slowest, (watch.Elapsed - start).TotalMilliseconds);
                if (input % 20_000 == 19_999) Console.Error.WriteLine($"{input + 1} inputs in {watch.Elapsed.TotalSeconds:0} s, {faults} faults");
            }

            Console.WriteLine($"{inputs} inputs: {ends[0]} refused, {ends[1]} read but not written, {ends[2]} written and read again, {faults} faults; {watch.Elapsed.TotalSeconds:0} s, slowest {slowest:0} ms");
            return faults == 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // A few files of each folder; large ones are mostly pixels.
    private static IEnumerable<string> Smallest(string folder, int most) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(f => new FileInfo(f).Length is > 8 and < 1_000_000)
            .Where(f => most < int.MaxValue || Path.GetExtension(f) is not (".txt" or ".md" or ".json" or ".gz" or ".zst"))
            .Order(StringComparer.Ordinal)
            .GroupBy(f => most < int.MaxValue ? Path.GetDirectoryName(f) : f, StringComparer.Ordinal)
            .SelectMany(g => g.Take(most));
}
