using System.Collections.Immutable;
using ContourFlow.Storage.Publishing;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Publishing;
using ContourFlow.Worker.Tests.Operations.Cases;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Tests.Publishing;

/// <summary>Results that wait for a destination which was taken out of the configuration.</summary>
public sealed class DestinationWatchTests
{
    [Fact]
    public async Task Destination_that_is_not_configured_any_more_is_told_of_at_the_start_and_by_the_cases_that_wait_for_it()
    {
        await using RegistryOfTest registry = await RegistryOfTest.MakeAsync();
        await registry.ProcessedAsync(1, destinations: ["pacs", "old-tps"]);
        await registry.ProcessedAsync(2, destinations: "old-tps");

        var log = new Said();
        var options = new ServiceOptions { Destinations = ImmutableSortedDictionary<string, DestinationSection>.Empty.Add("pacs", new DestinationSection { Remote = "PACS@127.0.0.1:104" }) };
        using var watch = new DestinationWatch(registry.Get<IPublishingRegistry>(), options, registry.Time, log);
        await watch.StartAsync(TestContext.Current.CancellationToken);
        await watch.ExecuteTask!;
        log.Lines.Should().ContainSingle().Which.Should().StartWith("Warning 5707 2 deliveries wait for old-tps");

        string[] configured = ["--set", "Destinations:pacs:Remote=PACS@127.0.0.1:104"];
        CommandLineRun one = await registry.RunAsync(["why-waiting", "1.2.3.1.1", "--json", .. configured]);
        one.Json["cases"]![0]!["waitsFor"]!.AsArray().Select(sentence => (string)sentence!).Should()
            .Contain(sentence => sentence.StartsWith("Destination old-tps, which this configuration does not have: revision 1", StringComparison.Ordinal))
            .And.Contain("Destination pacs, to which revision 1 is on its way.");
        (await registry.RunAsync(["show", "1.2.3.2.1", .. configured])).Out.Should().Contain("old-tps, which this configuration does not have");
        CommandLineRun all = await registry.RunAsync(["why-waiting", "--json", .. configured]);
        all.Json["unknownDestinations"]!.AsArray().Should().ContainSingle().Which!.ToJsonString().Should().Be("""{"destination":"old-tps","deliveries":2}""");
        (await registry.RunAsync(["why-waiting", .. configured, "--set", "Destinations:old-tps:Remote=TPS@127.0.0.1:105"])).Out.Should().NotContain("old-tps");
    }

    private sealed class Said : ILogger<DestinationWatch>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add($"{logLevel} {eventId.Id} {formatter(state, exception)}");
    }
}
