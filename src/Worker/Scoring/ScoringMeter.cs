using System.Diagnostics.Metrics;

namespace ContourFlow.Worker.Scoring;

/// <summary>Figures of the scoring of doses. No tag names a case, an object or a patient.</summary>
internal sealed class ScoringMeter
{
    private readonly Counter<long> doses;
    private readonly Histogram<double> durations;
    private readonly UpDownCounter<int> underWay;

    /// <param name="meters">Where the figures are shown.</param>
    public ScoringMeter(IMeterFactory meters)
    {
        Meter meter = meters.Create("ContourFlow");
        doses = meter.CreateCounter<long>("contourflow.scoring.doses", "{dose}", "Doses whose scoring was claimed, by what came of them; scored ones by verdict, refused ones by reason code.");
        underWay = meter.CreateUpDownCounter<int>("contourflow.scoring.under_way", "{dose}", "Doses that this process is at.");
        durations = meter.CreateHistogram<double>("contourflow.scoring.duration", "s", "Duration of scorings that came to a scorecard.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300] });
    }

    /// <summary>A scoring begins or ends.</summary>
    public void UnderWay(int change) => underWay.Add(change);

    /// <summary>A dose was scored.</summary>
    public void Scored(string verdict, TimeSpan took)
    {
        doses.Add(1, new KeyValuePair<string, object?>("outcome", "scored"), new KeyValuePair<string, object?>("verdict", verdict));
        durations.Record(took.TotalSeconds);
    }

    /// <summary>A dose was refused.</summary>
    public void Refused(string reasonCode) => doses.Add(1, new KeyValuePair<string, object?>("outcome", "refused"), new KeyValuePair<string, object?>("reason", reasonCode));

    /// <summary>A claimed scoring ended otherwise.</summary>
    /// <param name="outcome">handed-back, put-off, lost or in-vain.</param>
    public void Ended(string outcome) => doses.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
}
