using ContourFlow.Bench.Capacity;
using ContourFlow.Bench.Scaling;

namespace ContourFlow.Bench.Tests.Scaling;

public sealed class ServiceSimulationTests
{
    private const double Mean = 9;

    // Queues remember long: the mean of so many waits still has a standard error of about a percent at these utilisations (Whitt's formula for M/M/1 at
    // 0.7 gives 1.6 %; it falls with more servers). Four of these.
    private const int Cases = 400_000;
    private const double Tolerance = 0.065;

    [Fact]
    public void One_worker_with_times_without_memory_waits_as_M_M_1_does()
    {
        // W = rho / (mu - lambda), and the part that does not wait is 1 - rho.
        const double Rho = 0.7;
        double[] waits = Waits(1, Rho, CaseDurations.Exponential(Mean), out SimulatedRun run);
        waits.Average().Should().BeApproximately(Rho * Mean / (1 - Rho), Tolerance * Rho * Mean / (1 - Rho));
        waits.Count(wait => wait < 1e-9).Should().BeCloseTo((int)((1 - Rho) * Cases), (uint)(0.02 * Cases));

        // Little: the mean that waits is the mean wait times the rate.
        run.MeanBacklog.Should().BeApproximately(Rho * Rho / (1 - Rho), Tolerance * Rho * Rho / (1 - Rho));
    }

    [Theory]
    [InlineData(0.0)] // times that are all the same: half of M/M/1's wait
    [InlineData(4.5)]
    public void One_worker_waits_as_Pollaczek_and_Khinchine_say(double deviation)
    {
        const double Rho = 0.7;
        double expected = Rho * Mean / (1 - Rho) * (1 + (deviation * deviation / (Mean * Mean))) / 2;
        Waits(1, Rho, CaseDurations.LogNormal(Mean, deviation), out _).Average().Should().BeApproximately(expected, Tolerance * expected);
    }

    [Theory]
    [InlineData(2, 0.75)]
    [InlineData(6, 0.83)]
    public void Several_workers_wait_as_Erlangs_C_says(int workers, double utilisation)
    {
        // The formula of docs/capacity.md, which is exact here.
        var formula = new Queueing(utilisation * workers / Mean, Mean, Variation: 1, workers);
        double[] waits = Waits(workers, utilisation, CaseDurations.Exponential(Mean), out _);
        waits.Average().Should().BeApproximately(formula.MeanWait, Tolerance * formula.MeanWait);
        (waits.Count(wait => wait > 1e-9) / (double)Cases).Should().BeApproximately(formula.WaitProbability, 0.02);
        SimulatedRun.Quantile(waits, 0.95).Should().BeApproximately(formula.WaitOf(0.95), Tolerance * formula.WaitOf(0.95));
    }

    [Fact]
    public void Same_seed_gives_the_same_run_and_another_one_another()
    {
        SimulatedRun one = Day(3), same = Day(3), other = Day(4);
        same.Ended.Should().Equal(one.Ended);
        same.ReplicaHours.Should().Be(one.ReplicaHours);
        other.Ended.Should().NotEqual(one.Ended);

        static SimulatedRun Day(int seed) => ServiceSimulation.Scaled(
            new Workload { Arrivals = CaseArrivals.Of(2_000, CaseArrivals.Day, new Random(seed)), Duration = CaseDurations.LogNormal(Mean, 4.5), StartUp = 30, KillEvery = 600, Claim = 20, MayFinish = 5 },
            new ScaledObject { MinReplicaCount = 1, MaxReplicaCount = 8, Value = 2 },
            24 * 3600,
            seed);
    }

    [Fact]
    public void Twenty_cases_at_once_with_two_for_each_worker_are_scaled_for_by_the_rules()
    {
        // At most 15 s until the autoscaler looks at a length of at most 5 s ago; then four more (default policy), and every case takes 100 s.
        var scaled = new ScaledObject { MinReplicaCount = 1, MaxReplicaCount = 8, Value = 2 };
        var work = new Workload { Arrivals = [.. Enumerable.Repeat(1000.0, 20)], Duration = _ => 100, StartUp = 30 };
        SimulatedRun run = ServiceSimulation.Scaled(work, scaled, 0, 1);

        // 1 + 4 after the first look, 8 after the second: 20 cases on 8 workers are done in three rounds.
        run.PeakReplicas.Should().Be(8);
        run.LongestBacklog.Should().Be(19);
        run.Latency(1).Should().BeInRange(300, 300 + 5 + 15 + 15 + 30);
        run.Latencies[0].Should().Be(100);
    }

    [Fact]
    public void Workers_that_are_not_needed_go_one_by_one_and_finish_what_they_are_at()
    {
        // A long case each for eight; after that one short case at a time.
        var scaled = new ScaledObject { MinReplicaCount = 1, MaxReplicaCount = 8, Value = 1, ScaleDown = new ScalingRules(60, PolicyChoice.Max, [new(false, 1, 60)]) };
        double[] arrivals = [.. Enumerable.Repeat(0.0, 8), .. Enumerable.Range(1, 100).Select(i => 600.0 + (i * 30))];
        var work = new Workload { Arrivals = arrivals, Duration = _ => 20, StartUp = 10, MayFinish = 72 };
        SimulatedRun run = ServiceSimulation.Scaled(work, scaled, 4200, 1);

        run.HandedBack.Should().Be(0);
        run.PeakReplicas.Should().Be(8);

        // About 8 workers until some 100 s, then one less each minute (at a look, every 60 or 75 s), then one to two.
        run.ReplicaHours.Should().BeInRange(4200 / 3600.0, (4200 + (8 * 150) + (28 * 75) + 4200) / 3600.0);
    }

    [Fact]
    public void Worker_that_may_not_finish_hands_its_case_back_and_it_is_done_by_another()
    {
        var scaled = new ScaledObject { MinReplicaCount = 1, MaxReplicaCount = 4, Value = 1, ScaleDown = new ScalingRules(0, PolicyChoice.Max, [new(false, 4, 15)]) };

        // Four at once. The newest worker has the long one and is asked to stop once two of the others are idle; one of these takes it, and is the newest
        // when the case of 120 s has ended; the oldest one does it.
        int begun = 0;
        double[] durations = [120, 60, 60, 400, 400, 400];
        var work = new Workload { Arrivals = [0, 0, 0, 0], Duration = _ => durations[begun++], StartUp = 1, MayFinish = 30 };
        SimulatedRun run = ServiceSimulation.Scaled(work, scaled, 0, 2);

        run.HandedBack.Should().Be(2);
        run.Latency(1).Should().BeGreaterThan(400 + 120 + 30);
        begun.Should().Be(6);
    }

    [Fact]
    public void Killed_workers_cases_come_again_after_their_claim_and_each_is_done()
    {
        var work = new Workload { Arrivals = CaseArrivals.Poisson(500, 0.1, new Random(1)), Duration = CaseDurations.LogNormal(Mean, 4.5), StartUp = 30, Claim = 20, KillEvery = 120 };
        SimulatedRun run = ServiceSimulation.Fixed(work, 3, 1);
        run.Killed.Should().BeGreaterThan(5);
        run.Latencies.Should().OnlyContain(latency => latency > 0);
        run.Latency(1).Should().BeGreaterThan(20);
    }

    [Fact]
    public void Metric_that_is_away_brings_the_fallbacks_workers()
    {
        var scaled = new ScaledObject { MinReplicaCount = 1, MaxReplicaCount = 8, Value = 2, Fallback = new Fallback(3, 5) };
        var work = new Workload { Arrivals = [10_000], Duration = _ => 1, MetricAway = (1000, 5000) };
        ServiceSimulation.Scaled(work, scaled, 0, 1).PeakReplicas.Should().Be(5);
        ServiceSimulation.Scaled(work with { MetricAway = null }, scaled, 0, 1).PeakReplicas.Should().Be(1);
    }

    [Fact]
    public void Queue_lengths_are_those_of_the_cases_that_are_there()
    {
        // One from 0 to 4, one from 1 to 3, one from 6 to 8: 4 + 2 + 2 in 8 seconds, two at a time.
        QueueLength.Of([0, 1, 6], [4, 3, 8]).Should().Be(new QueueLength(1, 2));
    }

    [Fact]
    public void Hours_of_a_day_get_the_parts_that_they_are_to_get()
    {
        CaseArrivals.Day.Sum().Should().BeApproximately(1, 1e-12);
        CaseArrivals.NightBatch.Sum().Should().BeApproximately(1, 1e-12);
        (CaseArrivals.Day.Max() / (1.0 / Measured.HoursOfDay)).Should().BeApproximately(Measured.PeakOverMean, 1e-12);
        CaseArrivals.Day.Count(part => part > 0).Should().Be((int)Measured.HoursOfDay);

        IReadOnlyList<double> arrivals = CaseArrivals.Of(100_000, CaseArrivals.NightBatch, new Random(1));
        arrivals.Should().BeInAscendingOrder();
        for (int hour = 0; hour < 24; hour++)
        {
            // Four standard deviations of a binomial of 100,000.
            double part = CaseArrivals.NightBatch[hour];
            arrivals.Count(at => (int)(at / 3600) == hour).Should().BeCloseTo((int)(100_000 * part), (uint)(4 * Math.Sqrt(100_000 * part * (1 - part))) + 1);
        }
    }

    [Theory]
    [InlineData(9, 4.5)]
    [InlineData(9, 9)]
    public void Durations_have_the_mean_and_the_deviation_that_they_are_to_have(double mean, double deviation)
    {
        var random = new Random(1);
        double[] times = [.. Enumerable.Repeat(CaseDurations.LogNormal(mean, deviation), 200_000).Select(next => next(random))];

        // Standard errors: deviation / sqrt(n) is 0.1 to 0.2 %; of the deviation itself, with these long ends, about a percent.
        times.Average().Should().BeApproximately(mean, 0.01 * mean);
        Math.Sqrt(times.Average(time => (time - mean) * (time - mean))).Should().BeApproximately(deviation, 0.04 * deviation);
        times.Should().OnlyContain(time => time > 0);
    }

    private static double[] Waits(int workers, double utilisation, Func<Random, double> duration, out SimulatedRun run)
    {
        var times = new List<double>();
        var work = new Workload
        {
            Arrivals = CaseArrivals.Poisson(Cases, utilisation * workers / Mean, new Random(12)),
            Duration = random =>
            {
                times.Add(duration(random));
                return times[^1];
            },
        };
        run = ServiceSimulation.Fixed(work, workers, 34);

        // First come, first served: the cases begin in the order of their arrivals, so that the n-th time is the n-th case's.
        return [.. run.Latencies.Zip(times, (latency, time) => latency - time)];
    }
}
