using System.Text.Json.Nodes;
using ContourFlow.Storage.Cases;

namespace ContourFlow.Bench.Service;

/// <summary>Where the time of a case went, seconds, from what the registry's ledger has of it. The parts add up to the whole.</summary>
/// <param name="Filing">From the answer to the last object until that is in the registry.</param>
/// <param name="Looking">From then until the revision is opened: quiet time and look.</param>
/// <param name="Queue">From then until it is processed, without the steps of the processing: outbox, broker, claim, and the registration of the results.</param>
/// <param name="Processing">Reading, registration of MR, deriving, checking, report.</param>
/// <param name="Storing">Inputs fetched from and results put into the object store.</param>
/// <param name="Publishing">From processed until the archive has shown that it has the results.</param>
internal sealed record CaseTimes(double Filing, double Looking, double Queue, double Processing, double Storing, double Publishing)
{
    public double Total => Filing + Looking + Queue + Processing + Storing + Publishing;

    /// <summary>All but processing.</summary>
    public double Around => Total - Processing;

    /// <summary>The times of the newest revision.</summary>
    /// <param name="details">A published case.</param>
    /// <param name="answered">When its last object was answered.</param>
    public static CaseTimes Of(CaseDetails details, DateTimeOffset answered)
    {
        LedgerEntry opened = Last(details, LedgerEvents.RevisionOpened), processed = Last(details, LedgerEvents.Processed), published = Last(details, LedgerEvents.Published);
        IReadOnlyDictionary<string, double> steps = Steps(processed);
        double storing = steps.Where(step => step.Key is "fetch" or "store").Sum(step => step.Value);
        double working = steps.Values.Sum();
        return new CaseTimes(
            (details.Summary.LastObjectAt - answered).TotalSeconds,
            (opened.At - details.Summary.LastObjectAt).TotalSeconds,
            (processed.At - opened.At).TotalSeconds - working,
            working - storing,
            storing,
            (published.At - processed.At).TotalSeconds);
    }

    /// <summary>Steps of the processing, seconds.</summary>
    public static IReadOnlyDictionary<string, double> Steps(LedgerEntry processed)
    {
        JsonObject line = JsonNode.Parse(processed.Details)!.AsObject();
        return line.First(one => one.Key.Equals("milliseconds", StringComparison.OrdinalIgnoreCase)).Value!.AsObject()
            .ToDictionary(step => step.Key, step => step.Value!.GetValue<long>() / 1000.0, StringComparer.Ordinal);
    }

    private static LedgerEntry Last(CaseDetails details, string name) => details.Ledger.Last(line => line.Event == name);
}
