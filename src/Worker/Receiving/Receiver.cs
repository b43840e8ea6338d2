using ContourFlow.Worker.Commitment;
using ContourFlow.Worker.Intake;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Receiving;

/// <summary>Listens for objects by C-STORE, and where it is asked to by STOW-RS, until it is disposed of.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    // Connections beyond the associations: room to tell them that there is none.
    private const int RoomToRefuse = 64;
    private static readonly TimeSpan TimeToLetGo = TimeSpan.FromSeconds(10);

    private readonly ReceiverOptions options;
    private readonly ILogger log;
    private readonly IDicomServer server;
    private readonly StowHost? web;

    private Receiver(ReceiverOptions options, ReceiverState state, ILogger log, IDicomServer server, StowHost? web)
    {
        (this.options, State, this.log, this.server, this.web) = (options, state, log, server, web);
    }

    /// <summary>What its associations share, and have done.</summary>
    public ReceiverState State { get; }

    /// <summary>The port that it listens at.</summary>
    public int Port => server.Port;

    /// <summary>Where STOW-RS is; null where it is not.</summary>
    public Uri? WebAddress => web?.Address;

    /// <summary>Begins to listen.</summary>
    /// <param name="options">How it listens and whom it lets in.</param>
    /// <param name="intake">Where objects go; null: none are taken, only reports of storage commitment.</param>
    /// <param name="commitments">Answers requests for commitment; null: they are not taken.</param>
    /// <param name="reports">Where reports on our own requests for commitment go; null: they are not taken.</param>
    /// <param name="loggers">Where it logs.</param>
    /// <param name="cancellationToken">Gives up before it listens.</param>
    /// <exception cref="Peers.PeerOptionsException">The options cannot be used.</exception>
    /// <exception cref="DicomNetworkException">The port is taken, or may not be listened on.</exception>
    public static async Task<Receiver> StartAsync(
        ReceiverOptions options,
        IIntake? intake,
        CommitmentProvider? commitments,
        ICommitmentReports? reports,
        ILoggerFactory loggers,
        CancellationToken cancellationToken)
    {
        options.Validate();
        ILogger ours = loggers.CreateLogger("ContourFlow.Receiving");
        var state = new ReceiverState { Admission = new Admission(options, intake), Intake = intake, Commitments = commitments, Reports = reports };
        StowHost? stow = options.WebPort is { } port && intake is not null ? await StowHost.StartAsync(options, port, intake, loggers, cancellationToken) : null;
        try
        {
            IDicomServer listening = Listen(options, state, loggers.CreateLogger("ContourFlow.Dicom"));
            listening.Options.RequestTimeout = options.IdleTimeout;
            ours.Receiving(string.Join(", ", options.Titles), listening.IPAddress, listening.Port);
            var receiver = new Receiver(options, state, ours, listening, stow);
            if (receiver.WebAddress is { } address)
                ours.Stow(address.ToString());
            return receiver;
        }
        catch
        {
            if (stow is not null)
                await stow.DisposeAsync();
            throw;
        }
    }

    /// <summary>Lets nobody in any more, gives associations and uploads under way their time to end, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        State.Admission.IsClosed = true;
        log.Stopping(State.Admission.Inside);
        server.Stop();
        Task stopping = web?.StopAsync() ?? Task.CompletedTask;
        await UntilAsync(() => State.Admission.Inside == 0, options.StopTimeout);
        await stopping;
        if (State.Admission.Inside is > 0 and int left)
            log.Cut(left);
        server.Dispose();
        if (web is { UnderWay: > 0 and int uploads })
            log.UploadsCut(uploads);

        // What was cut still lets go of its object, which the intake's own end has to come after.
        await UntilAsync(() => State.Admission.Inside == 0 && (web is null || web.UnderWay == 0), TimeToLetGo);
        if (web is not null)
            await web.DisposeAsync();
    }

    private static async Task UntilAsync(Func<bool> isSo, TimeSpan limit)
    {
        long began = TimeProvider.System.GetTimestamp();
        while (!isSo() && TimeProvider.System.GetElapsedTime(began) < limit)
            await Task.Delay(TimeSpan.FromMilliseconds(20));
    }

    private static IDicomServer Listen(ReceiverOptions options, ReceiverState state, ILogger log)
    {
        ITlsAcceptor? tls = options.Tls?.Acceptor();
        void Configure(DicomServerOptions limits) => limits.MaxClientsAllowed = options.MaximumAssociations + RoomToRefuse;
        return options.Address is { } address
            ? DicomServerFactory.Create<StorageScp>(address, options.Port, tls, null, log, state, Configure)
            : DicomServerFactory.Create<StorageScp>(options.Port, tls, null, log, state, Configure);
    }
}
