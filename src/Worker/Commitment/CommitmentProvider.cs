using System.Collections.Concurrent;
using System.Collections.Immutable;
using ContourFlow.Storage.Objects;
using ContourFlow.Worker.Intake;
using ContourFlow.Worker.Peers;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace ContourFlow.Worker.Commitment;

/// <summary>
/// Answers requests for commitment with what the intake holds. A request is on disk before it is answered; its report goes out on the
/// association that asked, or on one of our own to the address that is known of who asked, and again until it has been taken.
/// </summary>
internal sealed class CommitmentProvider : IAsyncDisposable
{
    private readonly IIntake intake;
    private readonly PendingRequests pending;
    private readonly ImmutableArray<RemoteAe> peers;
    private readonly TlsFiles? tls;
    private readonly ILogger log;
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentDictionary<string, Task> deliveries = new(StringComparer.Ordinal);
    private readonly ResiliencePipeline again;

    /// <param name="intake">What is kept.</param>
    /// <param name="folder">Where requests wait for their report to be taken.</param>
    /// <param name="peers">Addresses of those who may ask.</param>
    /// <param name="tls">Secures the associations to them; null: they are not secured.</param>
    /// <param name="log">Where it logs.</param>
    /// <param name="time">The clock of the repeats.</param>
    public CommitmentProvider(IIntake intake, string folder, ImmutableArray<RemoteAe> peers, TlsFiles? tls, ILogger log, TimeProvider time)
    {
        (this.intake, this.peers, this.tls, this.log) = (intake, peers, tls, log);
        pending = new(folder, log);
        again = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                // Whatever it is, an expired certificate or a disk that is full: it may be mended while we run.
                ShouldHandle = attempt => ValueTask.FromResult(attempt.Outcome.Exception is not null && !stopping.IsCancellationRequested),
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromSeconds(1),
                MaxDelay = TimeSpan.FromMinutes(10),
            })
            .Build();
    }

    /// <summary>Requests whose report has not been taken yet.</summary>
    public IReadOnlyList<CommitmentRequest> Pending => pending.Load();

    /// <summary>Takes a request down. When this returns it is durable.</summary>
    /// <exception cref="IOException">The disk refuses: the request has to be refused too.</exception>
    public void Take(CommitmentRequest request)
    {
        pending.Add(request);
        log.CommitmentAsked(request.RequestingAe, request.TransactionUid, request.Objects.Length);
    }

    /// <summary>What is to be said of a request now.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be known now. May pass.</exception>
    public async Task<CommitmentReport> ReportAsync(CommitmentRequest request, CancellationToken cancellationToken)
    {
        var held = ImmutableArray.CreateBuilder<SopReference>();
        var failed = ImmutableArray.CreateBuilder<CommitmentFailure>();
        foreach (SopReference item in request.Objects)
        {
            if (await intake.HoldsAsync(item.SopClassUid, item.SopInstanceUid, cancellationToken))
                held.Add(item);
            else
                failed.Add(new CommitmentFailure(item, CommitmentMessages.NoSuchObject));
        }

        return new CommitmentReport(request.TransactionUid, held.ToImmutable(), failed.ToImmutable());
    }

    /// <summary>
    /// Delivers the report: on an association of our own where the address of who asked is known, else on the association that asked.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="sameAssociation">Sends on the association that asked.</param>
    public async Task DeliverAsync(CommitmentRequest request, Func<DicomNEventReportRequest, Task> sameAssociation)
    {
        if (peers.FirstOrDefault(peer => string.Equals(peer.Title, request.RequestingAe, StringComparison.Ordinal)) is { } peer)
        {
            StartDelivery(request, peer);
            return;
        }

        DicomNEventReportRequest message;
        try
        {
            message = await MessageOfAsync(request, stopping.Token);
        }
        catch (StoreUnavailableException fault)
        {
            // It stays on disk, and goes out when the peer calls again.
            log.CommitmentReportDelayed(request.RequestingAe, request.TransactionUid, fault.GetType().Name);
            return;
        }

        await sameAssociation(message);
    }

    /// <summary>Goes on with the reports that were under way when the process last ended.</summary>
    public void Resume()
    {
        foreach (CommitmentRequest request in pending.Load())
        {
            if (peers.FirstOrDefault(peer => string.Equals(peer.Title, request.RequestingAe, StringComparison.Ordinal)) is { } peer)
                StartDelivery(request, peer);
        }
    }

    /// <summary>Some requests of a peer whose report it has not taken: they go out when it calls again.</summary>
    /// <param name="requestingAe">The peer.</param>
    /// <param name="most">How many; others the next time.</param>
    public IEnumerable<CommitmentRequest> PendingOf(string requestingAe, int most) =>
        pending.NextOf(requestingAe, most, transactionUid => !deliveries.ContainsKey(transactionUid));

    /// <summary>The message that reports on a request; once the peer has taken it the request is done.</summary>
    /// <exception cref="StoreUnavailableException">What is held cannot be known now. May pass.</exception>
    public async Task<DicomNEventReportRequest> MessageOfAsync(CommitmentRequest request, CancellationToken cancellationToken)
    {
        CommitmentReport report = await ReportAsync(request, cancellationToken);
        var message = new DicomNEventReportRequest(
            DicomUID.StorageCommitmentPushModel,
            DicomUID.StorageCommitmentPushModelInstance,
            report.Failed.IsEmpty ? CommitmentMessages.AllCommitted : CommitmentMessages.SomeFailed)
        {
            Dataset = CommitmentMessages.Write(report),
        };
        message.OnResponseReceived = (_, response) =>
        {
            if (response.Status.State is DicomState.Success or DicomState.Warning)
            {
                pending.Remove(request.TransactionUid);
                log.CommitmentReported(request.RequestingAe, request.TransactionUid, report.Committed.Length, report.Failed.Length);
            }
            else
            {
                log.CommitmentReportRefused(request.RequestingAe, request.TransactionUid, response.Status.Code);
            }
        };
        return message;
    }

    /// <summary>Stops; what has not been taken stays on disk.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await Task.WhenAll(deliveries.Values);
        stopping.Dispose();
    }

    private void StartDelivery(CommitmentRequest request, RemoteAe peer) =>
        _ = deliveries.GetOrAdd(request.TransactionUid, _ => Task.Run(async () =>
        {
            try
            {
                await again.ExecuteAsync(async token => await CallAsync(request, peer, token), stopping.Token);
            }
            catch (Exception) when (stopping.IsCancellationRequested)
            {
                // It stays on disk, and goes on when the receiver is started again.
            }
            finally
            {
                deliveries.TryRemove(request.TransactionUid, out Task? _);
            }
        }));

    private async Task CallAsync(CommitmentRequest request, RemoteAe peer, CancellationToken cancellationToken)
    {
        try
        {
            IDicomClient client = DicomClientFactory.Create(peer.Host, peer.Port, tls?.Initiator(), request.ProvidingAe, peer.Title);
            DicomNEventReportRequest message = await MessageOfAsync(request, cancellationToken);

            // We are the provider of the class though we ask for the association (PS3.4 section J.3.3, PS3.7 annex D.3.3.4).
            message.PresentationContext = DicomPresentationContext.GetScpRolePresentationContext(
                DicomUID.StorageCommitmentPushModel, DicomTransferSyntax.ExplicitVRLittleEndian, DicomTransferSyntax.ImplicitVRLittleEndian);
            await client.AddRequestAsync(message);
            await client.SendAsync(cancellationToken);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            log.CommitmentReportDelayed(peer.Title, request.TransactionUid, fault.GetType().Name);
            throw;
        }

        if (pending.Contains(request.TransactionUid))
            throw new DicomNetworkException("The peer did not take the report.");
    }
}
