using System.Diagnostics;
using ContourFlow.Contouring;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Fusion;
using ContourFlow.Contouring.RtObjects;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Bench.Registration;

/// <summary>
/// The wrong vertebra, through the whole fusion with the trial's protocol: coordinates or a stated pose that lie one vertebra
/// too high or too low, on MRs that show all they have, three vertebrae, or three of which the target is the last. What
/// counts is that no wrong pose is accepted; then how often a right one is refused, and by which criterion.
/// </summary>
internal static class TrapBench
{
    private const double Right = 2;

    private static readonly PatientVector Superior = new(0, 0, 1);

    /// <param name="patients">Phantom patients with right coordinates; each has an axial and a sagittal MR.</param>
    /// <param name="trapped">How many of them go through the traps too.</param>
    public static void Run(int patients, int trapped)
    {
        List<Ending> endings = [];
        for (var n = 0; n < patients; n++)
        {
            var patient = FusionPatient.Of(n);
            foreach (var mr in patient.Case.MrSeries)
            {
                foreach (var trap in n < trapped ? Traps(patient, mr) : [new("right coordinates, whole MR", mr, patient.TruePose(mr))])
                {
                    endings.Add(EndingOf(patient, trap));
                    var (_, _, error, refusal, seconds) = endings[^1];
                    Console.Error.WriteLine($"{patient.Name} {PlaneOf(mr)}, {trap.Kind}: {(refusal is null ? "accepted" : refusal)}, {error:0.00} mm, {seconds:0.0} s");
                }
            }
        }

        Console.WriteLine("| kind | cases | accepted, right | refused | ACCEPTED, WRONG | wall s, median | refused by |\n|---|---|---|---|---|---|---|");
        foreach (var kind in endings.GroupBy(ending => ending.Kind, StringComparer.Ordinal)) Row(kind.Key, [.. kind]);
        Row("all traps", [.. endings.Where(ending => ending.IsTrap)]);
        Row("all", endings);
    }

    private static IEnumerable<Trap> Traps(FusionPatient patient, MrSeries mr)
    {
        var truth = patient.TruePose(mr);
        var height = patient.VertebraHeight;
        MrSeries Three(double from) => mr.Between(Z(from - (1.5 * height)), Z(from + (1.5 * height)));
        double Z(double superior) => truth.Inverse().Apply(patient.Target + (Superior * superior)).Z;

        var three = Three(0);
        yield return new("right coordinates, whole MR", mr, truth);
        yield return new("right coordinates, three vertebrae", three, truth);
        foreach (var off in new[] { -height, height })
        {
            // So that the same coordinates put the neighbour where the target is.
            var by = patient.Target - truth.Inverse().Apply(patient.Target + (Superior * off));
            RigidTransform moved = new(truth.From, truth.From, new(1, 0, 0), new(0, 1, 0), new(0, 0, 1), by * -1);
            yield return new("coordinates one vertebra off, whole MR", mr.Moved(by), moved.Then(truth), IsTrap: true);
            yield return new("coordinates one vertebra off, three vertebrae", three.Moved(by), moved.Then(truth), IsTrap: true);
            yield return new("coordinates one vertebra off, the target is the last of three", Three(off).Moved(by), moved.Then(truth), IsTrap: true);
            RigidTransform shift = new(truth.To, truth.To, new(1, 0, 0), new(0, 1, 0), new(0, 0, 1), Superior * off);
            yield return new("stated pose one vertebra off, whole MR", mr, truth, truth.Then(shift), IsTrap: true);
            yield return new("stated pose one vertebra off, three vertebrae", three, truth, truth.Then(shift), IsTrap: true);
        }
    }

    private static Ending EndingOf(FusionPatient patient, Trap trap)
    {
        var planningCase = patient.Case with
        {
            MrSeries = [trap.Mr],
            SpatialRegistrations = trap.Stated is { } stated ? [new SpatialRegistration("2.25.1", stated.To, [stated], "20260101", [])] : [],
        };
        var watch = Stopwatch.StartNew();
        var fusion = CaseFusion.Fuse(planningCase, FusionPatient.Protocol, new ProcessOptions()).Single();
        var refusal = fusion.IsAccepted ? null : fusion.Criteria.FirstOrDefault(one => one.Severity == Severity.Failure)?.Id ?? fusion.RefusalCode;
        var error = fusion.Pose is { } pose ? patient.ErrorOf(pose.MrToCt, trap.Truth) : double.NaN;
        if (fusion.IsAccepted != (error <= Right))
            foreach (var one in fusion.Criteria) Console.Error.WriteLine($"    {one.Severity} {one.Id}: {one.Figure}. {one.Sentence}");
        return new(trap.Kind, trap.IsTrap, error, refusal, watch.Elapsed.TotalSeconds);
    }

    private static void Row(string name, IReadOnlyCollection<Ending> endings)
    {
        if (endings.Count == 0) return;
        var refused = endings.Where(ending => ending.Refusal is not null).GroupBy(ending => ending.Refusal!, StringComparer.Ordinal).OrderByDescending(by => by.Count());
        string[] cells =
        [
            name,
            $"{endings.Count}",
            $"{endings.Count(ending => ending.Refusal is null && ending.Error <= Right)}",
            $"{endings.Count(ending => ending.Refusal is not null)}",
            $"{endings.Count(ending => ending.Refusal is null && !(ending.Error <= Right))}",
            $"{endings.Select(ending => ending.Seconds).Order().ElementAt(endings.Count / 2):0.0}",
            string.Join(", ", refused.Select(by => $"{by.Key} {by.Count()} ({by.Count(ending => ending.Error <= Right)} right)")),
        ];
        Console.WriteLine($"| {string.Join(" | ", cells)} |");
    }

    private static string PlaneOf(MrSeries mr) => Math.Abs(mr.Grid.Axes.Normal.Z) > 0.5 ? "axial" : "sagittal";

    private sealed record Trap(string Kind, MrSeries Mr, RigidTransform Truth, RigidTransform? Stated = null, bool IsTrap = false);

    private sealed record Ending(string Kind, bool IsTrap, double Error, string? Refusal, double Seconds);
}
