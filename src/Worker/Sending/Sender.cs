using System.Collections.Immutable;
using ContourFlow.Contouring.Faults;
using ContourFlow.Worker.Commitment;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Peers;
using ContourFlow.Worker.Query;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace ContourFlow.Worker.Sending;

/// <summary>
/// Brings objects into one archive and proves that it has them: sends what is missing, asks for commitment, looks for what was not
/// committed, and begins again with what is not there. Each destination has a sender, and so a pause, of its own.
/// </summary>
internal sealed class Sender
{
    private readonly Destination destination;
    private readonly ISendLedger ledger;
    private readonly SendOptions options;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly StorageScu storage;
    private readonly CommitmentScu commitment;

    /// <param name="destination">The archive.</param>
    /// <param name="ledger">What is known of the objects there.</param>
    /// <param name="reports">Where reports of storage commitment are laid down, whoever receives them.</param>
    /// <param name="options">How long it tries, and what it takes for proof.</param>
    /// <param name="log">Where it logs.</param>
    /// <param name="time">The clock of pauses and limits.</param>
    public Sender(Destination destination, ISendLedger ledger, ICommitmentReports reports, SendOptions options, ILogger log, TimeProvider time)
    {
        (this.destination, this.ledger, this.options, this.log, this.time) = (destination, ledger, options, log, time);
        storage = new StorageScu(destination, ledger, options.FilesAreCopies, log);
        commitment = new CommitmentScu(destination, ledger, reports, log);
    }

    /// <summary>Sends and proves. What is known afterwards of each object is in the ledger.</summary>
    /// <exception cref="DicomNetworkException">The archive could not be reached within the time; the ledger holds how far it came.</exception>
    /// <exception cref="TransientException">A copy that was made for sending cannot be read; the ledger holds how far it came.</exception>
    public async Task SendAsync(ImmutableArray<OutgoingObject> objects, CancellationToken cancellationToken)
    {
        ResiliencePipeline patiently = Patiently();

        // Refused in an earlier run: the archive, or what changes objects for it, may have been mended since. Once in each run.
        ledger.Write([.. objects.Select(ledger.Of).Where(record => record.State == SendState.Refused).Select(record => record with { State = SendState.Waiting })]);
        if (options.Again)
            ledger.Write([.. objects.Select(ledger.Of).Where(record => record.IsProven || record.State == SendState.Sent).Select(record => record with { State = options.Proof == Proof.None ? SendState.Waiting : SendState.Sent, TransactionUid = null })]);
        commitment.TakeReports(objects);
        for (int round = 0; round < options.MaximumAttempts; round++)
        {
            await patiently.ExecuteAsync(async token => await StoreAsync(objects, token), cancellationToken);
            if (options.Proof != Proof.None)
                await patiently.ExecuteAsync(async token => await ProveAsync(objects, token), cancellationToken);
            if (!objects.Any(item => ledger.Of(item).State == SendState.Waiting))
                return;
        }
    }

    private async Task StoreAsync(ImmutableArray<OutgoingObject> objects, CancellationToken cancellationToken)
    {
        await storage.SendAsync(objects, cancellationToken);
        KillPoint.Pass(KillPoint.ObjectsSent);
        int left = objects.Count(item => ledger.Of(item).State == SendState.Waiting);
        if (left > 0)
            throw new DicomNetworkException($"{left} objects were not taken for a reason that may pass.");
    }

    private async Task ProveAsync(ImmutableArray<OutgoingObject> objects, CancellationToken cancellationToken)
    {
        if (options.Proof != Proof.Query)
        {
            await commitment.AskAsync(objects, options.Linger, cancellationToken);
            KillPoint.Pass(KillPoint.CommitmentAsked);
            await commitment.WaitAsync(objects, options.ReportWait, cancellationToken);
        }

        if (options.Proof is Proof.Any or Proof.Query)
            await LookAsync([.. objects.Where(item => ledger.Of(item).State is SendState.Sent or SendState.CommitmentAsked)], cancellationToken);
    }

    private async Task LookAsync(ImmutableArray<OutgoingObject> objects, CancellationToken cancellationToken)
    {
        if (objects.IsEmpty)
            return;
        if (options.Proof == Proof.Any)
            log.ProvingByQuery(destination.Remote.Title);
        try
        {
            ImmutableHashSet<string> held = await ArchiveQuery.HeldAsync(destination, objects, cancellationToken);
            ledger.Write([.. objects.Select(ledger.Of).Select(record => held.Contains(record.SopInstanceUid) ? record.Shown(SendState.Found) : record with { State = SendState.Waiting })]);
        }
        catch (QueryRefusedException refused)
        {
            // Neither proof is to be had: they stay sent and not proven.
            log.QueryFailed(destination.Remote.Title, refused.Status.Code, refused.Status.Description);
        }
    }

    private ResiliencePipeline Patiently()
    {
        long began = time.GetTimestamp();
        return new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = attempt => ValueTask.FromResult(attempt.Outcome.Exception is DicomNetworkException && time.GetElapsedTime(began) < options.RetryFor),
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                Delay = options.FirstPause,
                MaxDelay = options.LongestPause,
                OnRetry = attempt =>
                {
                    log.Retrying(destination.Remote.Title, attempt.Outcome.Exception!.Message, attempt.RetryDelay.TotalSeconds);
                    return default;
                },
            })
            .Build();
    }
}
