namespace ContourFlow.Worker.DicomWeb;

/// <summary>A deadline that moves on as long as something passes, tied to the caller's cancellation.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource expiry;
    private readonly CancellationTokenSource linked;
    private readonly CancellationToken caller;
    private readonly Lock ending = new();
    private bool isEnded;

    /// <summary>Starts it.</summary>
    public Deadline(TimeSpan first, TimeProvider time, CancellationToken caller)
    {
        this.caller = caller;
        expiry = new CancellationTokenSource(first, time);
        linked = CancellationTokenSource.CreateLinkedTokenSource(expiry.Token, caller);
    }

    /// <summary>Cancelled when it has passed, or by the caller.</summary>
    public CancellationToken Token => linked.Token;

    /// <summary>Whether time ran out, and not the caller's patience.</summary>
    public bool HasPassed => expiry.IsCancellationRequested && !caller.IsCancellationRequested;

    /// <summary>Moves it to so much from now; to no end by <see cref="Timeout.InfiniteTimeSpan"/>.</summary>
    public void Extend(TimeSpan more)
    {
        // An answer that comes early ends it while the rest of a body may still be going out.
        lock (ending)
        {
            if (!isEnded)
                expiry.CancelAfter(more);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (ending)
            isEnded = true;
        linked.Dispose();
        expiry.Dispose();
    }
}
