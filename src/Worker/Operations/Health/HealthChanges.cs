using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Operations.Health;

/// <summary>Tells the log when a dependency goes away and when it is back, whether or not anybody probes.</summary>
internal sealed class HealthChanges(ILogger<HealthChanges> log) : IHealthCheckPublisher
{
    /// <summary>When it looks first: what is not there at the start as a rule is there soon.</summary>
    public static readonly TimeSpan Delay = TimeSpan.FromSeconds(15);

    /// <summary>How often it looks.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(15);

    private readonly HashSet<string> away = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        foreach ((string name, HealthReportEntry entry) in report.Entries)
        {
            if (entry.Status == HealthStatus.Healthy)
            {
                if (away.Remove(name))
                    log.DependencyBack(name, entry.Description ?? "");
            }
            else if (away.Add(name))
            {
                log.DependencyAway(name, entry.Description ?? "");
            }
        }

        return Task.CompletedTask;
    }
}
