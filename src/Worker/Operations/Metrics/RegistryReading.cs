using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Messaging;
using ContourFlow.Storage.Publishing;
using ContourFlow.Storage.Scoring;
using ContourFlow.Worker.Sending;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Operations.Metrics;

/// <summary>Figures of the registry.</summary>
/// <param name="Cases">Cases in each state.</param>
/// <param name="Oldest">Since when the case that is longest in each state is in it.</param>
/// <param name="Outbox">Messages that wait to be sent, and since when the oldest does.</param>
/// <param name="Deliveries">For each destination with deliveries that are not done: how many, and since when the oldest is.</param>
/// <param name="Commitments">For each destination with such deliveries that were tried and wait for its report of storage commitment: the same.</param>
/// <param name="Scores">Doses that are to be scored, and since when the oldest is.</param>
internal sealed record RegistryFigures(
    IReadOnlyDictionary<CaseState, int> Cases,
    IReadOnlyDictionary<CaseState, DateTimeOffset> Oldest,
    (int Count, DateTimeOffset? Oldest) Outbox,
    IReadOnlyDictionary<string, (int Count, DateTimeOffset Oldest)> Deliveries,
    IReadOnlyDictionary<string, (int Count, DateTimeOffset Oldest)> Commitments,
    (int Count, DateTimeOffset? Oldest) Scores);

/// <summary>Reads figures of the registry for health and metrics.</summary>
internal sealed class RegistryReading
{
    public RegistryReading(ICaseQueries cases, IOutbox outbox, IPublishingRegistry publishing, IScoringRegistry scoring, TimeProvider time, ILogger<RegistryReading> log) =>
        Figures = new CachedFigures<RegistryFigures>(
            "the registry",
            async cancel => new RegistryFigures(
                await cases.CountsAsync(cancel), await cases.OldestAsync(cancel), await outbox.BacklogAsync(cancel), await publishing.BacklogAsync(cancel),
                await publishing.BacklogAsync(nameof(SendState.CommitmentAsked), cancel), await scoring.BacklogAsync(cancel)),
            time,
            log);

    /// <summary>The figures.</summary>
    public CachedFigures<RegistryFigures> Figures { get; }
}
