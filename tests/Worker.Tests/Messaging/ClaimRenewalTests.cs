using ContourFlow.Storage.Objects;
using ContourFlow.Worker.Messaging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContourFlow.Worker.Tests.Messaging;

public sealed class ClaimRenewalTests
{
    private static readonly TimeSpan Claim = TimeSpan.FromMilliseconds(60);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Claim_is_renewed_until_the_work_ends()
    {
        int renewed = 0;
        await using (ClaimRenewal renewal = Start(() => Task.FromResult(Interlocked.Increment(ref renewed) > 0)))
        {
            while (Volatile.Read(ref renewed) < 3)
                await Task.Delay(5, Cancel);
            renewal.Lost.IsCancellationRequested.Should().BeFalse();
        }

        int atTheEnd = renewed;
        await Task.Delay(2 * Claim, Cancel);
        renewed.Should().Be(atTheEnd);
    }

    [Fact]
    public async Task Claim_that_is_anothers_ends_the_work()
    {
        await using ClaimRenewal renewal = Start(() => Task.FromResult(false));

        await FluentActions.Awaiting(() => Task.Delay(Timeout.Infinite, renewal.Lost)).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Registry_that_is_away_does_not_end_the_work()
    {
        int asked = 0;
        await using ClaimRenewal renewal = Start(() => Interlocked.Increment(ref asked) < 3 ? throw new StoreUnavailableException("Away.") : Task.FromResult(true));
        while (Volatile.Read(ref asked) < 4)
            await Task.Delay(5, Cancel);

        renewal.Lost.IsCancellationRequested.Should().BeFalse();
    }

    private static ClaimRenewal Start(Func<Task<bool>> renew) => ClaimRenewal.Start(_ => renew(), Claim, TimeProvider.System, NullLogger.Instance);
}
