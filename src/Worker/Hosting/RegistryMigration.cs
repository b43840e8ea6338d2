using ContourFlow.Storage;
using ContourFlow.Storage.Objects;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Hosting;

/// <summary>
/// Brings the registry's tables up to this version once the database is there; where processes may not (<c>Registry:Migrate</c>), waits until somebody else
/// has. Until then objects are received all the same: the spool needs no database.
/// </summary>
internal sealed class RegistryMigration(IRegistryDatabase database, ServiceOptions options, ILogger<RegistryMigration> log, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Whether it is done.</summary>
    public bool IsDone { get; private set; }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (int attempt = 1; !stoppingToken.IsCancellationRequested; attempt++)
        {
            if (await FaultAsync(stoppingToken) is not { } fault)
            {
                IsDone = true;
                return;
            }

            if (attempt is 1 || attempt % 30 == 0)
                log.RegistryAway(fault);
            await Task.Delay(Pause, time, stoppingToken);
        }
    }

    private async Task<string?> FaultAsync(CancellationToken stoppingToken)
    {
        if (!options.Registry.Migrate)
            return await database.FaultAsync(stoppingToken);
        try
        {
            await database.MigrateAsync(stoppingToken);
            return null;
        }
        catch (StoreUnavailableException fault)
        {
            return fault.Message;
        }
    }
}
