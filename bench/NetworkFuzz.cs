using System.Diagnostics;

namespace ContourFlow.Bench;

/// <summary>Damages associations and runs them through the network's parsers and services: for long, where the tests take seconds.</summary>
internal static class NetworkFuzz
{
    /// <summary>Runs; false when an input broke a bound. Those are kept, under a name that says the seed.</summary>
    public static bool Run(int inputs, int seed)
    {
        var mutator = new NetworkMutator(seed);
        var ends = new int[2];
        var faults = 0;
        long most = 0;
        long largestHeap = 0;
        var slowest = 0.0;
        var watch = Stopwatch.StartNew();
        for (var number = 0; number < inputs; number++)
        {
            var input = mutator.Next();
            var start = watch.Elapsed;
            try
            {
                ends[NetworkExercise.Run(input, out var allocated) ? 1 : 0]++;
                most = Math.Max(most, allocated);
            }
            catch (InvalidOperationException fault)
            {
                faults++;
                var kept = Path.Combine(Path.GetTempPath(), $"contourflow-fuzz-network-{seed}-{number}.{input.Part}");
                File.WriteAllBytes(kept, input.Bytes);
                Console.WriteLine($"input {number}: {fault.Message} {fault.InnerException}");
                Console.WriteLine($"kept as {kept}");
            }

            slowest = Math.Max(slowest, (watch.Elapsed - start).TotalMilliseconds);
            largestHeap = Math.Max(largestHeap, GC.GetTotalMemory(forceFullCollection: false));
            if (number % 20_000 == 19_999) Console.Error.WriteLine($"{number + 1} inputs in {watch.Elapsed.TotalSeconds:0} s, {faults} faults");
        }

        Console.WriteLine($"{inputs} inputs: {ends[0]} refused, {ends[1]} taken to their end, {faults} faults; {watch.Elapsed.TotalSeconds:0} s, slowest {slowest:0} ms, most allocated for one {most >> 10} KiB, largest heap {largestHeap >> 20} MiB, peak working set {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB");
        return faults == 0;
    }
}
