using ContourFlow.Worker.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Processing;

/// <summary>The processing of cases.</summary>
internal static class ProcessingServices
{
    /// <summary>What the consumer of commands needs; the consumer itself comes with the queue.</summary>
    public static IServiceCollection AddProcessing(this IServiceCollection services, ServiceOptions options)
    {
        services.AddSingleton<ProcessingMeter>();
        services.AddSingleton<CaseWork>();
        services.AddSingleton<RevisionProcessor>();
        services.AddHostedService(provider => new ScratchCleaning(options, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<ScratchCleaning>>()));
        return services;
    }

    /// <summary>Empties the scratch folder before the work begins.</summary>
    private sealed class ScratchCleaning(ServiceOptions options, TimeProvider time, ILogger<ScratchCleaning> log) : IHostedService
    {
        /// <inheritdoc/>
        public Task StartAsync(CancellationToken cancellationToken)
        {
            try
            {
                ScratchFolder.RemoveLeftovers(options, time);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // Room lost, no more: each piece of work makes its own folder, and says when it cannot.
                log.LeftoversStay(fault.GetType().Name);
            }

            return Task.CompletedTask;
        }

        /// <inheritdoc/>
        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
