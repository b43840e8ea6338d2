using ContourFlow.Storage.Messaging;
using ContourFlow.Storage.Objects;
using ContourFlow.Worker.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Messaging;

/// <summary>
/// Asks anew for what no message will bring on any more, closes cases that waited too long, and deletes what is kept no longer. Every process
/// runs one; a lease has one of them do it.
/// </summary>
internal sealed class Reconciler(
    IReconciliation reconciliation, ILeases leases, IObjectStore objects, IQueueBacklog backlog, ServiceOptions options, MessagingMeter meter, TimeProvider time, ILogger<Reconciler> log)
    : BackgroundService
{
    /// <summary>Name of the lease.</summary>
    public const string Lease = "reconciler";

    // Deleting takes a few requests each with S3, and what is lost or due waits meanwhile: the rest comes in the next round.
    private const int MostReleased = 250;

    // While messages wait in the queues, what is late is not lost: asked for anew it would only make them longer.
    private static readonly TimeSpan SilenceWhileMessagesWait = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ShortestLease = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan RetentionEvery = TimeSpan.FromHours(1);

    private readonly Backoff backoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
    private readonly bool isInMemory = options.Queue.Url is null;
    private bool hasBegun;
    private DateTimeOffset? retainedAt, waitingSince;

    /// <summary>One round; nothing where the lease is another's.</summary>
    /// <returns>Whether it was ours.</returns>
    public async Task<bool> ReconcileAsync(CancellationToken cancellationToken)
    {
        TimeSpan heldFor = options.Operations.ReconcileEvery * 3 > ShortestLease ? options.Operations.ReconcileEvery * 3 : ShortestLease;
        if (!await leases.TryTakeAsync(Lease, options.Process, heldFor, cancellationToken))
            return false;
        Reconciled found = await reconciliation.ReissueAsync(await SilenceAsync(cancellationToken), cancellationToken);
        hasBegun = true;
        if (found.Revisions + found.Scores + found.Deliveries > 0)
            log.Reconciled(found.Revisions, found.Scores, found.Deliveries);
        meter.Reissued(found.Revisions, found.Scores, found.Deliveries);
        if (await reconciliation.ExpireAsync(options.Retention.Waiting, cancellationToken) is > 0 and int expired)
            log.Expired(expired);
        if (retainedAt is not { } before || time.GetUtcNow() - before >= RetentionEvery)
        {
            bool isAll = await ReleaseAsync(cancellationToken);
            retainedAt = isAll ? time.GetUtcNow() : null;
        }

        return true;
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await leases.ReleaseAsync(Lease, options.Process, cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            // It runs out by itself.
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            TimeSpan pause = options.Operations.ReconcileEvery;
            try
            {
                await ReconcileAsync(stoppingToken);
                backoff.Succeeded();
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (StoreUnavailableException fault)
            {
                pause = backoff.Failed();
                log.RegistryAway(fault.GetType().Name, pause.TotalSeconds);
            }
            catch (Exception fault)
            {
                pause = backoff.Failed();
                log.RoundFailed("reconciler", ProgramFaultException.KindOf(fault), pause.TotalSeconds, Environment.NewLine, fault.StackTrace ?? "");
            }

            await Task.Delay(pause, time, stoppingToken).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    // What waited in memory went with the process: the first round asks for all of it.
    private async Task<TimeSpan> SilenceAsync(CancellationToken cancellationToken)
    {
        if (isInMemory && !hasBegun)
            return TimeSpan.Zero;
        TimeSpan silence = options.Operations.ReissueAfter;
        if (!await backlog.WaitsAsync(cancellationToken))
        {
            waitingSince = null;
            return silence;
        }

        // The longer messages have been waiting without a break, the longer silence means nothing: what waits for a day is asked for anew
        // a dozen times and not at each interval, so that a long queue does not grow by itself.
        waitingSince ??= time.GetUtcNow();
        return new[] { silence, SilenceWhileMessagesWait, (time.GetUtcNow() - waitingSince.Value) / 2 }.Max();
    }

    // Files are deleted after the rows that named them, and struck from the list after that: a process that dies between leaves files that are
    // deleted another time, never a row without its file. True when no more are known to be there.
    private async Task<bool> ReleaseAsync(CancellationToken cancellationToken)
    {
        bool areMoreResults = options.Retention.Results is { } kept && await reconciliation.ReleaseResultsAsync(kept, MostReleased, cancellationToken) == MostReleased;
        IReadOnlyList<string> keys = await reconciliation.ReleaseObjectsAsync(options.Retention.Objects, MostReleased, cancellationToken);
        var deleted = new List<string>();
        foreach (string key in keys)
        {
            if (await objects.DeleteAsync(key, cancellationToken))
                deleted.Add(key);
        }

        if (keys.Count > 0)
            await reconciliation.DeletedAsync(deleted, cancellationToken);
        if (deleted.Count > 0)
            log.Released(deleted.Count);
        return keys.Count < MostReleased && !areMoreResults;
    }
}
