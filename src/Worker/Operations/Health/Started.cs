using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ContourFlow.Worker.Operations.Health;

/// <summary>What has to have been so once since the process started; what becomes of it later is readiness.</summary>
/// <param name="done">The sentence once it was so.</param>
/// <param name="faultAsync">Null where it is so, else the sentence.</param>
internal sealed class Started(string done, Func<CancellationToken, Task<string?>> faultAsync) : IHealthCheck
{
    private readonly DependencyCheck check = new(done, faultAsync);
    private volatile bool was;

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (was)
            return HealthCheckResult.Healthy(done);
        HealthCheckResult result = await check.CheckHealthAsync(context, cancellationToken);
        was = result.Status == HealthStatus.Healthy;
        return result;
    }
}
