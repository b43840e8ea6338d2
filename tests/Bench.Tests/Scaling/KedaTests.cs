using ContourFlow.Bench.Scaling;

namespace ContourFlow.Bench.Tests.Scaling;

/// <summary>What KEDA's documentation says of ScaledObject: activation, cooldown, fallback.</summary>
public sealed class KedaTests
{
    [Fact]
    public void Queue_that_has_something_brings_the_first_replica_and_an_empty_one_takes_the_last_after_the_cooldown()
    {
        var keda = new Keda(new ScaledObject { MinReplicaCount = 0, CooldownPeriod = 300 });
        keda.Poll(0, 0, 0).Should().Be(0);
        keda.Poll(30, 0, 1).Should().Be(1);
        keda.Poll(60, 3, 5).Should().Be(3, "the rest is the autoscaler's");
        keda.Poll(330, 1, 0).Should().Be(1);
        keda.Poll(361, 1, 0).Should().Be(0);
    }

    [Fact]
    public void Activation_needs_more_than_its_value()
    {
        var keda = new Keda(new ScaledObject { ActivationValue = 5 });
        keda.Poll(0, 0, 5).Should().Be(0);
        keda.Poll(30, 0, 6).Should().Be(1);
    }

    [Fact]
    public void Fewest_of_one_or_more_is_never_left()
    {
        var keda = new Keda(new ScaledObject { MinReplicaCount = 2, CooldownPeriod = 0 });
        keda.Poll(0, 2, 0).Should().Be(2);
        keda.Poll(10_000, 0, 0).Should().Be(2);
    }

    [Fact]
    public void Broker_that_does_not_answer_gives_nothing_and_after_too_many_times_the_metric_of_the_fallback()
    {
        // The documented formula: value times fallback replicas.
        var keda = new Keda(new ScaledObject { Value = 2, Fallback = new Fallback(3, 6) });
        keda.Metric(7, 4).Should().Be(7);
        keda.Metric(null, 4).Should().BeNull();
        keda.Metric(null, 4).Should().BeNull();
        keda.Metric(null, 4).Should().BeNull("the threshold has to be passed");
        keda.Metric(null, 4).Should().Be(12);
        keda.Metric(4, 4).Should().Be(4);
        keda.Metric(null, 4).Should().BeNull("the failures are counted anew");
    }

    [Theory]
    [InlineData("Static", 2, 8)]
    [InlineData("CurrentReplicas", 4, 4)]
    [InlineData("CurrentReplicasIfHigher", 4, 8)]
    [InlineData("CurrentReplicasIfLower", 2, 4)]
    public void Fallback_may_leave_what_is_there(string behavior, int ofTwo, int ofEight)
    {
        // Two or eight replicas for the fallback, four that are there.
        FallbackBehavior parsed = Enum.Parse<FallbackBehavior>(behavior);
        new Fallback(1, 2, parsed).Of(4).Should().Be(ofTwo);
        new Fallback(1, 8, parsed).Of(4).Should().Be(ofEight);
    }

    [Fact]
    public void Without_a_fallback_a_broker_that_does_not_answer_leaves_everything_as_it_is()
    {
        var keda = new Keda(new ScaledObject());
        Enumerable.Range(0, 10).Select(_ => keda.Metric(null, 4)).Should().AllSatisfy(metric => metric.Should().BeNull());
        keda.Poll(10_000, 4, null).Should().Be(4);
    }
}
