using ContourFlow.Storage.Objects;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Messaging;

/// <summary>Renews a claim of the registry in the background for as long as the work lasts, and says when it was lost to another process.</summary>
internal sealed class ClaimRenewal : IAsyncDisposable
{
    // A renewal may fail twice before the claim runs out.
    private const int RenewalsInAClaim = 3;

    private readonly CancellationTokenSource lost = new();
    private readonly CancellationTokenSource ended = new();
    private readonly Task renewing;

    private ClaimRenewal(Func<CancellationToken, Task<bool>> renew, TimeSpan every, TimeProvider time, ILogger log) =>
        renewing = Task.Run(() => RenewAsync(renew, every, time, log));

    /// <summary>Cancelled when the claim is another's: the work is in vain.</summary>
    public CancellationToken Lost => lost.Token;

    /// <summary>Begins to renew.</summary>
    /// <param name="renew">Renews the claim; false when it is another's.</param>
    /// <param name="claimedFor">How long it holds.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where it says what happens to the claim.</param>
    public static ClaimRenewal Start(Func<CancellationToken, Task<bool>> renew, TimeSpan claimedFor, TimeProvider time, ILogger log) =>
        new(renew, claimedFor / RenewalsInAClaim, time, log);

    /// <summary>Renews it no more.</summary>
    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await renewing;
        ended.Dispose();
        lost.Dispose();
    }

    private async Task RenewAsync(Func<CancellationToken, Task<bool>> renew, TimeSpan every, TimeProvider time, ILogger log)
    {
        try
        {
            while (true)
            {
                await Task.Delay(every, time, ended.Token);
                try
                {
                    if (await renew(ended.Token))
                        continue;
                    log.ClaimLost();
                    await lost.CancelAsync();
                    return;
                }
                catch (StoreUnavailableException fault)
                {
                    // The claim may run out meanwhile, and another may begin: whoever ends first is taken down, and the other told so.
                    log.ClaimNotRenewed(fault.GetType().Name);
                }
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The work has ended.
        }
    }
}
