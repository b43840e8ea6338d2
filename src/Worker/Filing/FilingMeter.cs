using System.Diagnostics.Metrics;

namespace ContourFlow.Worker.Filing;

/// <summary>Measures of filing and of looking at cases. No tag names an object, a case or a patient.</summary>
internal sealed class FilingMeter
{
    private const string Outcome = "outcome";

    private readonly Counter<long> objects;
    private readonly Counter<long> looks;
    private readonly Counter<long> questions;

    /// <summary>Makes the instruments.</summary>
    public FilingMeter(IMeterFactory meters, SpoolQueue queue)
    {
        Meter meter = meters.Create("ContourFlow");
        objects = meter.CreateCounter<long>("contourflow.filing.objects", "{object}", "Received objects by what became of them");
        looks = meter.CreateCounter<long>("contourflow.filing.looks", "{case}", "Cases looked at by what was seen");
        questions = meter.CreateCounter<long>("contourflow.filing.questions", "{question}", "Questions to the archive about incomplete cases");
        meter.CreateObservableGauge("contourflow.filing.spooled", () => queue.Count, "{object}", "Objects that wait in the spool");
    }

    /// <summary>Objects were filed, or could not be.</summary>
    /// <param name="outcome">filed, already-filed, conflict, unreadable or failed.</param>
    /// <param name="count">How many.</param>
    public void Count(string outcome, int count = 1)
    {
        if (count > 0)
            objects.Add(count, new KeyValuePair<string, object?>(Outcome, outcome));
    }

    /// <summary>A case was looked at.</summary>
    /// <param name="outcome">opened, nothing-new, incomplete, touched or failed.</param>
    public void Looked(string outcome) => looks.Add(1, new KeyValuePair<string, object?>(Outcome, outcome));

    /// <summary>The archive was asked.</summary>
    /// <param name="outcome">answered or unavailable.</param>
    public void Asked(string outcome) => questions.Add(1, new KeyValuePair<string, object?>(Outcome, outcome));
}
