using ContourFlow.Worker.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ContourFlow.Worker.Operations.Health;

/// <summary>
/// Which checks a process of these roles has, and which of them count. A gateway alone is ready as long as it can make objects durable: it listens and its
/// spool has room. Registry, object store and queue may be away meanwhile, and are told. Who processes or publishes can do nothing without these
/// three; the review page needs the first two. A destination never counts: what it does not take waits, and other processes could not do better.
/// </summary>
internal static class HealthRegistrations
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(5);

    // A delivery is tried at once; longer than some pauses means that the destination does not take it.
    private static readonly TimeSpan s_toleratedDelivery = TimeSpan.FromMinutes(2);

    /// <summary>Adds them.</summary>
    public static void Add(IHealthChecksBuilder health, ServiceOptions options, Roles roles)
    {
        bool isGateway = roles.HasFlag(Roles.Gateway);
        bool isWorking = roles.HasFlag(Roles.Worker) || roles.HasFlag(Roles.Publisher);
        bool isPageAlone = roles == Roles.Review;
        Ready(health, "registry", isWorking || isPageAlone, "It can be reached, and its tables are of this version.", (of, cancel) => of.RegistryAsync(cancel));
        Ready(health, "object store", isWorking || isPageAlone, "It can be written to and has room.", (of, cancel) => of.ObjectsAsync(cancel));
        if (!isPageAlone)
            Ready(health, "queue", isWorking, options.Queue.Url is null ? "It is in this process." : "The bus is connected to the broker.", (of, cancel) => of.QueueAsync(cancel));
        if (isGateway)
        {
            Ready(health, "receiver", isRequired: true, "It listens.", (of, cancel) => of.ReceiverAsync(cancel));
            Ready(health, "spool", isRequired: true, "Its disk has room.", (of, cancel) => of.SpoolAsync(cancel));
        }

        if (roles.HasFlag(Roles.Publisher))
        {
            foreach (string destination in options.Destinations.Keys)
                Ready(health, $"destination {destination}", isRequired: false, "It takes what is sent to it.", (of, cancel) => of.DestinationAsync(destination, s_toleratedDelivery, cancel));
        }

        if (ReviewHost.IsPartOf(options, roles))
            Ready(health, "review page", isPageAlone, "It listens.", (of, cancel) => of.ReviewAsync(cancel));
        if (isPageAlone)
            Startup(health, "review page", "It has begun to listen.", (of, cancel) => of.ReviewAsync(cancel));
        if (isGateway)
            Startup(health, "receiver", "It has begun to listen.", (of, cancel) => of.ReceiverAsync(cancel));
        if (!isWorking)
            return;

        // A gateway alone has started without them: an orchestrator would end one that waits for its database, and nobody would take objects.
        Startup(health, "migrations", "The registry's tables are of this version.", (of, cancel) => of.RegistryAsync(cancel));
        Startup(health, "bus", "It has been connected.", (of, cancel) => of.QueueAsync(cancel));
    }

    private static void Ready(IHealthChecksBuilder health, string name, bool isRequired, string sound, Func<Dependencies, CancellationToken, Task<string?>> faultAsync) =>
        health.Add(new HealthCheckRegistration(
            name,
            services => new DependencyCheck(sound, cancel => faultAsync(new Dependencies(services), cancel)),
            isRequired ? HealthStatus.Unhealthy : HealthStatus.Degraded,
            [HealthTags.Ready],
            s_timeout));

    private static void Startup(IHealthChecksBuilder health, string name, string done, Func<Dependencies, CancellationToken, Task<string?>> faultAsync)
    {
        var once = new StartedOnce();
        health.Add(new HealthCheckRegistration(
            $"{name} (startup)",
            // The services are those of one check.
            services => new Started(once, done, cancel => faultAsync(new Dependencies(services), cancel)),
            HealthStatus.Unhealthy,
            [HealthTags.Startup],
            s_timeout));
    }
}
