using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ContourFlow.Worker.Operations.Health;

/// <summary>What has to have been so once since the process started; what becomes of it later is readiness.</summary>
/// <param name="once">Whether it was so: one for all checks of a process.</param>
/// <param name="done">The sentence once it was so.</param>
/// <param name="faultAsync">Null where it is so, else the sentence.</param>
internal sealed class Started(StartedOnce once, string done, Func<CancellationToken, Task<string?>> faultAsync) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (once.Was)
            return HealthCheckResult.Healthy(done);
        HealthCheckResult result = await new DependencyCheck(done, faultAsync).CheckHealthAsync(context, cancellationToken);
        if (result.Status == HealthStatus.Healthy)
            once.Was = true;
        return result;
    }
}

/// <summary>Remembers that something was so.</summary>
internal sealed class StartedOnce
{
    private volatile bool was;

    /// <summary>Whether it was.</summary>
    public bool Was
    {
        get => was;
        set => was = value;
    }
}
