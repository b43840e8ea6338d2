using ContourFlow.Worker.Commitment;
using ContourFlow.Worker.Intake;
using ContourFlow.Worker.Operations;
using ContourFlow.Worker.Peers;
using ContourFlow.Worker.Receiving;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Hosting;

/// <summary>The receiver of a gateway: objects into the spool, requests for commitment answered, reports on our own kept for the publishers.</summary>
internal sealed class GatewayReceiver(
    ServiceOptions options, IIntake intake, ICommitmentReports reports, ReceiverWatch watch, ILoggerFactory loggers, TimeProvider time) : IHostedService, IAsyncDisposable
{
    private CommitmentProvider? commitments;
    private Receiver? receiver;

    /// <summary>How the configuration has it listen.</summary>
    public static ReceiverOptions OptionsOf(ServiceOptions options) => new()
    {
        Titles = options.Receiver.Titles,
        Address = options.Receiver.Address,
        Port = options.Receiver.Port,
        Allowed = [.. options.Receiver.Allow.Select(text => AllowedPeer.Read(text)!)],
        Peers = [.. options.Receiver.Peers.Select(text => RemoteAe.Read(text)!)],
        MaximumAssociations = options.Receiver.MaximumAssociations,
        IdleTimeout = options.Receiver.IdleTimeout,
        WebPort = options.Receiver.WebPort,
        Tls = options.Receiver.Tls is { } tls ? new TlsFiles(tls.Certificate, tls.Key, tls.Authority) : null,
        StopTimeout = options.Operations.ShutdownTimeout / 2,
    };

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        ReceiverOptions listening = OptionsOf(options);
        commitments = new CommitmentProvider(
            intake, Path.Combine(options.Data, "commitments"), listening.Peers, listening.Tls, loggers.CreateLogger("ContourFlow.Commitment"), time);
        commitments.Resume();
        receiver = await Receiver.StartAsync(listening, intake, commitments, reports, loggers, cancellationToken);
        watch.Receiver = receiver;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken) => await DisposeAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // First: nobody may be sent here any more while associations end.
        watch.Receiver = null;
        if (Interlocked.Exchange(ref receiver, null) is { } listening)
            await listening.DisposeAsync();
        if (Interlocked.Exchange(ref commitments, null) is { } promised)
            await promised.DisposeAsync();
    }
}
