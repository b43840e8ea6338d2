using ContourFlow.Storage.Objects;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Filing;

/// <summary>
/// Whether the object store can be written to. It is asked once a second at most, beside whoever wants to know: the answer is that of the last time.
/// </summary>
internal sealed class StoreWatch(IObjectStore store, ILogger<StoreWatch> log, TimeProvider time)
{
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private Task asking = Task.CompletedTask;
    private long? askedAt;
    private volatile bool isWell = true;

    /// <summary>Whether it was well when it last answered; false too while it does not answer.</summary>
    public bool IsWell
    {
        get
        {
            lock (gate)
            {
                TimeSpan? since = askedAt is { } at ? time.GetElapsedTime(at) : null;
                if (!asking.IsCompleted)
                    return isWell && since < s_patience;
                if (since is null || since >= s_period)
                {
                    askedAt = time.GetTimestamp();
                    asking = Task.Run(AskAsync);
                }

                return isWell;
            }
        }
    }

    private async Task AskAsync()
    {
        string? fault;
        try
        {
            fault = await store.FaultAsync(CancellationToken.None);
        }
#pragma warning disable CA1031 // The end of a task of its own: whatever it is, files cannot be stored.
        catch (Exception unavailable)
#pragma warning restore CA1031
        {
            fault = unavailable is StoreUnavailableException ? unavailable.Message : unavailable.GetType().Name;
        }

        if (fault is not null && isWell)
            log.StoreFault(fault);
        isWell = fault is null;
    }
}
