using System.Diagnostics;
using System.Globalization;
using ContourFlow.Geometry.Patient;
using ContourFlow.Itk;

namespace ContourFlow.Bench.Registration;

/// <summary>48 CT-MR pairs with known poses: how exact, how fast, and how others do on some of them.</summary>
internal static class RegistrationBench
{
    /// <param name="peerCases">How many of the cases elastix and plastimatch get, each.</param>
    /// <param name="patients">How many patients, with an axial and a sagittal MR each.</param>
    public static void Run(int peerCases, int patients)
    {
        List<Figure> ours = [], elastix = [], plastimatch = [];
        var peak = 0L;
        for (var n = 0; n < patients; n++)
        {
            foreach (var @case in RegistrationCase.Of(n))
            {
                using Image ct = new(@case.Ct.Voxels, @case.Ct.Geometry), mr = new(@case.Mr.Voxels, @case.Mr.Geometry);
                var before = PeakMemory.Restart();
                var cpu = Environment.CpuUsage.TotalTime;
                var watch = Stopwatch.StartNew();
                using ImageRegistrationMethod method = new(ct, mr, new() { Centre = @case.Centre });
                var pose = method.Execute().FixedToMoving;
                ours.Add(Figure.Of(@case, pose, watch.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds));
                peak = Math.Max(peak, PeakMemory.Bytes() - before);
                Console.Error.WriteLine($"{@case.Name}: {ours[^1].Mean:0.000} mm, {ours[^1].Wall:0.00} s, {ours[^1].Cpu:0.00} s CPU");
                if (elastix.Count < peerCases && RegistrationPeers.HasElastix) elastix.Add(Peer(@case, RegistrationPeers.Elastix));
                if (plastimatch.Count < peerCases && RegistrationPeers.HasPlastimatch) plastimatch.Add(Peer(@case, RegistrationPeers.Plastimatch));
            }
        }

        Console.WriteLine("| | cases | median mm | 95 % mm | worst mm | over 2 mm | wall s, median | CPU s, median |\n|---|---|---|---|---|---|---|---|");
        Row("ContourFlow, all", ours);
        Row("axial MR, 1 mm", ours.Where(f => f.Case.IsAxial));
        Row("sagittal MR, 3.3 mm", ours.Where(f => !f.Case.IsAxial));
        if (elastix.Count > 0)
        {
            Row("elastix", elastix);
            Row("ContourFlow on these", ours.Take(elastix.Count));
        }

        if (plastimatch.Count > 0)
        {
            Row("plastimatch", plastimatch);
            Row("ContourFlow on these", ours.Take(plastimatch.Count));
        }

        Console.WriteLine($"\nMemory beyond the two images, at most: {peak >> 20} MB. {Environment.ProcessorCount} processors; load {File.ReadAllText("/proc/loadavg").Split(' ')[0]} at the end.");
        Console.WriteLine($"Cancelled in the midst of a search: ended after at most {CancellationTime():0} ms of ten.");
    }

    private static Figure Peer(RegistrationCase @case, Func<RegistrationCase, (RigidTransform Pose, double Wall, double Cpu)> run)
    {
        var (pose, wall, cpu) = run(@case);
        var figure = Figure.Of(@case, pose, wall, cpu);
        Console.Error.WriteLine($"  {run.Method.Name}: {figure.Mean:0.000} mm, {wall:0.0} s, {cpu:0.0} s CPU");
        return figure;
    }

    private static double CancellationTime()
    {
        var @case = RegistrationCase.Of(0).First();
        using Image ct = new(@case.Ct.Voxels, @case.Ct.Geometry), mr = new(@case.Mr.Voxels, @case.Mr.Geometry);
        using ImageRegistrationMethod method = new(ct, mr, new() { Centre = @case.Centre });
        var longest = 0.0;
        for (var i = 0; i < 10; i++)
        {
            using CancellationTokenSource source = new();
            var running = Task.Run(() => method.Execute(c: source.Token));
            Thread.Sleep(30 + (80 * i));
            var watch = Stopwatch.StartNew();
            source.Cancel();
            try
            {
                running.Wait();
            }
            catch (AggregateException e) when (e.InnerException is OperationCanceledException)
            {
                longest = Math.Max(longest, watch.Elapsed.TotalMilliseconds);
            }
        }

        return longest;
    }

    private static void Row(string name, IEnumerable<Figure> of)
    {
        Figure[] figures = [.. of];
        if (figures.Length == 0) return;
        double[] errors = [.. figures.Select(f => f.Mean).Order()];
        static double Part(double[] sorted, double part) => sorted[(int)Math.Round(part * (sorted.Length - 1))];
        double Median(Func<Figure, double> of) => Part([.. figures.Select(of).Order()], 0.5);
        string[] cells =
        [
            name, $"{figures.Length}", $"{Part(errors, 0.5):0.00}", $"{Part(errors, 0.95):0.00}", $"{errors[^1]:0.00}", $"{errors.Count(e => e > 2)}",
            $"{Median(f => f.Wall):0.0}", $"{Median(f => f.Cpu):0.0}",
        ];
        Console.WriteLine($"| {string.Join(" | ", cells)} |");
    }

    private sealed record Figure(RegistrationCase Case, double Mean, double Largest, double Wall, double Cpu)
    {
        public static Figure Of(RegistrationCase @case, RigidTransform pose, double wall, double cpu)
        {
            var (mean, largest) = @case.ErrorOf(pose);
            return new(@case, mean, largest, wall, cpu);
        }
    }

    /// <summary>The largest resident memory since it was last asked to begin anew (Linux, proc(5)).</summary>
    private static class PeakMemory
    {
        public static long Restart()
        {
            File.WriteAllText("/proc/self/clear_refs", "5");
            return Bytes();
        }

        public static long Bytes() => 1024 * long.Parse(
            File.ReadLines("/proc/self/status").Single(l => l.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture);
    }
}
