using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Operations.Metrics;

/// <summary>
/// Figures that are read from elsewhere when somebody wants to see them, once for all who do within some seconds: however often metrics are scraped, the source is
/// not asked more often than that, and not at all while nobody looks.
/// </summary>
/// <typeparam name="T">The figures.</typeparam>
/// <param name="source">What they are read from, for the log.</param>
/// <param name="readAsync">Reads them.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where it says that they cannot be read.</param>
internal sealed class CachedFigures<T>(string source, Func<CancellationToken, Task<T>> readAsync, TimeProvider time, ILogger log)
    where T : class
{
    /// <summary>How old they may be.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private T? latest;
    private long? readAt;
    private Task? reading;
    private bool wasAway;

    /// <summary>The figures as far as they are known; null while they cannot be read. Has them read anew where they are old.</summary>
    public T? Latest
    {
        get
        {
            _ = Reading();
            return Volatile.Read(ref latest);
        }
    }

    /// <summary>Waits until they are not older than <see cref="Age"/>, or it is seen that they cannot be read.</summary>
    public Task RefreshAsync(CancellationToken cancellationToken) => Reading().WaitAsync(cancellationToken);

    private Task Reading()
    {
        lock (gate)
        {
            if (reading is { IsCompleted: false })
                return reading;
            if (readAt is { } at && time.GetElapsedTime(at) < Age)
                return Task.CompletedTask;
            return reading = Task.Run(ReadAsync);
        }
    }

    private async Task ReadAsync()
    {
        T? read = null;
        string? fault = null;
        using var deadline = new CancellationTokenSource(s_deadline, time);
        try
        {
            read = await readAsync(deadline.Token).WaitAsync(deadline.Token);
        }
#pragma warning disable CA1031 // The border: figures that cannot be read are left out, and their absence is a figure too.
        catch (Exception away)
#pragma warning restore CA1031
        {
            fault = away.GetType().Name;
        }

        lock (gate)
        {
            Volatile.Write(ref latest, read);
            readAt = time.GetTimestamp();
        }

        if (fault is not null && !wasAway)
            log.FiguresAway(source, fault);
        else if (fault is null && wasAway)
            log.FiguresBack(source);
        wasAway = fault is not null;
    }
}
