using System.Globalization;

namespace ContourFlow.Worker.Messaging;

/// <summary>
/// The names of queues and exchanges. A queue's arguments cannot be changed once it is there: whoever changes them, or what a message
/// means, raises the version in the name.
/// </summary>
/// <param name="prefix">Before every name (Queue.Prefix), so that several installations may share a broker.</param>
internal sealed class QueueNames(string prefix)
{
    private const string DeadEnding = ".dead", ErrorEnding = "_error", SkippedEnding = "_skipped";

    /// <summary>Queue of cases to be processed.</summary>
    public string ProcessCase => $"{prefix}.process-case.v1";

    /// <summary>Queue of doses to be scored.</summary>
    public string ScoreDose => $"{prefix}.score-dose.v1";

    /// <summary>Queue of events that other systems are told of.</summary>
    public string Webhooks => $"{prefix}.webhooks.v1";

    /// <summary>Queue of what is to be published at one destination.</summary>
    /// <param name="destination">Its name in the configuration.</param>
    public string Publish(string destination) => $"{prefix}.publish.{destination}.v1";

    /// <summary>Exchange of an event: whoever wants to be told binds a queue to it.</summary>
    /// <param name="contract">The event's type, of a namespace that ends with its version (V1).</param>
    public string Event(Type contract)
    {
        string version = contract.Namespace!.Split('.')[^1].ToLowerInvariant();
        string words = string.Concat(contract.Name.Select((c, i) => i > 0 && char.IsUpper(c) ? $"-{c}" : $"{c}"));
        return $"{prefix}.{words.ToLowerInvariant()}.{version}";
    }

    /// <summary>The queues that work is taken from, for a configuration's destinations.</summary>
    /// <param name="destinations">Names of the destinations.</param>
    public IReadOnlyList<string> All(IEnumerable<string> destinations) => [ProcessCase, ScoreDose, .. destinations.Select(Publish), Webhooks];

    /// <summary>Where the broker puts messages of a queue that were delivered too often without an end: the processes died of them, or lost the broker.</summary>
    public static string Dead(string queue) => queue + DeadEnding;

    /// <summary>Where messages of a queue go that a fault of the program kept from being handled.</summary>
    public static string Error(string queue) => queue + ErrorEnding;

    /// <summary>Where messages of a queue go that nobody there knows the type of.</summary>
    public static string Skipped(string queue) => queue + SkippedEnding;

    /// <summary>Where messages of a queue rest that are to be delivered again after a pause.</summary>
    public static string Again(string queue, TimeSpan pause) => $"{queue}.again.{pause.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)}s";
}
