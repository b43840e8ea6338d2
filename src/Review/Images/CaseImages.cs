using System.Collections.Concurrent;
using System.Threading.Channels;
using ContourFlow.Contracts;
using ContourFlow.Storage.Objects;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Review.Images;

/// <summary>A part of a prepared revision: a compressed file.</summary>
/// <param name="Path">Where it is.</param>
public sealed record PreparedPart(string Path);

/// <summary>
/// The images of revisions as a page wants them, prepared once and kept on the disk: whoever asks first has them prepared, everybody who asks meanwhile
/// waits for the same, and whoever asks later, also after a restart, gets files.
/// </summary>
internal sealed class CaseImages : IAsyncDisposable
{
    // What is to be prepared ahead and finds no place is prepared when somebody looks.
    private const int MostAhead = 256;

    private const int Attempts = 3;

    private readonly ShownRevisions revisions;
    private readonly ImageCache cache;
    private readonly ViewingRules rules;
    private readonly IObjectStore objects;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly SemaphoreSlim places;
    private readonly ConcurrentDictionary<string, Lazy<Running>> running = new(StringComparer.Ordinal);

    // Of those that have been prepared too, until the last of their files is gone.
    private readonly ConcurrentDictionary<Task, bool> underWay = new();
    private readonly Channel<(CaseId CaseId, int Revision)> ahead =
        Channel.CreateBounded<(CaseId, int)>(new BoundedChannelOptions(MostAhead) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly CancellationTokenSource stopping = new();
    private readonly Task workingAhead;

    /// <summary>Makes the service; it works once something is asked for.</summary>
    public CaseImages(ShownRevisions revisions, ImageCache cache, ViewingRules rules, IObjectStore objects, ReviewOptions options, TimeProvider time, ILogger<CaseImages> log)
    {
        (this.revisions, this.cache, this.rules, this.objects, this.time, this.log) = (revisions, cache, rules, objects, time, log);
        places = new SemaphoreSlim(options.Images.AtOnce);
        workingAhead = Task.Run(WorkAheadAsync);
    }

    /// <summary>Finds a revision that has images.</summary>
    /// <exception cref="NothingToShowException">It has none; the sentence says why.</exception>
    /// <exception cref="StoreUnavailableException">The registry cannot be reached.</exception>
    public Task<ShownRevision> FindAsync(CaseId caseId, int revision, CancellationToken cancellationToken) => revisions.FindAsync(caseId, revision, cancellationToken);

    /// <summary>A part of it, prepared where it is not yet.</summary>
    /// <param name="revision">The revision.</param>
    /// <param name="name">One of <see cref="PreparedNames"/>.</param>
    /// <param name="cancellationToken">Stops the waiting; the preparing goes on, for whoever comes next.</param>
    /// <exception cref="NothingToShowException">There is no such part.</exception>
    /// <exception cref="StoreUnavailableException">The object store cannot be reached.</exception>
    public async Task<PreparedPart> PartAsync(ShownRevision revision, string name, CancellationToken cancellationToken)
    {
        PreparedFolder folder = cache.Of(revision.Key);
        for (int attempt = 1; ; attempt++)
        {
            if (folder.Has(name))
            {
                cache.Touch(folder);
                return new PreparedPart(folder.FileOf(name));
            }

            if (folder.FaultOf(name) is { } fault)
                throw new NothingToShowException(fault);
            // Made, and removed again to make room for others: once more.
            if (attempt > Attempts)
                throw new StoreUnavailableException("There is too little room for prepared images.");
            Running run = Start(revision, folder);
            if (run.Preparation.HasEnded)
            {
                // What came of it was for those who were there: once it has gone, this one is looked after anew.
                await run.Ended.WaitAsync(cancellationToken);
                attempt--;
                continue;
            }

            await run.Preparation.Of(name).WaitAsync(cancellationToken);
        }
    }

    /// <summary>Has a revision prepared before anybody looks, one after the other and beside what people wait for; where it has nothing to show, nothing happens.</summary>
    public void PrepareAhead(CaseId caseId, int revision) => ahead.Writer.TryWrite((caseId, revision));

    /// <summary>Ends when everything under way has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        ahead.Writer.TryComplete();
        await workingAhead;
        await Task.WhenAll(underWay.Keys);
        stopping.Dispose();
        places.Dispose();
    }

    private Running Start(ShownRevision revision, PreparedFolder folder) =>
        running.GetOrAdd(revision.Key, _ => new Lazy<Running>(() => Run(revision, folder))).Value;

    private Running Run(ShownRevision revision, PreparedFolder folder)
    {
        string scratch = cache.NewScratch();
        var preparation = new Preparation(revision, folder, scratch, objects, rules.Of(revision.Details));
        var ended = Task.Run(() => RunAsync(revision.Key, preparation, scratch));
        underWay.TryAdd(ended, true);
        _ = ended.ContinueWith(done => underWay.TryRemove(done, out _), TaskScheduler.Default);
        return new Running(preparation, ended);
    }

    private async Task RunAsync(string key, Preparation preparation, string scratch)
    {
        try
        {
            await places.WaitAsync(CancellationToken.None);
            long began = time.GetTimestamp();
            try
            {
                Tell(key, await preparation.RunAsync(stopping.Token), time.GetElapsedTime(began));
            }
            finally
            {
                places.Release();
            }
        }
        finally
        {
            running.TryRemove(key, out _);
            cache.RemoveScratch(scratch);
        }

        cache.Bound(running.ContainsKey);
    }

    private void Tell(string key, Exception? fault, TimeSpan took)
    {
        switch (fault)
        {
            case null:
                log.Prepared(key, took.TotalSeconds);
                break;
            case NothingToShowException or StoreUnavailableException or IOException or OperationCanceledException:
                log.NotPrepared(key, fault is NothingToShowException ? fault.Message : fault.GetType().Name);
                break;
            default:
                log.Fault(key, fault.GetType().Name, Environment.NewLine, fault.StackTrace ?? "");
                break;
        }
    }

    private async Task WorkAheadAsync()
    {
        await foreach ((CaseId caseId, int revision) in ahead.Reader.ReadAllAsync(CancellationToken.None))
        {
            if (stopping.IsCancellationRequested)
                return;
            try
            {
                ShownRevision shown = await revisions.FindAsync(caseId, revision, stopping.Token);
                await PartAsync(shown, PreparedNames.Ct, stopping.Token);
                if (running.TryGetValue(shown.Key, out Lazy<Running>? under))
                    await under.Value.Ended.WaitAsync(stopping.Token);
            }
            catch (Exception fault) when (fault is NothingToShowException or StoreUnavailableException or IOException or OperationCanceledException)
            {
                log.NotAhead(caseId, revision, fault.GetType().Name);
            }
        }
    }

    private sealed record Running(Preparation Preparation, Task Ended);
}
