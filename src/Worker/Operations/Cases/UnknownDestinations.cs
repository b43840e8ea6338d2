using ContourFlow.Storage.Publishing;
using ContourFlow.Worker.Hosting;

namespace ContourFlow.Worker.Operations.Cases;

/// <summary>Destinations that results wait for and that the configuration does not have: they were taken out of it, or renamed, and nobody takes from their queues.</summary>
internal static class UnknownDestinations
{
    /// <summary>Their names, with the number of deliveries that wait for each, by name.</summary>
    /// <exception cref="Storage.Objects.StoreUnavailableException">The registry cannot be reached.</exception>
    public static async Task<IReadOnlyList<(string Destination, int Count)>> FindAsync(IPublishingRegistry registry, ServiceOptions options, CancellationToken cancellationToken) =>
    [
        .. (await registry.BacklogAsync(cancellationToken))
            .Where(waiting => !options.Destinations.ContainsKey(waiting.Key))
            .Select(waiting => (waiting.Key, waiting.Value.Count))
            .OrderBy(waiting => waiting.Key, StringComparer.Ordinal),
    ];
}
