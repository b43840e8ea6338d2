using System.Collections.Immutable;
using ContourFlow.Contouring;
using ContourFlow.Storage.Objects;
using ContourFlow.Worker.Commitment;
using ContourFlow.Worker.Peers;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Sending;

/// <summary>
/// Asks an archive to commit what it was sent (DICOM PS3.4 annex J). The report may come on the same association, on one of the archive's
/// own, hours later, or never: wherever it comes it is laid down in the folder of reports, and taken from there.
/// </summary>
internal sealed class CommitmentScu(Destination destination, ISendLedger ledger, ICommitmentReports reports, ILogger log)
{
    // Some archives read the whole request before they answer; a report on more is slow to come.
    private const int Batch = 500;

    // The archive knows the transaction already (PS3.4 section J.3.2.1.4): it was asked before we could write that down.
    private const ushort DuplicateTransaction = 0x0131;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    // Transactions of this run. What an earlier run asked for, or was cut while it did, may never have come to the archive, or its report not
    // to us: it is asked for once more.
    private readonly HashSet<string> asked = new(StringComparer.Ordinal);

    /// <summary>Asks for what was sent and not asked for yet by this run.</summary>
    /// <param name="objects">The objects.</param>
    /// <param name="linger">How long the association is kept open for a report on it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="DicomNetworkException">The archive cannot be reached, or was lost.</exception>
    public async Task<CommitmentOutcome> AskAsync(IReadOnlyList<OutgoingObject> objects, TimeSpan linger, CancellationToken cancellationToken)
    {
        CommitmentOutcome outcome = CommitmentOutcome.NothingToAsk;
        foreach (OutgoingObject[] batch in objects.Where(IsToBeAskedFor).Chunk(Batch))
        {
            outcome = await AskOnceAsync(batch, linger, cancellationToken);
            if (outcome == CommitmentOutcome.NotProvided)
                break;
        }

        return outcome;
    }

    /// <summary>Takes over the reports that have come: what failed waits to be sent again.</summary>
    public void TakeReports(IReadOnlyList<OutgoingObject> objects)
    {
        foreach (IGrouping<string, OutgoingObject> transaction in objects
            .Where(item => ledger.Of(item) is { State: SendState.CommitmentAsked, TransactionUid: not null })
            .GroupBy(item => ledger.Of(item).TransactionUid!, StringComparer.Ordinal)
            .ToArray())
        {
            if (reports.Find(transaction.Key) is not { } report)
                continue;
            var committed = report.Committed.Select(item => item.SopInstanceUid).ToHashSet(StringComparer.Ordinal);
            var failed = report.Failed.GroupBy(item => item.Object.SopInstanceUid, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First().Reason, StringComparer.Ordinal);
            ledger.Write([.. transaction.Select(item => After(ledger.Of(item), committed, failed))]);
            foreach (OutgoingObject item in transaction.Where(item => ledger.Of(item).CommitmentFailure is not null))
                log.NotCommitted(item.SopInstanceUid, destination.Remote.Title, ledger.Of(item).CommitmentFailure!.Value);
        }
    }

    /// <summary>Waits until no object awaits a report any more, or the time is over.</summary>
    public async Task WaitAsync(IReadOnlyList<OutgoingObject> objects, TimeSpan time, CancellationToken cancellationToken)
    {
        long began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            TakeReports(objects);
            if (!objects.Any(item => ledger.Of(item).State == SendState.CommitmentAsked) || TimeProvider.System.GetElapsedTime(began) >= time)
                return;
            await Task.Delay(Look, cancellationToken);
        }
    }

    private bool IsToBeAskedFor(OutgoingObject item)
    {
        SendRecord record = ledger.Of(item);
        return record.State == SendState.Sent
            || (record.State == SendState.CommitmentAsked && (record.TransactionUid is null || !asked.Contains(record.TransactionUid)));
    }

    // An object that the report does not name at all is as good as not committed.
    private static SendRecord After(SendRecord record, HashSet<string> committed, Dictionary<string, ushort> failed) =>
        committed.Contains(record.SopInstanceUid) && !failed.ContainsKey(record.SopInstanceUid)
            ? record.Shown(SendState.Committed)
            : record with { State = SendState.Waiting, CommitmentFailure = failed.GetValueOrDefault(record.SopInstanceUid, CommitmentMessages.NoSuchObject) };

    private async Task<CommitmentOutcome> AskOnceAsync(OutgoingObject[] batch, TimeSpan linger, CancellationToken cancellationToken)
    {
        ImmutableArray<SopReference> references = [.. batch.Select(item => new SopReference(item.SopClassUid, item.SopInstanceUid))];
        string transaction = TransactionOf(batch);
        SendRecord[] before = [.. batch.Select(ledger.Of)];

        // A report of long ago on a transaction of this name says nothing of today; one on what is only asked for again does.
        if (!before.All(record => string.Equals(record.TransactionUid, transaction, StringComparison.Ordinal)))
            reports.Remove(transaction);

        // Down before it goes out: the report can come before the answer to the request.
        ledger.Write([.. before.Select(record => record with { State = SendState.CommitmentAsked, TransactionUid = transaction })]);
        var answered = CommitmentOutcome.NothingToAsk;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        IDicomClient client = destination.Client();
        client.ClientOptions.AssociationLingerTimeoutInMs = (int)linger.TotalMilliseconds;
        client.OnNEventReportRequest = report => Task.FromResult(new DicomNEventReportResponse(report, TakeReport(report)));
        var request = new DicomNActionRequest(DicomUID.StorageCommitmentPushModel, DicomUID.StorageCommitmentPushModelInstance, CommitmentMessages.RequestAction)
        {
            Dataset = CommitmentMessages.Write(new CommitmentRequest(transaction, destination.CallingAe, destination.Remote.Title, references)),
        };
        request.OnResponseReceived = (_, response) =>
        {
            bool isTaken = response.Status.State is DicomState.Success or DicomState.Warning || response.Status.Code == DuplicateTransaction;
            answered = isTaken ? CommitmentOutcome.Asked : CommitmentOutcome.NotProvided;
            log.CommitmentAnswered(destination.Remote.Title, transaction, response.Status.Code);
            if (!isTaken)
                ended.Cancel();
        };
        Task watching = WatchAsync(transaction, ended);
        try
        {
            await client.AddRequestAsync(request);
            await client.SendAsync(ended.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The report has come, here or elsewhere, or none will: the association is no longer needed.
        }
        catch (DicomNetworkException) when (answered == CommitmentOutcome.Asked)
        {
            // Lost after the archive had taken the request: the report comes another way.
        }
        finally
        {
            await ended.CancelAsync();
            await watching;

            // The report is here though the answer was lost: it was taken.
            if (answered != CommitmentOutcome.Asked && reports.Find(transaction) is not null)
                answered = CommitmentOutcome.Asked;

            // Not taken: they are as they were.
            if (answered == CommitmentOutcome.Asked)
                asked.Add(transaction);
            else
                ledger.Write(before);
        }

        return answered;
    }

    // Ends the association once the report is there. Between the two looks the answer to a report has had its time to go out.
    private async Task WatchAsync(string transaction, CancellationTokenSource ended)
    {
        bool isThere = false;
        while (!isThere && !ended.IsCancellationRequested)
        {
            isThere = reports.Find(transaction) is not null;
            await Task.Delay(Look, ended.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }

        if (!ended.IsCancellationRequested)
            await ended.CancelAsync();
    }

    private DicomStatus TakeReport(DicomNEventReportRequest request)
    {
        try
        {
            CommitmentReport report = CommitmentMessages.ReadReport(request.Dataset ?? new DicomDataset());
            reports.Keep(report);
            return DicomStatus.Success;
        }
        catch (DicomDataException fault)
        {
            log.ReportUnusable(destination.Remote.Title, fault.Message);
            return DicomStatus.InvalidArgumentValue;
        }
        catch (Exception fault) when (fault is IOException or StoreUnavailableException)
        {
            // What cannot be written down is not promised: the archive reports, or is asked, again.
            log.ReportUnusable(destination.Remote.Title, fault.GetType().Name);
            return DicomStatus.ResourceLimitation;
        }
    }

    // The same objects asked for again, after as many attempts, are the same transaction: a process that was cut between asking and
    // writing down asks under the UID that the archive knows.
    private string TransactionOf(OutgoingObject[] batch) =>
        NameBasedUid.Create(
        [
            "storage-commitment", destination.CallingAe, destination.Remote.ToString(),
            .. batch.SelectMany(item => new[] { item.SopInstanceUid, item.Sha256, ledger.Of(item).Attempts.ToString(System.Globalization.CultureInfo.InvariantCulture) }),
        ]).UID;
}
