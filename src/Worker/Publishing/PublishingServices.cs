using ContourFlow.Worker.Commitment;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Receiving;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Publishing;

/// <summary>The publishing of results.</summary>
internal static class PublishingServices
{
    /// <summary>What the consumers of commands need, which themselves come with the queue; with Publishing.ReportPort a listener for reports of storage commitment.</summary>
    public static IServiceCollection AddPublishing(this IServiceCollection services, ServiceOptions options)
    {
        services.AddCommitmentReports();
        services.AddSingleton<PublishingMeter>();
        services.AddSingleton<DeliverySending>();
        services.AddSingleton<DeliveryPublisher>();
        services.AddHostedService<DestinationWatch>();
        if (options.Publishing.ReportPort is { } port)
            services.AddHostedService(provider => new ReportListener(options, port, provider.GetRequiredService<ICommitmentReports>(), provider.GetRequiredService<ILoggerFactory>()));
        return services;
    }

    /// <summary>Where reports of storage commitment are kept: what a gateway's receiver needs to take them for publishers.</summary>
    public static IServiceCollection AddCommitmentReports(this IServiceCollection services)
    {
        services.TryAddSingleton<ICommitmentReports, RegistryReports>();
        return services;
    }

    /// <summary>Takes reports of storage commitment, and no objects.</summary>
    private sealed class ReportListener(ServiceOptions options, int port, ICommitmentReports reports, ILoggerFactory loggers) : IHostedService
    {
        private Receiver? receiver;

        /// <inheritdoc/>
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            TlsSection? tls = options.Receiver.Tls;
            var listening = new ReceiverOptions
            {
                Titles = options.Receiver.Titles,
                Address = options.Receiver.Address,
                Port = port,
                Tls = tls is null ? null : new Peers.TlsFiles(tls.Certificate, tls.Key, tls.Authority),
                StopTimeout = TimeSpan.FromSeconds(2),
            };
            receiver = await Receiver.StartAsync(listening, intake: null, commitments: null, reports, loggers, cancellationToken);
        }

        /// <inheritdoc/>
        public async Task StopAsync(CancellationToken cancellationToken)
        {
            if (receiver is not null)
                await receiver.DisposeAsync();
        }
    }
}
