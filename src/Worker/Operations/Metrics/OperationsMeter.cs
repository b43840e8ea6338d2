using System.Diagnostics.Metrics;
using ContourFlow.Storage.Cases;
using ContourFlow.Worker.Operations.Cases;
using ContourFlow.Worker.Operations.Queue;

namespace ContourFlow.Worker.Operations.Metrics;

/// <summary>Figures of the whole installation, which every process shows alike: cases, outbox, deliveries, queues. docs/metrics.md explains each.</summary>
internal sealed class OperationsMeter
{
    private readonly RegistryReading registry;
    private readonly QueueReading queues;
    private readonly TimeProvider time;

    /// <summary>Makes the instruments.</summary>
    public OperationsMeter(IMeterFactory meters, RegistryReading registry, QueueReading queues, TimeProvider time)
    {
        (this.registry, this.queues, this.time) = (registry, queues, time);
        Meter meter = meters.Create(OperationsServices.MeterName);
        meter.CreateObservableGauge("contourflow.registry.reachable", () => registry.Figures.Latest is null ? 0 : 1, "1", "Whether figures can be read from the registry: 1 or 0. At 0 those below are left out.");
        meter.CreateObservableGauge("contourflow.cases", Cases, "{case}", "Cases in each state.");
        meter.CreateObservableGauge("contourflow.cases.oldest_age", OldestCases, "s", "For how long the case that is longest in each state is in it.");
        meter.CreateObservableGauge("contourflow.outbox.messages", () => Of(figures => figures.Outbox.Count), "{message}", "Messages in the registry's outbox.");
        meter.CreateObservableGauge("contourflow.outbox.oldest_age", () => Of(figures => figures.Outbox.Oldest is { } oldest ? Age(oldest) : 0.0), "s", "For how long the oldest of them waits.");
        meter.CreateObservableGauge("contourflow.deliveries.pending", () => Counts(figures => figures.Deliveries), "{delivery}", "Deliveries that are not done, for each destination.");
        meter.CreateObservableGauge("contourflow.deliveries.oldest_age", () => Ages(figures => figures.Deliveries), "s", "For how long the oldest of them is not done.");
        meter.CreateObservableGauge("contourflow.commitments.awaited", () => Counts(figures => figures.Commitments), "{delivery}", "Those of them that wait for the destination's report of storage commitment.");
        meter.CreateObservableGauge("contourflow.commitments.oldest_age", () => Ages(figures => figures.Commitments), "s", "For how long the oldest of these is not done.");
        meter.CreateObservableGauge("contourflow.scoring.waiting", () => Of(figures => figures.Scores.Count), "{dose}", "Doses that are to be scored, or are being scored.");
        meter.CreateObservableGauge("contourflow.scoring.oldest_age", () => Of(figures => figures.Scores.Oldest is { } oldest ? Age(oldest) : 0.0), "s", "For how long the oldest of them is to be.");
        if (queues.Figures is not { } depths)
            return;
        meter.CreateObservableGauge("contourflow.queue.reachable", () => depths.Latest is null ? 0 : 1, "1", "Whether figures can be read from the broker: 1 or 0. At 0 those below are left out.");
        meter.CreateObservableGauge("contourflow.queue.messages", () => Queues(depth => depth.Ready), "{message}", "Messages that wait in each queue; those that a process is at are not counted.");
        meter.CreateObservableGauge("contourflow.queue.consumers", () => Queues(depth => depth.Consumers), "{consumer}", "Consumers of each queue.");
    }

    // Every state, so that none is missing from a sum and a state that nothing is in any more goes back to 0.
    private IEnumerable<Measurement<int>> Cases() => registry.Figures.Latest is { } figures
        ? Enum.GetValues<CaseState>().Where(state => state != CaseState.Superseded).Select(state => new Measurement<int>(figures.Cases.GetValueOrDefault(state), State(state)))
        : [];

    private IEnumerable<Measurement<double>> OldestCases() => registry.Figures.Latest is { } figures
        ? figures.Oldest.Select(pair => new Measurement<double>(Age(pair.Value), State(pair.Key)))
        : [];

    private IEnumerable<Measurement<int>> Counts(Func<RegistryFigures, IReadOnlyDictionary<string, (int Count, DateTimeOffset Oldest)>> of) => registry.Figures.Latest is { } figures
        ? of(figures).Select(pair => new Measurement<int>(pair.Value.Count, Destination(pair.Key)))
        : [];

    private IEnumerable<Measurement<double>> Ages(Func<RegistryFigures, IReadOnlyDictionary<string, (int Count, DateTimeOffset Oldest)>> of) => registry.Figures.Latest is { } figures
        ? of(figures).Select(pair => new Measurement<double>(Age(pair.Value.Oldest), Destination(pair.Key)))
        : [];

    private IEnumerable<Measurement<long>> Queues(Func<QueueDepth, long> figure) => queues.Figures!.Latest is { } depths
        ? depths.Where(depth => depth.Exists).Select(depth => new Measurement<long>(figure(depth), new KeyValuePair<string, object?>("queue", depth.Queue)))
        : [];

    private IEnumerable<Measurement<T>> Of<T>(Func<RegistryFigures, T> figure)
        where T : struct => registry.Figures.Latest is { } figures ? [new Measurement<T>(figure(figures))] : [];

    private double Age(DateTimeOffset since) => Math.Max(0, (time.GetUtcNow() - since).TotalSeconds);

    private static KeyValuePair<string, object?> State(CaseState state) => new("state", StateWords.Of(state));

    private static KeyValuePair<string, object?> Destination(string name) => new("destination", name);
}
