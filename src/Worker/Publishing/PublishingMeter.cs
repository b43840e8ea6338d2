using System.Diagnostics.Metrics;

namespace ContourFlow.Worker.Publishing;

/// <summary>Figures of publishing, by destination.</summary>
internal sealed class PublishingMeter
{
    private readonly Counter<long> attempts;
    private readonly Histogram<double> duration;

    /// <param name="meters">Where the figures are shown.</param>
    public PublishingMeter(IMeterFactory meters)
    {
        Meter meter = meters.Create("ContourFlow");
        attempts = meter.CreateCounter<long>("contourflow.publishing.attempts", "{attempt}", "Attempts at deliveries, by destination and what came of them.");
        duration = meter.CreateHistogram<double>("contourflow.publishing.attempt", "s", "Duration of attempts, from the claim to what was taken down.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300] });
    }

    /// <summary>An attempt has ended.</summary>
    /// <param name="destination">The destination.</param>
    /// <param name="outcome">A word: published, postponed, refused, stopped, lost.</param>
    /// <param name="took">How long it took.</param>
    public void Ended(string destination, string outcome, TimeSpan took)
    {
        attempts.Add(1, new("destination", destination), new KeyValuePair<string, object?>("outcome", outcome));
        duration.Record(took.TotalSeconds, new KeyValuePair<string, object?>("destination", destination));
    }
}
