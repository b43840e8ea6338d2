using ContourFlow.Bench.Scaling;

namespace ContourFlow.Bench.Tests.Scaling;

/// <summary>Expected numbers are those of Kubernetes' documentation ("Horizontal Pod Autoscaling") where it has them, else worked out by its rules.</summary>
public sealed class HorizontalPodAutoscalerTests
{
    private static readonly ScalingRules s_atOnce = new(0, PolicyChoice.Max, [new(true, 1000, 1)]);

    [Theory]
    [InlineData(1, 200, 2)] // 200m with a target of 100m doubles, 50m halves
    [InlineData(4, 200, 8)]
    [InlineData(4, 50, 2)]
    [InlineData(3, 50, 2)] // 1.5, rounded up
    [InlineData(4, 109, 4)] // within a tenth of the target nothing is done
    [InlineData(4, 91, 4)]
    [InlineData(4, 111, 5)]
    [InlineData(10, 89, 9)]
    public void Average_beside_its_target_gives_replicas_in_proportion(int replicas, double average, int expected) =>
        new HorizontalPodAutoscaler(100, 1, 100, ScalingRules.DefaultUp, ScalingRules.DefaultDown).Proposed(replicas, average * replicas).Should().Be(expected);

    [Fact]
    public void Scaling_down_by_four_pods_or_a_tenth_a_minute_goes_as_the_documentation_counts_it()
    {
        // "80 replicas ... first 8; at 72 replicas 7.2, rounded up to 8; ... below 40 by 4 pods": after one minute 72, then 64, 57, 51, 45, 40, 36, 32 ...
        var autoscaler = new HorizontalPodAutoscaler(1, 10, 100, ScalingRules.DefaultUp, new ScalingRules(0, PolicyChoice.Max, [new(false, 4, 60), new(true, 10, 60)]));
        var counts = new List<int> { 80 };
        for (int at = 0; counts[^1] > 10; at += 60)
            counts.Add(autoscaler.Sync(at, counts[^1], 10));
        counts.Should().Equal(80, 72, 64, 57, 51, 45, 40, 36, 32, 28, 24, 20, 16, 12, 10);
    }

    [Fact]
    public void Scaling_down_by_the_policy_that_changes_least_takes_the_tenth_of_few_pods()
    {
        var autoscaler = new HorizontalPodAutoscaler(1, 1, 100, ScalingRules.DefaultUp, new ScalingRules(0, PolicyChoice.Min, [new(false, 4, 60), new(true, 10, 60)]));
        autoscaler.Sync(0, 20, 1).Should().Be(18);
        new HorizontalPodAutoscaler(1, 1, 100, ScalingRules.DefaultUp, new ScalingRules(0, PolicyChoice.Min, [new(false, 4, 60), new(true, 10, 60)])).Sync(0, 80, 1).Should().Be(76);
    }

    [Fact]
    public void A_direction_that_is_disabled_changes_nothing()
    {
        var none = new ScalingRules(0, PolicyChoice.Disabled, []);
        new HorizontalPodAutoscaler(1, 1, 100, s_atOnce, none).Sync(0, 80, 1).Should().Be(80);
        new HorizontalPodAutoscaler(1, 1, 100, none, s_atOnce).Sync(0, 10, 90).Should().Be(10);
    }

    [Fact]
    public void Defaults_scale_up_by_four_pods_or_to_the_double_every_fifteen_seconds()
    {
        var autoscaler = new HorizontalPodAutoscaler(1, 1, 100, ScalingRules.DefaultUp, ScalingRules.DefaultDown);
        var counts = new List<int> { 1 };
        for (int at = 0; at < 75; at += 15)
            counts.Add(autoscaler.Sync(at, counts[^1], 1000));
        counts.Should().Equal(1, 5, 10, 20, 40, 80);
    }

    [Fact]
    public void Within_a_period_no_more_is_added_than_the_policy_allows()
    {
        // Four pods in 60 s, looked at every 15 s.
        var autoscaler = new HorizontalPodAutoscaler(1, 1, 100, new ScalingRules(0, PolicyChoice.Max, [new(false, 4, 60)]), ScalingRules.DefaultDown);
        var counts = new List<int> { 1 };
        for (int at = 0; at <= 120; at += 15)
            counts.Add(autoscaler.Sync(at, counts[^1], 50));
        counts.Should().Equal(1, 5, 5, 5, 5, 9, 9, 9, 9, 13);
    }

    [Fact]
    public void Defaults_scale_down_at_once_to_the_most_of_the_last_five_minutes()
    {
        var autoscaler = new HorizontalPodAutoscaler(1, 1, 100, ScalingRules.DefaultUp, ScalingRules.DefaultDown);
        autoscaler.Sync(0, 40, 40).Should().Be(40);
        autoscaler.Sync(150, 40, 20).Should().Be(40);
        autoscaler.Sync(299, 40, 5).Should().Be(40);
        autoscaler.Sync(301, 40, 5).Should().Be(20, "what was recommended at the begin counts no more");
        autoscaler.Sync(451, 20, 5).Should().Be(5);
    }

    [Fact]
    public void A_window_for_scaling_up_takes_the_least_of_it()
    {
        var autoscaler = new HorizontalPodAutoscaler(1, 1, 100, s_atOnce with { StabilizationWindowSeconds = 60 }, ScalingRules.DefaultDown);
        autoscaler.Sync(0, 2, 2).Should().Be(2);
        autoscaler.Sync(15, 2, 20).Should().Be(2);
        autoscaler.Sync(59, 2, 10).Should().Be(2);
        autoscaler.Sync(61, 2, 20).Should().Be(10);
    }

    [Fact]
    public void Replicas_stay_between_fewest_and_most_and_without_a_metric_as_they_are()
    {
        var autoscaler = new HorizontalPodAutoscaler(1, 2, 8, s_atOnce, s_atOnce);
        autoscaler.Sync(0, 4, 1000).Should().Be(8);
        autoscaler.Sync(15, 4, 0).Should().Be(2);
        autoscaler.Sync(30, 20, null).Should().Be(8);
        autoscaler.Sync(45, 1, null).Should().Be(2);
        autoscaler.Sync(60, 5, null).Should().Be(5);
        autoscaler.Sync(75, 0, 1000).Should().Be(0, "it is switched off for a workload of none");
    }
}
