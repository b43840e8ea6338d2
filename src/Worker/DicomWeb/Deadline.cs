namespace ContourFlow.Worker.DicomWeb;

/// <summary>A deadline that moves on as long as something passes, tied to the caller's cancellation.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource expiry;
    private readonly CancellationTokenSource linked;
    private readonly CancellationToken caller;

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

    /// <summary>Moves it to so much from now.</summary>
    public void Extend(TimeSpan more) => expiry.CancelAfter(more);

    /// <inheritdoc/>
    public void Dispose()
    {
        linked.Dispose();
        expiry.Dispose();
    }
}
