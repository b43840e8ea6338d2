using Microsoft.Extensions.Hosting;

namespace ContourFlow.Worker.Messaging;

/// <summary>Tells work that is under way when its time is over, once the process was asked to stop.</summary>
internal sealed class Drain : IDisposable
{
    private readonly CancellationTokenSource over;
    private readonly CancellationTokenRegistration stopping;

    /// <param name="lifetime">Says when the process is asked to stop.</param>
    /// <param name="times">How long work may go on then.</param>
    /// <param name="time">The clock.</param>
    public Drain(IHostApplicationLifetime lifetime, ShutdownTimes times, TimeProvider time)
    {
        over = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        stopping = lifetime.ApplicationStopping.Register(() => over.CancelAfter(times.Drain));
    }

    /// <summary>Cancelled when work that is still under way is to be handed back.</summary>
    public CancellationToken Over => over.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        stopping.Dispose();
        over.Dispose();
    }
}
