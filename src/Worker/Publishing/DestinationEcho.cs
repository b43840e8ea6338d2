using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Peers;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Publishing;

/// <summary>
/// Whether a destination answers, by C-ECHO with the title and the security that results are sent with. It is asked while somebody looks, not more often than
/// <see cref="Age"/>, and nobody waits for the answer: what is shown is the last one.
/// </summary>
internal sealed class DestinationEcho
{
    /// <summary>How old an answer may be before it is asked for anew.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(10);

    private readonly Destination destination;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly Lock gate = new();
    private bool? isReachable;
    private long? askedAt;
    private Task? asking;

    /// <param name="name">Name of the destination.</param>
    /// <param name="section">How it is configured.</param>
    /// <param name="title">The title that we call with where it says none.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where it says that a destination is away or back.</param>
    public DestinationEcho(string name, DestinationSection section, string title, TimeProvider time, ILogger log)
    {
        (Name, this.time, this.log) = (name, time, log);
        destination = new Destination(
            RemoteAe.Read(section.Remote)!,
            section.CallingTitle ?? title,
            section.Tls is { } tls ? new TlsFiles(tls.Certificate, tls.Key, tls.Authority) : null,
            section.ResponseTimeout < s_deadline ? section.ResponseTimeout : s_deadline,
            log);
    }

    /// <summary>Name of the destination.</summary>
    public string Name { get; }

    /// <summary>Whether it answered when it was last asked; null before the first answer is known. Has it asked where that is long ago.</summary>
    public bool? IsReachable
    {
        get
        {
            _ = AskedAsync();
            lock (gate)
                return isReachable;
        }
    }

    /// <summary>Waits until an answer that is not older than <see cref="Age"/> is known.</summary>
    public Task RefreshAsync(CancellationToken cancellationToken) => AskedAsync().WaitAsync(cancellationToken);

    private Task AskedAsync()
    {
        lock (gate)
        {
            if (asking is { IsCompleted: false })
                return asking;
            if (askedAt is { } at && time.GetElapsedTime(at) < Age)
                return Task.CompletedTask;
            askedAt = time.GetTimestamp();
            return asking = Task.Run(AskAsync);
        }
    }

    private async Task AskAsync()
    {
        string? fault = await FaultAsync();
        bool? before;
        lock (gate)
            (before, isReachable) = (isReachable, fault is null);
        if (fault is not null && before is not false)
            log.DestinationAway(Name, fault);
        else if (fault is null && before is false)
            log.DestinationBack(Name);
    }

    private async Task<string?> FaultAsync()
    {
        DicomStatus? status = null;
        using var deadline = new CancellationTokenSource(s_deadline, time);
        try
        {
            IDicomClient client = destination.Client();
            var echo = new DicomCEchoRequest();
            echo.OnResponseReceived = (_, response) => status = response.Status;
            await client.AddRequestAsync(echo);
            await client.SendAsync(deadline.Token);
            return status is null ? "it did not answer in time" : status.State == DicomState.Success ? null : $"status {status.Code:X4}";
        }
        catch (Exception fault) when (fault is DicomNetworkException or OperationCanceledException or PeerOptionsException or IOException)
        {
            return fault is OperationCanceledException ? "it did not answer in time" : fault.Message;
        }
    }
}
