using System.Collections.Immutable;
using System.Threading.Channels;
using ContourFlow.Contracts;
using ContourFlow.Storage.Objects;
using ContourFlow.Storage.Reviewing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Review.Live;

/// <summary>
/// Follows the registry, once for the process, and hands what has changed to everybody who listens. The registry is asked each second for what changed
/// since some seconds before the last time: clocks of processes differ, and transactions end in another order than they began.
/// </summary>
internal sealed class CaseChanges(IReviewRecords records, TimeProvider time, ILogger<CaseChanges> log) : BackgroundService
{
    /// <summary>How often the registry is asked.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>How far it is asked back, each time again.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromSeconds(75);

    /// <summary>How much may wait for somebody who listens before they are let go.</summary>
    public const int Waiting = 1024;

    private const int Most = 1000;

    private readonly Lock gate = new();
    private readonly List<Channel<ChangedCase>> listeners = [];
    private ImmutableDictionary<CaseId, ChangedCase> recent = ImmutableDictionary<CaseId, ChangedCase>.Empty;

    /// <summary>
    /// Listens until the token is cancelled. What changed within the last seconds comes first: a page that lists its cases and then listens misses nothing.
    /// Who does not take what comes is let go: the reader ends.
    /// </summary>
    public ChannelReader<ChangedCase> Listen(CancellationToken cancellationToken)
    {
        // The recent ones have room of their own: a busy registry must not let go everybody who begins to listen.
        lock (gate)
        {
            Channel<ChangedCase> channel = Channel.CreateBounded<ChangedCase>(new BoundedChannelOptions(Waiting + recent.Count) { SingleReader = true });
            foreach (ChangedCase changed in recent.Values)
                channel.Writer.TryWrite(changed);
            listeners.Add(channel);
            cancellationToken.Register(() => Leave(channel));
            return channel.Reader;
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ticks = new PeriodicTimer(Pause, time);
        DateTimeOffset since = time.GetUtcNow();
        bool isAway = false;
        do
        {
            DateTimeOffset asked = time.GetUtcNow();
            try
            {
                Take(await ChangedAsync(since - Overlap, stoppingToken));
                since = asked;
                isAway = false;
            }
            catch (StoreUnavailableException fault)
            {
                // Nothing is lost: the next time asks from the last answer on.
                if (!isAway)
                    log.ChangesAway(fault.Message);
                isAway = true;
            }
        }
        while (await ticks.WaitForNextTickAsync(stoppingToken));
    }

    // All of them: the answer does not say how far a part of it goes.
    private async Task<IReadOnlyList<ChangedCase>> ChangedAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        for (int most = Most; ; most *= 4)
        {
            IReadOnlyList<ChangedCase> changed = await records.ChangedSinceAsync(since, most, cancellationToken);
            if (changed.Count < most)
                return changed;
        }
    }

    private void Take(IReadOnlyList<ChangedCase> changed)
    {
        lock (gate)
        {
            foreach (ChangedCase one in changed)
            {
                if (recent.TryGetValue(one.CaseId, out ChangedCase? known) && known.Version >= one.Version)
                    continue;
                for (int at = listeners.Count - 1; at >= 0; at--)
                {
                    if (listeners[at].Writer.TryWrite(one))
                        continue;
                    listeners[at].Writer.TryComplete();
                    listeners.RemoveAt(at);
                    log.ListenerLetGo();
                }
            }

            recent = changed.ToImmutableDictionary(one => one.CaseId);
        }
    }

    private void Leave(Channel<ChangedCase> channel)
    {
        lock (gate)
            listeners.Remove(channel);
        channel.Writer.TryComplete();
    }
}
