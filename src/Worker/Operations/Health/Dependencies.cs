using ContourFlow.Storage;
using ContourFlow.Storage.Objects;
using ContourFlow.Worker.Filing;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Operations.Cases;
using ContourFlow.Worker.Operations.Metrics;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace ContourFlow.Worker.Operations.Health;

/// <summary>What is wrong with each dependency of a process, as a sentence; null where nothing is.</summary>
internal sealed class Dependencies(IServiceProvider services)
{
    /// <summary>The registry: reached, and its tables of this version.</summary>
    public Task<string?> RegistryAsync(CancellationToken cancellationToken) =>
        services.GetRequiredService<IRegistryDatabase>().FaultAsync(cancellationToken);

    /// <summary>The object store: reached, writable, with room.</summary>
    public Task<string?> ObjectsAsync(CancellationToken cancellationToken) =>
        services.GetRequiredService<IObjectStore>().FaultAsync(cancellationToken);

    /// <summary>The bus: connected, and every queue of this process being taken from.</summary>
    public Task<string?> QueueAsync(CancellationToken cancellationToken)
    {
        if (services.GetService<IBusControl>() is not { } bus)
            return Task.FromResult<string?>("The bus is not part of this process.");
        BusHealthResult health = bus.CheckHealth();
        if (health.Status == BusHealthStatus.Healthy)
            return Task.FromResult<string?>(null);
        string[] queues = [.. health.Endpoints.Where(endpoint => endpoint.Value.Status != BusHealthStatus.Healthy).Select(endpoint => endpoint.Key).Order(StringComparer.Ordinal)];
        return Task.FromResult<string?>(queues.Length == 0
            ? "The bus is not connected to the broker; it goes on trying."
            : $"The bus is not connected to the broker, or not to all of its queues; it goes on trying: {string.Join(", ", queues)}.");
    }

    /// <summary>The review page: listening.</summary>
    public Task<string?> ReviewAsync(CancellationToken cancellationToken) =>
        Task.FromResult(services.GetService<ReviewHost>() is { IsListening: true } ? null : "The review page does not listen.");

    /// <summary>The receiver: listening.</summary>
    public Task<string?> ReceiverAsync(CancellationToken cancellationToken) =>
        Task.FromResult(services.GetRequiredService<ReceiverWatch>().Receiver is { State.Admission.IsClosed: false } ? null : "The receiver does not listen.");

    /// <summary>The spool: with room on its disk, and not full of what cannot be filed.</summary>
    public Task<string?> SpoolAsync(CancellationToken cancellationToken) =>
        Task.FromResult(services.GetRequiredService<ReceiverWatch>().Receiver switch
        {
            null => "It is not open: the receiver does not listen.",
            { State.Intake.HasRoom: false } => $"Associations are rejected until it has room: its disk has less than Receiver:KeepFreeMiB, or {FilingIntake.MostUnfiled} objects wait in it because registry or object store do not take them.",
            _ => null,
        });

    /// <summary>A destination: it has everything that it was to get, or is getting it.</summary>
    /// <param name="destination">Its name.</param>
    /// <param name="tolerated">For how long a result may be on its way to it before that is told.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<string?> DestinationAsync(string destination, TimeSpan tolerated, CancellationToken cancellationToken)
    {
        RegistryReading registry = services.GetRequiredService<RegistryReading>();
        await registry.Figures.RefreshAsync(cancellationToken);
        if (registry.Figures.Latest is not { } figures)
            return "What waits for it is not known: the registry cannot be read.";
        if (!figures.Deliveries.TryGetValue(destination, out (int Count, DateTimeOffset Oldest) backlog))
            return null;
        TimeSpan age = services.GetRequiredService<TimeProvider>().GetUtcNow() - backlog.Oldest;
        return age <= tolerated ? null : $"{backlog.Count} results wait for it, the oldest for {CaseTimes.Age(age)}.";
    }
}
