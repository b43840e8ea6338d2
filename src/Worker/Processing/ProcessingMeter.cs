using System.Diagnostics.Metrics;
using ContourFlow.Contouring;
using ContourFlow.Contouring.Checks;
using ContourFlow.Contouring.Fusion;

namespace ContourFlow.Worker.Processing;

/// <summary>Figures of the processing: what came of cases, how long the steps took, how well MR was registered.</summary>
internal sealed class ProcessingMeter
{
    private readonly Counter<long> cases, fusions;
    private readonly Histogram<double> steps, residual, second, displaced, elsewhere;
    private readonly UpDownCounter<int> underWay;

    /// <param name="meters">Where the figures are shown.</param>
    public ProcessingMeter(IMeterFactory meters)
    {
        Meter meter = meters.Create("ContourFlow");
        cases = meter.CreateCounter<long>("contourflow.processing.cases", "{case}", "Revisions that were claimed, by what came of them; held ones by reason code.");
        underWay = meter.CreateUpDownCounter<int>("contourflow.processing.under_way", "{case}", "Revisions that this process is at.");
        steps = meter.CreateHistogram<double>("contourflow.processing.step", "s", "Duration of each step of a case.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300] });
        fusions = meter.CreateCounter<long>("contourflow.processing.fusions", "{series}", "MR series by what became of their fusion; refused ones by reason code.");
        residual = meter.CreateHistogram<double>("contourflow.processing.registration_residual", "mm", "Mean distance of a structure drawn on CT and brought over from MR.", advice: Millimetres);
        second = meter.CreateHistogram<double>("contourflow.processing.registration_second", "mm", "Distance of a second registration from the first, at the target.", advice: Millimetres);
        displaced = meter.CreateHistogram<double>("contourflow.processing.registration_displaced", "1", "Agreement of poses displaced by 3 mm or 2 degrees, as a part of the pose's.", advice: Agreement);
        elsewhere = meter.CreateHistogram<double>("contourflow.processing.registration_elsewhere", "1", "Agreement of the next best place, as a part of the pose's.", advice: Agreement);
    }

    private static InstrumentAdvice<double> Millimetres => new() { HistogramBucketBoundaries = [0.1, 0.2, 0.5, 1, 1.5, 2, 3, 5, 10] };

    private static InstrumentAdvice<double> Agreement => new() { HistogramBucketBoundaries = [0.2, 0.4, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 1] };

    /// <summary>A case begins or ends.</summary>
    public void UnderWay(int change) => underWay.Add(change);

    /// <summary>What came of a claimed revision.</summary>
    /// <param name="outcome">A word: processed, held, handed-back, put-off, lost, in-vain.</param>
    /// <param name="reasonCode">Why it is held; null otherwise.</param>
    public void Ended(string outcome, string? reasonCode = null)
    {
        if (reasonCode is null)
            cases.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        else
            cases.Add(1, new KeyValuePair<string, object?>("outcome", outcome), new KeyValuePair<string, object?>("reason", reasonCode));
    }

    /// <summary>How long the steps of a case took.</summary>
    public void Took(IReadOnlyDictionary<string, TimeSpan> durations)
    {
        foreach ((string step, TimeSpan duration) in durations)
            steps.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("step", step));
    }

    /// <summary>How the MR series of a case were registered.</summary>
    public void Fused(CaseResult result)
    {
        foreach (MrFusion fusion in result.Fusions)
        {
            fusions.Add(1, new KeyValuePair<string, object?>("outcome", fusion.IsAccepted ? "accepted" : fusion.RefusalCode));
            foreach (CheckResult criterion in fusion.Criteria.Where(criterion => criterion.Value is { } value && double.IsFinite(value)))
                Of(criterion.Id)?.Record(criterion.Value!.Value);
        }
    }

    private Histogram<double>? Of(string criterion) => criterion switch
    {
        "fusion-second" => second,
        "fusion-displaced" => displaced,
        "fusion-elsewhere" => elsewhere,
        _ when criterion.StartsWith("fusion-residual-", StringComparison.Ordinal) => residual,
        _ => null,
    };
}
