using ContourFlow.Contracts.V1;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Messaging;

namespace ContourFlow.Worker.Tests.Messaging;

public sealed class QueueNamesTests
{
    private static readonly QueueNames s_names = new("clinic");

    [Fact]
    public void Names_are_those_that_operators_know_from_the_documentation()
    {
        s_names.All(["pacs", "tps"]).Should().Equal("clinic.process-case.v1", "clinic.score-dose.v1", "clinic.publish.pacs.v1", "clinic.publish.tps.v1", "clinic.webhooks.v1");
        s_names.Event(typeof(CaseHeld)).Should().Be("clinic.case-held.v1");
        QueueNames.Dead(s_names.ProcessCase).Should().Be("clinic.process-case.v1.dead");
        QueueNames.Error(s_names.ProcessCase).Should().Be("clinic.process-case.v1_error");
        QueueNames.Again(s_names.ProcessCase, TimeSpan.FromMinutes(2)).Should().Be("clinic.process-case.v1.again.120s");
    }

    [Theory]
    [InlineData(5)]
    [InlineData(120)]
    public void Each_limit_of_the_shutdown_comes_before_the_next(double seconds)
    {
        ShutdownTimes times = ShutdownTimes.Of(new ServiceOptions { Operations = new OperationsSection { ShutdownTimeout = TimeSpan.FromSeconds(seconds) } });

        times.Drain.Should().BePositive().And.BeLessThan(times.ConsumerStop);
        times.ConsumerStop.Should().BeLessThan(times.Stop);
        times.Stop.Should().BeLessThan(times.Host);
        times.Host.Should().Be(TimeSpan.FromSeconds(seconds));
    }

    // 2 s doubled by each failure, until the longest.
    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 4)]
    [InlineData(7, 256)]
    [InlineData(8, 300)]
    [InlineData(100_000, 300)]
    public void Pause_doubles_until_the_longest(int failures, double seconds) =>
        Backoff.Of(TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(5), failures).Should().Be(TimeSpan.FromSeconds(seconds));
}
