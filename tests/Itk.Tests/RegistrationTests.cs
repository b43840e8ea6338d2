using ContourFlow.Geometry.Patient;

namespace ContourFlow.Itk.Tests;

public sealed class RegistrationTests
{
    // The two images are drawn from one function of space: the pose is known exactly. A tenth of a voxel is 0.16 mm.
    [ItkFact]
    public void Known_pose_is_found_from_where_the_coordinates_are()
    {
        var truth = SyntheticPair.Pose(6, 14);
        using var method = Method(truth);

        var result = method.Execute(c: TestContext.Current.CancellationToken);

        SyntheticPair.Distance(result.FixedToMoving, truth).Should().BeLessThan(0.25);
        (result.FixedToMoving.From, result.FixedToMoving.To).Should().Be((SyntheticPair.Ct, SyntheticPair.Mr));
        result.MetricValue.Should().BeNegative();
        result.Overlap.Should().BeGreaterThan(0.9);
        result.Iterations.Should().BePositive();
    }

    [ItkFact]
    public void Left_handed_moving_image_gives_the_same_pose_as_a_right_handed_one()
    {
        var truth = SyntheticPair.Pose(-4, 8);
        using var method = Method(truth, isLeftHanded: true);
        SyntheticPair.Distance(method.Execute(c: TestContext.Current.CancellationToken).FixedToMoving, truth).Should().BeLessThan(0.25);
    }

    [ItkFact]
    public void Initial_pose_far_away_is_where_the_search_begins()
    {
        // 60 mm off: the grid about identity reaches 12.
        var truth = SyntheticPair.Pose(3, 60);
        var near = SyntheticPair.Pose(0, 55);
        using var method = Method(truth);
        SyntheticPair.Distance(method.Execute([SyntheticPair.Same, near], c: TestContext.Current.CancellationToken).FixedToMoving, truth).Should().BeLessThan(0.25);
    }

    [ItkFact]
    public void Result_is_the_same_to_the_bit_at_one_and_two_threads_and_again()
    {
        var truth = SyntheticPair.Pose(5, 9);
        var results = new[] { 1, 2, 2, 3 }.Select(threads =>
        {
            using var method = Method(truth, threads: threads);
            var found = method.Execute(c: TestContext.Current.CancellationToken);
            var restarted = method.Restart([SyntheticPair.Pose(3, 7), SyntheticPair.Pose(7, 11)], TestContext.Current.CancellationToken);
            return string.Join(';', restarted.Prepend(found).Select(Bits));
        }).ToArray();
        results.Distinct(StringComparer.Ordinal).Should().ContainSingle();
    }

    [ItkFact]
    public void Restart_from_a_nearby_pose_comes_back_to_the_optimum()
    {
        var truth = SyntheticPair.Pose(5, 9);
        using var method = Method(truth);
        var best = method.Execute(c: TestContext.Current.CancellationToken);
        var again = method.Restart([SyntheticPair.Pose(3, 7), SyntheticPair.Pose(7, 12)], TestContext.Current.CancellationToken);
        again.Should().AllSatisfy(r => SyntheticPair.Distance(r.FixedToMoving, best.FixedToMoving).Should().BeLessThan(0.4));
        again.Should().AllSatisfy(r => r.MetricValue.Should().BeApproximately(best.MetricValue, 0.01));
    }

    [ItkFact]
    public void Pose_without_overlap_has_metric_and_overlap_zero()
    {
        var truth = SyntheticPair.Pose(0, 0);
        using var method = Method(truth);
        var away = SyntheticPair.Pose(0, 500);

        method.MetricEvaluate([away, truth], TestContext.Current.CancellationToken)[0].Should().Be(new MetricEvaluation(0, 0));
        var restarted = method.Restart([away, truth], TestContext.Current.CancellationToken);
        (restarted[0].MetricValue, restarted[0].Overlap).Should().Be((0, 0));
        SyntheticPair.Distance(restarted[0].FixedToMoving, away).Should().BeLessThan(1e-9);
        restarted[1].Overlap.Should().BeGreaterThan(0.9);
    }

    [ItkFact]
    public void Metric_is_least_at_the_true_pose_and_is_the_results_own()
    {
        var truth = SyntheticPair.Pose(2, 3);
        using var method = Method(truth);
        var found = method.Execute(c: TestContext.Current.CancellationToken);
        PatientVector off = new(1.5, 0, 0);
        RigidTransform moved = new(truth.From, truth.To, truth.RowX, truth.RowY, truth.RowZ, truth.Translation + off);

        var metrics = method.MetricEvaluate([found.FixedToMoving, truth, moved], TestContext.Current.CancellationToken);

        metrics[0].MetricValue.Should().BeApproximately(found.MetricValue, 1e-9);
        metrics[1].MetricValue.Should().BeLessThan(metrics[2].MetricValue);
    }

    [ItkFact]
    public void Progress_names_every_level_and_ends_with_the_last()
    {
        using var method = Method(SyntheticPair.Pose(2, 3));
        Heard heard = new();
        method.Execute(progress: heard, c: TestContext.Current.CancellationToken);
        heard.All.Select(p => p.Level).Distinct().Should().Equal(1, 2, 3);
        heard.All.Should().OnlyContain(p => p.LevelCount == 3 && p.Done >= 1 && p.Done <= p.Total);
        heard.All[^1].Should().Be(new RegistrationProgress(3, 3, 1, 1));
    }

    [ItkFact]
    public void Exception_of_a_progress_listener_ends_the_registration_and_comes_out()
    {
        using var method = Method(SyntheticPair.Pose(2, 3));
        var act = () => method.Execute(progress: new Failing());
        act.Should().Throw<InvalidOperationException>().WithMessage("from the listener");
    }

    [ItkFact]
    public void Cancelled_registration_ends_before_its_work_is_done()
    {
        // Levels that would take minutes: 100,000 samples and steps that never get short.
        using var method = Method(SyntheticPair.Pose(2, 3), settings: SyntheticPair.Settings() with
        {
            Levels = [new(1.6, 100_000, 1, 1e-12, Iterations: 1_000_000)],
        });
        using CancellationTokenSource source = new(TimeSpan.FromMilliseconds(300));
        var act = () => method.Execute(c: source.Token);
        act.Should().Throw<OperationCanceledException>().Which.CancellationToken.Should().Be(source.Token);
        method.Restart([SyntheticPair.Pose(2, 3)], TestContext.Current.CancellationToken).Should().ContainSingle("the pair can still be asked");
    }

    [ItkFact]
    public void Two_hundred_registrations_leave_the_memory_as_it_was()
    {
        var settings = SyntheticPair.Settings() with
        {
            StartReach = default,
            Levels = [new(6, 500, 2, 0.5, Iterations: 10)],
            RestartLevels = [new(6, 500, 2, 0.5, Iterations: 10)],
        };
        var (geometry, voxels) = SyntheticPair.MrUnder(SyntheticPair.Pose(2, 3));
        void Register(int times)
        {
            for (var i = 0; i < times; i++)
            {
                using Image ct = new(SyntheticPair.CtVoxels, SyntheticPair.CtGeometry), mr = new(voxels, geometry);
                using ImageRegistrationMethod method = new(ct, mr, settings);
                method.Execute();
            }
        }

        Register(20);
        var before = ResidentBytes();
        Register(200);

        // A pair of these images is 0.3 MB at this level, its metrics as much: 200 that stayed would be over 60 MB.
        (ResidentBytes() - before).Should().BeLessThan(30 << 20);
    }

    private static long ResidentBytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var line = File.ReadLines("/proc/self/status").Single(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
    }

    private static string Bits(RegistrationResult r)
    {
        double[] numbers =
        [
            r.FixedToMoving.RowX.X, r.FixedToMoving.RowX.Y, r.FixedToMoving.RowX.Z, r.FixedToMoving.RowY.X, r.FixedToMoving.RowY.Y,
            r.FixedToMoving.Translation.X, r.FixedToMoving.Translation.Y, r.FixedToMoving.Translation.Z, r.MetricValue, r.Overlap,
        ];
        return string.Join(',', numbers.Select(n => BitConverter.DoubleToInt64Bits(n).ToString("X16")));
    }

    private static ImageRegistrationMethod Method(RigidTransform pose, bool isLeftHanded = false, int threads = 2, RegistrationSettings? settings = null)
    {
        var (geometry, voxels) = SyntheticPair.MrUnder(pose, isLeftHanded);
        using Image ct = new(SyntheticPair.CtVoxels, SyntheticPair.CtGeometry), mr = new(voxels, geometry);
        return new(ct, mr, settings ?? SyntheticPair.Settings(threads));
    }

    private sealed class Heard : IProgress<RegistrationProgress>
    {
        // The library never calls from two threads at once.
        public List<RegistrationProgress> All { get; } = [];

        public void Report(RegistrationProgress value) => All.Add(value);
    }

    private sealed class Failing : IProgress<RegistrationProgress>
    {
        public void Report(RegistrationProgress value) => throw new InvalidOperationException("from the listener");
    }
}
