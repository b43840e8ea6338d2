using ContourFlow.Worker.Commitment;
using ContourFlow.Worker.Peers;
using ContourFlow.Worker.Receiving;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Sending;

/// <summary>`contourflow send`: brings files into an archive and says of each whether it is known to be there.</summary>
internal static class SendJob
{
    public static async Task<Answer> RunAsync(SendRequest request, TextWriter messages, CancellationToken cancellationToken)
    {
        OutgoingFiles files = OutgoingFiles.In(request.Paths, cancellationToken);
        using ILoggerFactory loggers = MessageLog.To(messages, request.Verbose);
        ILogger log = loggers.CreateLogger("ContourFlow.Sending");
        var reports = new FolderReports(request.Reports ?? Path.Combine(request.State, "reports"), log);
        var destination = new Destination(request.Remote, request.CallingAe, request.Tls, request.ResponseTimeout, loggers.CreateLogger("ContourFlow.Dicom"));
        using SendLedger ledger = SendLedger.Open(request.State, request.Remote);
        if (ledger.LinesPassedOver > 0)
            log.LedgerDamaged(destination.Remote.Title, ledger.LinesPassedOver);
        await using Receiver? listener = request.ListenPort is { } port ? await ListenAsync(request, port, reports, loggers, cancellationToken) : null;

        string? unavailable = null;
        try
        {
            await new Sender(destination, ledger, reports, request.Options, log, TimeProvider.System).SendAsync(files.Objects, cancellationToken);
        }
        catch (Exception fault) when (cancellationToken.IsCancellationRequested && fault is (OperationCanceledException or DicomNetworkException))
        {
            return SendAnswer.Stopped(files, ledger, request);
        }
        catch (DicomNetworkException fault)
        {
            // How far it came is told all the same, and kept for the next run.
            unavailable = fault.Message;
        }

        return SendAnswer.Of(files, ledger, request, unavailable);
    }

    // Only to be told: no objects are taken at this port.
    private static Task<Receiver> ListenAsync(SendRequest request, int port, ICommitmentReports reports, ILoggerFactory loggers, CancellationToken cancellationToken) =>
        Receiver.StartAsync(
            new ReceiverOptions { Titles = [request.CallingAe], Port = port, Tls = request.Tls is { Certificate: not null } secured ? secured : null, StopTimeout = TimeSpan.FromSeconds(2) },
            intake: null,
            commitments: null,
            reports,
            loggers,
            cancellationToken);
}
