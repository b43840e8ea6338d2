using ContourFlow.Geometry.Patient;
using ContourFlow.Itk;

namespace ContourFlow.Bench.Registration;

/// <summary>
/// The wrong vertebra: an MR that shows about three of them, and a start that lies one too high or too low. How many end
/// where they should, and what the runner-up says of those that do not.
/// </summary>
internal static class TrapBench
{
    private const int Patients = 21;

    public static void Run()
    {
        List<Ending> endings = [];
        for (var n = 0; n < Patients; n++)
        {
            foreach (var whole in RegistrationCase.Of(n).Where(c => c.Pitch > 0))
            {
                var @case = whole.WithThreeVertebrae();
                using Image ct = new(@case.Ct.Voxels, @case.Ct.Geometry), mr = new(@case.Mr.Voxels, @case.Mr.Geometry);
                using ImageRegistrationMethod method = new(ct, mr, new() { Centre = @case.Centre });
                foreach (var direction in new[] { -1, 1 })
                {
                    // Turned as the coordinates say, and moved to the neighbour.
                    var there = @case.Truth.Apply(@case.Target) - @case.Target;
                    RigidTransform start = new(
                        @case.Truth.From, @case.Truth.To, new(1, 0, 0), new(0, 1, 0), new(0, 0, 1), there + new PatientVector(0, 0, direction * @case.Pitch));
                    var result = method.Execute([start]);
                    var error = @case.ErrorOf(result.FixedToMoving).Mean;
                    endings.Add(new(error, Math.Abs(error - @case.Pitch) < 8, result.RunnerUp is { } second ? second.MetricValue / result.MetricValue : null));
                    Console.Error.WriteLine($"{@case.Name} {(direction < 0 ? "low" : "high")}: {error:0.00} mm, runner-up ratio {endings[^1].Ratio:0.000} at {result.RunnerUp?.DistanceMillimetres:0} mm");
                }
            }
        }

        Console.WriteLine("| ended | cases | runner-up ratio, lowest | median | highest | without runner-up |\n|---|---|---|---|---|---|");
        Row("within 2 mm", endings.Where(e => e.Error <= 2));
        Row("on the neighbour", endings.Where(e => e.Error > 2 && e.IsNeighbour));
        Row("elsewhere", endings.Where(e => e.Error > 2 && !e.IsNeighbour));
    }

    private static void Row(string name, IEnumerable<Ending> of)
    {
        Ending[] endings = [.. of];
        double[] ratios = [.. endings.Select(e => e.Ratio).OfType<double>().Order()];
        var text = ratios.Length == 0 ? "| | |" : $"| {ratios[0]:0.00} | {ratios[ratios.Length / 2]:0.00} | {ratios[^1]:0.00}";
        Console.WriteLine($"| {name} | {endings.Length} {text} | {endings.Count(e => e.Ratio is null)} |");
    }

    private sealed record Ending(double Error, bool IsNeighbour, double? Ratio);
}
