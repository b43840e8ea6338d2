using System.Diagnostics;
using ContourFlow.Contracts;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Messaging;
using ContourFlow.Worker.Tests.Operations.Cases;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace ContourFlow.Worker.Tests.Operations.Tracing;

/// <summary>Traces and metrics go to a collector where the configuration names one.</summary>
[Collection(OperationsAlone.Name)]
public sealed class TelemetryTests
{
    [Fact]
    public async Task A_collector_gets_spans_and_figures_and_no_probes()
    {
        await using Collector collector = await Collector.StartAsync();
        await using RegistryOfTest registry = await RegistryOfTest.MakeAsync();
        ServiceOptions options = new() { Operations = new OperationsSection { OtlpEndpoint = collector.Address } };
        await using OperationsHost host = await OperationsHost.StartAsync(registry, Roles.Worker, options);

        using (Activity? span = Spans.Start("a span of this test", CaseId.OfPlanningCt("1.2.3"), 1))
            span.Should().NotBeNull("somebody listens");
        await host.ProbeAsync("live");
        host.Get<TracerProvider>().ForceFlush(120_000).Should().BeTrue();
        // False for want of a scrape, which one of the two readers of metrics waits for.
        host.Get<MeterProvider>().ForceFlush(120_000);

        string traces = Sent(collector, "/opentelemetry.proto.collector.trace.v1.TraceService/Export");
        traces.Should().Contain("a span of this test").And.Contain(CaseId.OfPlanningCt("1.2.3").ToString()).And.Contain("process-1");
        traces.Should().NotContain("/health/live");
        Sent(collector, "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export").Should().Contain("contourflow.disk.free_ratio");
    }

    private static string Sent(Collector collector, string path) =>
        string.Concat(collector.Requests.Where(request => request.Path == path).Select(request => request.Text));
}
