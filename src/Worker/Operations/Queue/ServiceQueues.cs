using System.Collections.Immutable;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Messaging;
using ContourFlow.Worker.Peers;

namespace ContourFlow.Worker.Operations.Queue;

/// <summary>The queues of an installation, as its configuration names them.</summary>
internal sealed class ServiceQueues
{
    private readonly string prefix;

    public ServiceQueues(ServiceOptions options)
    {
        prefix = options.Queue.Prefix;
        Working = [.. new QueueNames(prefix).All(options.Destinations.Keys)];
        Pauses = [.. options.Queue.RedeliveryPauses.Distinct()];
    }

    /// <summary>Queues that work is taken from.</summary>
    public ImmutableArray<string> Working { get; }

    /// <summary>Pauses after which messages are delivered again.</summary>
    public ImmutableArray<TimeSpan> Pauses { get; }

    /// <summary>Where messages of a queue end that nobody handles any more.</summary>
    public static ImmutableArray<string> EndsOf(string queue) => [QueueNames.Dead(queue), QueueNames.Error(queue), QueueNames.Skipped(queue)];

    /// <summary>Everything that may be there of a queue: itself, its pauses, its ends.</summary>
    public IEnumerable<string> AllOf(string queue) => [queue, .. Pauses.Select(pause => QueueNames.Again(queue, pause)), .. EndsOf(queue)];

    /// <summary>The queues that a person means: by a full name, or by what is between prefix and version (process-case); all where none is named.</summary>
    /// <exception cref="PeerOptionsException">There is none of this name.</exception>
    public ImmutableArray<string> Named(string? name)
    {
        if (name is null)
            return Working;
        string? found = Working.FirstOrDefault(queue => queue == name || Short(queue) == name || EndsOf(queue).Contains(name, StringComparer.Ordinal));
        return found is not null
            ? [found]
            : throw new PeerOptionsException($"The service has no queue '{name}'. There are {string.Join(", ", Working.Select(Short))}.");
    }

    // contourflow.publish.archive.v1 -> publish.archive
    private string Short(string queue)
    {
        string rest = queue[(prefix.Length + 1)..];
        return rest[..rest.LastIndexOf('.')];
    }
}
