using System.Collections.Immutable;
using ContourFlow.Contouring.Faults;
using ContourFlow.Worker.Query;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace ContourFlow.Worker.Retrieval;

/// <summary>
/// Brings what an archive has into the folder: asks what there is, asks for what is not here, and begins again with what is still missing,
/// until all is here or nothing more comes.
/// </summary>
internal sealed class Retriever
{
    private readonly IQueriedArchive archive;
    private readonly ImmutableArray<IRetrievalWay> ways;
    private readonly Func<ListedObject, CancellationToken, ValueTask<bool>>? isHere;
    private readonly RetrievalOptions options;
    private readonly ILogger log;
    private readonly TimeProvider time;
    private int way;
    private long sinceProgress;
    private SubOperations counted = SubOperations.None;

    /// <param name="archive">Tells what it has.</param>
    /// <param name="ways">The ways to it; a further one is for an archive that does not offer the one before.</param>
    /// <param name="isHere">Whether an object is in the folder; null where that cannot be known, and the archive's counts have to do.</param>
    /// <param name="options">How long it tries.</param>
    /// <param name="log">Where it logs.</param>
    /// <param name="time">The clock of pauses and limits.</param>
    public Retriever(IQueriedArchive archive, ImmutableArray<IRetrievalWay> ways, Func<ListedObject, CancellationToken, ValueTask<bool>>? isHere, RetrievalOptions options, ILogger log, TimeProvider time) =>
        (this.archive, this.ways, this.isHere, this.options, this.log, this.time) = (archive, ways, isHere, options, log, time);

    /// <summary>Retrieves.</summary>
    /// <exception cref="DicomNetworkException">The archive could not even be asked what it has (DIMSE).</exception>
    /// <exception cref="TransientException">The archive could not even be asked what it has (DICOMweb).</exception>
    /// <inheritdoc cref="IRetrievalWay.RetrieveAsync" path="/exception[position()>2]"/>
    public async Task<RetrievalResult> RetrieveAsync(RetrievalScope scope, CancellationToken cancellationToken)
    {
        scope.Validate();
        ResiliencePipeline patiently = Patiently();
        sinceProgress = time.GetTimestamp();
        ArchiveListing listing = await patiently.ExecuteAsync(async token => await ArchiveListing.ReadAsync(archive, scope, token), cancellationToken);
        string? unavailable = null;
        try
        {
            listing = await RetrieveAsync(scope, listing, patiently, cancellationToken);
        }
        catch (Exception fault) when (fault is DicomNetworkException or TransientException)
        {
            // How far it came is told all the same, and the next run goes on from there.
            unavailable = fault.Message;
        }

        return new RetrievalResult(ways[way].Name, listing, isHere is null ? null : await MissingAsync(listing.Objects, cancellationToken), counted, unavailable);
    }

    private async Task<ArchiveListing> RetrieveAsync(RetrievalScope scope, ArchiveListing listing, ResiliencePipeline patiently, CancellationToken cancellationToken)
    {
        bool oneByOne = false;
        while (true)
        {
            ImmutableArray<ListedObject> missing = await MissingAsync(listing.Objects, cancellationToken);
            log.Listed(archive.Name, listing.Objects.Length, listing.Series.Length, missing.Length);
            if (missing.IsEmpty)
                return listing;
            sinceProgress = time.GetTimestamp();
            ArchiveListing asked = listing;
            await patiently.ExecuteAsync(async token => await AskAsync(scope, asked, oneByOne, token), cancellationToken);

            // The proof: what the archive has now, which may be more than before.
            listing = await patiently.ExecuteAsync(async token => await ArchiveListing.ReadAsync(archive, scope, token), cancellationToken);
            if (isHere is null)
                return listing;
            if ((await MissingAsync(missing, cancellationToken)).Length == missing.Length)
            {
                if (oneByOne)
                    return listing;
                oneByOne = true;
            }
        }
    }

    // Asked again after a lost connection it asks only for what is missing by then.
    private async Task AskAsync(RetrievalScope scope, ArchiveListing listing, bool oneByOne, CancellationToken cancellationToken)
    {
        ImmutableArray<ListedObject> missing = await MissingAsync(listing.Objects, cancellationToken);
        if (missing.IsEmpty)
            return;
        bool mayTakeSeries = scope.Instances.IsEmpty;
        ImmutableArray<RetrievalPart> parts = RetrievalPart.Of(listing.Objects, missing, oneByOne, mayTakeSeries);
        try
        {
            await ways[way].RetrieveAsync(parts, missing, Count, cancellationToken);
        }
        catch (QueryRefusedException refused) when (refused.Status == DicomStatus.SOPClassNotSupported && way + 1 < ways.Length)
        {
            way++;
            counted = SubOperations.None;
            log.MovingInstead(archive.Name);
            await ways[way].RetrieveAsync(parts, missing, Count, cancellationToken);
        }
    }

    private void Count(SubOperations more)
    {
        counted += more;
        if (more.Completed + more.Warning > 0)
            sinceProgress = time.GetTimestamp();
    }

    private async ValueTask<ImmutableArray<ListedObject>> MissingAsync(ImmutableArray<ListedObject> objects, CancellationToken cancellationToken)
    {
        if (isHere is null)
            return objects;
        var missing = ImmutableArray.CreateBuilder<ListedObject>();
        foreach (ListedObject item in objects)
        {
            if (!await isHere(item, cancellationToken))
                missing.Add(item);
        }

        return missing.ToImmutable();
    }

    private ResiliencePipeline Patiently() =>
        new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = attempt => ValueTask.FromResult(MayPass(attempt.Outcome.Exception) && time.GetElapsedTime(sinceProgress) < options.RetryFor),
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                Delay = options.FirstPause,
                MaxDelay = options.LongestPause,
                OnRetry = attempt =>
                {
                    log.Retrying(archive.Name, attempt.Outcome.Exception!.Message, attempt.RetryDelay.TotalSeconds);
                    return default;
                },
            })
            .Build();

    // Who is not let in for good is not let in a minute later; what may have been sent elsewhere already is not asked for twice.
    private bool MayPass(Exception? fault) => fault switch
    {
        DicomAssociationRejectedException rejected => rejected.RejectResult == DicomRejectResult.Transient,
        DicomNetworkException or TransientException => isHere is not null,
        _ => false,
    };
}
