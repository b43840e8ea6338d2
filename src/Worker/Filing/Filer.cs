using System.Collections.Concurrent;
using ContourFlow.Storage.Filing;
using ContourFlow.Storage.Objects;
using ContourFlow.Worker.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Filing;

/// <summary>
/// Brings objects from the spool into store and registry: bytes first, then the row, then the spool's file goes. Killed between any two of these it
/// does them again, and nothing is there twice. What may pass is waited for; what cannot be read is moved aside and stops nothing.
/// </summary>
internal sealed class Filer : BackgroundService
{
    private const int BatchSize = 64;
    private const int StoredAtATime = 4;
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(15);

    private readonly FilingIntake intake;
    private readonly IObjectStore store;
    private readonly IFilingRegistry registry;
    private readonly IntakeSection options;
    private readonly CaseAlarm alarm;
    private readonly FilingMeter meter;
    private readonly ILogger<Filer> log;
    private readonly TimeProvider time;
    private readonly string unreadable;
    private readonly HashSet<string> emptied = new(StringComparer.Ordinal);

    /// <summary>Files what comes into an intake.</summary>
    public Filer(
        FilingIntake intake, IObjectStore store, IFilingRegistry registry, ServiceOptions options, CaseAlarm alarm, FilingMeter meter, ILogger<Filer> log, TimeProvider time)
    {
        (this.intake, this.store, this.registry, this.options, this.alarm, this.meter, this.log, this.time) =
            (intake, store, registry, options.Intake, alarm, meter, log, time);
        unreadable = Path.Combine(options.Data, "unreadable");
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        log.Begun(intake.Queue.Count);
        try
        {
            while (true)
            {
                IReadOnlyList<string> batch = await intake.Queue.TakeAsync(BatchSize, stoppingToken);
                await FilePatientlyAsync(batch, stoppingToken);
                intake.Queue.Done();
                if (intake.Queue.Count == 0)
                    Tidy();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is not filed lies in the spool.
        }
    }

    // Until it is filed, for as long as that takes.
    private async Task FilePatientlyAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        TimeSpan pause = s_firstPause;
        while (true)
        {
            try
            {
                await FileAsync(paths, cancellationToken);
                if (intake.Queue.IsStuck)
                    log.Resumed(intake.Queue.Count);
                intake.Queue.IsStuck = false;
                return;
            }
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested && MayPass(fault))
            {
                intake.Queue.IsStuck = true;
                log.Delayed(fault is StoreUnavailableException ? fault.Message : fault.GetType().Name, intake.Queue.Count, pause.TotalSeconds);
            }
#pragma warning disable CA1031 // One object must not stop the others: what it is is told below, of the one that it is of.
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                if (paths is [var single])
                {
                    log.NotFiled(Path.GetFileName(single), unreadable, fault);
                    if (await HasSetAsideAsync(single, pause, cancellationToken))
                        return;
                }
                else
                {
                    log.BatchFailed(paths.Count, fault);
                    foreach (string path in paths)
                        await FilePatientlyAsync([path], cancellationToken);
                    return;
                }
            }

            await Task.Delay(pause, time, cancellationToken);
            pause = pause * 2 < s_longestPause ? pause * 2 : s_longestPause;
        }
    }

    // Nobody here has cancelled: somebody's time was up.
    private static bool MayPass(Exception fault) =>
        fault is StoreUnavailableException or IOException or UnauthorizedAccessException or TimeoutException or OperationCanceledException;

    private async Task FileAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        long began = time.GetTimestamp();
        SpooledObject[] stored = await StoreAsync(paths, cancellationToken);

        // An object and what came under its UID are filed one after the other: the first is the one that counts.
        foreach (SpooledObject[] distinct in Apart(stored))
        {
            IReadOnlyList<FilingOutcome> outcomes = await registry.FileAsync(FilingBatches.Of(distinct, options), cancellationToken);
            KillPoint.Pass(KillPoint.ObjectsFiled);
            Tell(distinct, outcomes);
            alarm.Ring();
            foreach (SpooledObject one in distinct)
            {
                await intake.Spool.TakeAwayAsync(one.Path, movedTo: null, cancellationToken);
                emptied.Add(Path.GetDirectoryName(one.Path)!);
            }

            KillPoint.Pass(KillPoint.SpoolCleared);
        }

        log.Filed(stored.Length, time.GetElapsedTime(began).TotalMilliseconds);
    }

    private async Task<SpooledObject[]> StoreAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        var stored = new ConcurrentBag<(int Place, SpooledObject Object)>();
        await Parallel.ForEachAsync(
            paths.Index(),
            new ParallelOptions { MaxDegreeOfParallelism = StoredAtATime, CancellationToken = cancellationToken },
            async (item, token) =>
            {
                if (await ReadAsync(item.Item, token) is not { } one)
                    return;
                StoredBlob blob = await store.PutAsync(one.Path, token);
                KillPoint.Pass(KillPoint.BlobStored);
                stored.Add((item.Index, one.Stored(blob)));
            });
        return [.. stored.OrderBy(one => one.Place).Select(one => one.Object)];
    }

    private async Task<SpooledObject?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return SpooledObject.Read(path);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            // Told of twice, and filed the first time.
            return null;
        }
        catch (Exception fault) when (fault is DicomDataException or DicomFileException)
        {
            log.Unreadable(Path.GetFileName(path), fault.GetType().Name, unreadable);
            await SetAsideAsync(path, "unreadable", cancellationToken);
            return null;
        }
    }

    // Where the disk does not let it go it stays where it is, and is tried again.
    private async Task<bool> HasSetAsideAsync(string path, TimeSpan pause, CancellationToken cancellationToken)
    {
        try
        {
            await SetAsideAsync(path, "failed", cancellationToken);
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            intake.Queue.IsStuck = true;
            log.Delayed(fault.GetType().Name, intake.Queue.Count, pause.TotalSeconds);
            return false;
        }
    }

    private async Task SetAsideAsync(string path, string outcome, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(unreadable);
        await intake.Spool.TakeAwayAsync(path, Path.Combine(unreadable, Path.GetFileName(path)), cancellationToken);
        meter.Count(outcome);
    }

    private static IEnumerable<SpooledObject[]> Apart(SpooledObject[] objects)
    {
        for (SpooledObject[] left = objects; left.Length > 0;)
        {
            SpooledObject[] distinct = [.. left.DistinctBy(one => one.Object.SopInstanceUid, StringComparer.Ordinal)];
            yield return distinct;
            left = [.. left.Except(distinct, ReferenceEqualityComparer.Instance).Cast<SpooledObject>()];
        }
    }

    private void Tell(SpooledObject[] objects, IReadOnlyList<FilingOutcome> outcomes)
    {
        foreach ((SpooledObject one, FilingOutcome outcome) in objects.Zip(outcomes))
        {
            if (outcome == FilingOutcome.Conflict)
                log.OtherContent(one.Object.SopInstanceUid, outcome);
        }

        meter.Count("filed", outcomes.Count(outcome => outcome == FilingOutcome.Filed));
        meter.Count("already-filed", outcomes.Count(outcome => outcome == FilingOutcome.AlreadyFiled));
        meter.Count("conflict", outcomes.Count(outcome => outcome == FilingOutcome.Conflict));
    }

    // While more of a study comes its folders are needed again and again.
    private void Tidy()
    {
        foreach (string folder in emptied)
            intake.Spool.Tidy(folder);
        emptied.Clear();
    }
}
