using ContourFlow.Storage.Publishing;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Operations.Cases;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Publishing;

/// <summary>
/// Warns at the start of destinations that results wait for and that the configuration does not have. Their messages lie in queues that nobody takes from,
/// so that nothing else would say it.
/// </summary>
internal sealed class DestinationWatch(IPublishingRegistry registry, ServiceOptions options, TimeProvider time, ILogger<DestinationWatch> log) : BackgroundService
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(15);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                foreach ((string destination, int count) in await UnknownDestinations.FindAsync(registry, options, stoppingToken))
                    log.DestinationGone(count, destination);
                return;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever it is: what only warns must not end the service. The registry's own watch tells of it; the tables may not be there yet.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                log.DestinationsUnknown(fault.GetType().Name);
            }

            await Task.Delay(s_pause, time, stoppingToken).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }
}
