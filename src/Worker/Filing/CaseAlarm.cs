namespace ContourFlow.Worker.Filing;

/// <summary>Wakes who looks at cases when objects were filed in this process. A hint: what other processes filed is found by looking now and then.</summary>
internal sealed class CaseAlarm : IDisposable
{
    private readonly SemaphoreSlim rung = new(0, 1);

    /// <summary>Rings; once is as good as often.</summary>
    public void Ring()
    {
        try
        {
            if (rung.CurrentCount == 0)
                rung.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody else rang at the same moment.
        }
    }

    /// <summary>Waits for a ring, or for a time to pass.</summary>
    /// <returns>Whether it rang.</returns>
    public async Task<bool> WaitAsync(TimeSpan longest, TimeProvider time, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task ring = rung.WaitAsync(enough.Token);
        await Task.WhenAny(ring, Task.Delay(longest, time, enough.Token));
        await enough.CancelAsync();
        await ring.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        return ring.IsCompletedSuccessfully;
    }

    /// <inheritdoc/>
    public void Dispose() => rung.Dispose();
}
