using System.Net;
using System.Threading.RateLimiting;
using ContourFlow.Review.Hosting;
using Microsoft.AspNetCore.Http;

namespace ContourFlow.Review.Access;

/// <summary>
/// How often one address may try to sign in. A try counts once it has come whole: clients that begin one and do not end it use up nobody's.
/// </summary>
internal sealed class SignInRate : IDisposable
{
    private const int TriesAMinute = 30;

    private readonly PartitionedRateLimiter<HttpContext> limiter = PartitionedRateLimiter.Create<HttpContext, IPAddress>(PartitionOf);

    /// <summary>What is answered to more.</summary>
    public static ReviewProblem Refusal { get; } = new(StatusCodes.Status429TooManyRequests, "Too many tries to sign in within a minute; try again in one.");

    /// <summary>The tries of the address that a request is from.</summary>
    public static RateLimitPartition<IPAddress> PartitionOf(HttpContext context) => RateLimitPartition.GetFixedWindowLimiter(
        context.Connection.RemoteIpAddress ?? IPAddress.None,
        _ => new FixedWindowRateLimiterOptions { PermitLimit = TriesAMinute, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 });

    /// <summary>Counts a try.</summary>
    /// <returns>Whether it may be made.</returns>
    public bool Try(HttpContext context)
    {
        using RateLimitLease lease = limiter.AttemptAcquire(context);
        return lease.IsAcquired;
    }

    /// <inheritdoc/>
    public void Dispose() => limiter.Dispose();
}
