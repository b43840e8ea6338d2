using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Publishing;

namespace ContourFlow.Worker.Operations.Cases;

/// <summary>What a case waits for, and from whom it comes.</summary>
/// <param name="Case">The case.</param>
/// <param name="Sentences">A sentence for each thing; empty where it waits for nothing any more.</param>
internal sealed record CaseWait(CaseSummary Case, IReadOnlyList<string> Sentences)
{
    /// <summary>States in which a case waits for somebody outside: objects that have to come, or people.</summary>
    public static IReadOnlyList<CaseState> WaitingStates { get; } = [CaseState.Waiting, CaseState.Held, CaseState.AwaitingReview];

    /// <summary>As far as the case itself tells.</summary>
    public static CaseWait Of(CaseSummary found) => new(found, [.. OfState(found), .. OfNewer(found)]);

    private static IReadOnlyList<string> OfState(CaseSummary found) => found.State switch
    {
        CaseState.Waiting => found.WaitingFor is { Count: > 0 } sentences ? sentences : ["It has not been looked at yet since its newest object came."],
        CaseState.Queued => ["A worker that is free: 'contourflow queue depth' shows what is before it."],
        CaseState.Processing => ["The worker that is at it."],
        CaseState.Held => [$"A person. {found.Reason ?? found.ReasonCode ?? "It is held."}", "Mend what it says and send the objects again, or 'cases retry'; 'cases release' publishes results although they are held, 'cases reject' ends it."],
        CaseState.AwaitingReview => ["A reviewer: 'cases accept' publishes it, 'cases reject' ends it."],
        CaseState.Publishing => ["The destinations that do not have the results yet."],
        CaseState.Expired => ["Nothing: it was closed after it had waited as long as cases are kept. An object of it opens it again."],
        _ => [],
    };

    // What has come since does not show in the state while a person is waited for.
    private static IEnumerable<string> OfNewer(CaseSummary found) => found.State is CaseState.Held or CaseState.AwaitingReview
        ? found.WaitingFor.Select(sentence => $"For what has come since then to be processed: {sentence}")
        : [];

    /// <summary>With what its deliveries tell.</summary>
    /// <param name="details">The case.</param>
    /// <param name="destinations">Names of the destinations that the configuration has.</param>
    public static CaseWait Of(CaseDetails details, IReadOnlyCollection<string> destinations)
    {
        CaseWait wait = Of(details.Summary);
        string[] open = [.. details.Deliveries.Where(delivery => delivery.State is DeliveryState.Pending or DeliveryState.Refused).Select(delivery => SentenceOf(delivery, destinations))];
        return details.Summary.State == CaseState.Publishing && open.Length > 0 ? wait with { Sentences = open } : wait with { Sentences = [.. wait.Sentences, .. open] };
    }

    /// <summary>That results wait for a destination that the configuration does not have: nobody brings them there.</summary>
    /// <param name="what">What waits.</param>
    /// <param name="destination">The destination's name.</param>
    public static string OfUnknown(string what, string destination) =>
        $"Destination {destination}, which this configuration does not have: {what} cannot be brought there. Enter it in Destinations under that name again; its address may be another.";

    private static string SentenceOf(Delivery delivery, IReadOnlyCollection<string> destinations)
    {
        if (delivery.State == DeliveryState.Pending && !destinations.Contains(delivery.Destination, StringComparer.Ordinal))
            return OfUnknown($"revision {delivery.Revision}", delivery.Destination);
        string fault = delivery.Fault is null ? "" : $" {delivery.Fault}";
        return delivery.State == DeliveryState.Refused
            ? $"Destination {delivery.Destination} refuses revision {delivery.Revision}.{fault}"
            : delivery.Attempts == 0
                ? $"Destination {delivery.Destination}, to which revision {delivery.Revision} is on its way.{fault}"
                : $"Destination {delivery.Destination}: {delivery.Attempts} attempts with revision {delivery.Revision} have failed, the next one is at {CaseTimes.Table(delivery.NextAttemptAt)} UTC.{fault}";
    }
}
