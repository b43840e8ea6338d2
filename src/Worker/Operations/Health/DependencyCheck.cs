using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ContourFlow.Worker.Operations.Health;

/// <summary>
/// A dependency that says in a sentence what is wrong with it. What is wrong counts as the registration says: without a required one the process is
/// unhealthy, without another one it is degraded.
/// </summary>
/// <param name="sound">The sentence where nothing is wrong.</param>
/// <param name="faultAsync">Null where nothing is wrong, else the sentence; it names no secret.</param>
internal sealed class DependencyCheck(string sound, Func<CancellationToken, Task<string?>> faultAsync) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            return await faultAsync(cancellationToken) is { } fault
                ? new HealthCheckResult(context.Registration.FailureStatus, fault)
                : HealthCheckResult.Healthy(sound);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, $"It did not answer within {context.Registration.Timeout.TotalSeconds} s.");
        }
#pragma warning disable CA1031 // The border: whatever it is, the dependency does not answer as it should.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            // Without its text: what drivers quote of an address or a user is not known here.
            return new HealthCheckResult(context.Registration.FailureStatus, $"It could not be asked ({fault.GetType().Name}).");
        }
    }
}
