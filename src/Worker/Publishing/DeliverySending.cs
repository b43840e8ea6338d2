using System.Collections.Immutable;
using ContourFlow.Contouring.Faults;
using ContourFlow.Storage.Objects;
using ContourFlow.Storage.Processing;
using ContourFlow.Storage.Publishing;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Intake;
using ContourFlow.Worker.Peers;
using ContourFlow.Worker.Processing;
using ContourFlow.Worker.Sending;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Publishing;

/// <summary>One attempt at a claimed delivery: fetch the files, send what is not there, prove. It decides nothing of the delivery's fate.</summary>
internal sealed class DeliverySending(IPublishingRegistry registry, IObjectStore objects, ServiceOptions options, TimeProvider time, ILoggerFactory loggers)
{
    private readonly RegistryReports reports = new(registry);

    /// <summary>Makes the attempt.</summary>
    /// <exception cref="StoreUnavailableException">Registry or object store cannot be reached.</exception>
    /// <exception cref="TransientException">The scratch folder cannot be used; the registry holds how far it came.</exception>
    /// <exception cref="StoredBlobException">A result is missing or damaged.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; the registry holds how far it came.</exception>
    public async Task<DeliveryOutcome> AttemptAsync(ClaimedDelivery claimed, DestinationSection destination, CancellationToken cancellationToken)
    {
        Delivery delivery = claimed.Delivery;
        using ScratchFolder scratch = ScratchFolder.Make(options, $"{delivery.CaseId}-{delivery.Revision}-{delivery.Destination}");
        ImmutableArray<OutgoingObject> files = await FetchAsync(claimed.Objects, scratch, cancellationToken);
        RegistrySendLedger ledger = await RegistrySendLedger.LoadAsync(registry, delivery.Destination, delivery.SopInstanceUids, cancellationToken);
        string[] transactions = Transactions(files, ledger);
        var sender = new Sender(ArchiveOf(destination), ledger, reports, Options(destination), loggers.CreateLogger("ContourFlow.Sending"), time);
        string? fault = null;
        try
        {
            await sender.SendAsync(files, cancellationToken);
        }
        catch (DicomNetworkException lost)
        {
            cancellationToken.ThrowIfCancellationRequested();
            fault = lost.Message;
        }

        KillPoint.Pass(KillPoint.ProofTakenDown);
        LetGo(transactions.Concat(Transactions(files, ledger)).Distinct(StringComparer.Ordinal), files, ledger);
        return DeliveryOutcome.Of([.. files.Select(ledger.Of)], destination.Proof, fault);
    }

    // One round without waiting: pauses are the registry's, where they cost no publisher and outlive each.
    private static SendOptions Options(DestinationSection destination) => new()
    {
        Proof = destination.Proof,
        RetryFor = TimeSpan.Zero,
        MaximumAttempts = 1,
        ReportWait = destination.ReportWait,
        FilesAreCopies = true,
    };

    private static string[] Transactions(ImmutableArray<OutgoingObject> files, RegistrySendLedger ledger) =>
        [.. files.Select(ledger.Of).Select(record => record.TransactionUid).OfType<string>().Distinct(StringComparer.Ordinal)];

    // Reports that were read, once what they say is taken down.
    private void LetGo(IEnumerable<string> transactions, ImmutableArray<OutgoingObject> files, RegistrySendLedger ledger)
    {
        var awaited = files.Select(ledger.Of).Where(record => record.State == SendState.CommitmentAsked).Select(record => record.TransactionUid).ToHashSet(StringComparer.Ordinal);
        foreach (string transaction in transactions.Where(transaction => !awaited.Contains(transaction)))
            reports.Remove(transaction);
    }

    private Destination ArchiveOf(DestinationSection destination) => new(
        RemoteAe.Read(destination.Remote)!,
        destination.CallingTitle ?? options.Receiver.Titles[0],
        destination.Tls is { } tls ? new TlsFiles(tls.Certificate, tls.Key, tls.Authority) : null,
        destination.ResponseTimeout,
        loggers.CreateLogger("ContourFlow.Dicom"));

    private async Task<ImmutableArray<OutgoingObject>> FetchAsync(IReadOnlyList<ResultObject> results, ScratchFolder scratch, CancellationToken cancellationToken)
    {
        var files = ImmutableArray.CreateBuilder<OutgoingObject>(results.Count);
        foreach (ResultObject result in results)
        {
            if (!InstanceUid.IsValid(result.SopInstanceUid))
                throw new StoredBlobException(result.StoreKey, "A result is listed under something that is no UID.");
            string path = scratch[result.SopInstanceUid + ".dcm"];
            await objects.FetchAsync(result.StoreKey, path, cancellationToken);
            files.Add(new OutgoingObject(path, result.SopClassUid, result.SopInstanceUid, result.StudyInstanceUid, result.SeriesInstanceUid, result.Sha256));
        }

        return files.ToImmutable();
    }
}
