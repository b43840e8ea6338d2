using System.Collections.Frozen;
using ContourFlow.Worker.Commitment;
using ContourFlow.Worker.DicomWeb;
using ContourFlow.Worker.Intake;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
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
    private readonly WebApplication? web;

    private Receiver(ReceiverOptions options, ReceiverState state, ILogger log, IDicomServer server, WebApplication? web)
    {
        (this.options, State, this.log, this.server, this.web) = (options, state, log, server, web);
    }

    /// <summary>What its associations share, and have done.</summary>
    public ReceiverState State { get; }

    /// <summary>The port that it listens at.</summary>
    public int Port => server.Port;

    /// <summary>Where STOW-RS is; null where it is not.</summary>
    public Uri? WebAddress => web?.Urls.Select(url => new Uri(url)).FirstOrDefault();

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
        JsonFolder<CommitmentReport>? reports,
        ILoggerFactory loggers,
        CancellationToken cancellationToken)
    {
        options.Validate();
        ILogger ours = loggers.CreateLogger("ContourFlow.Receiving");
        var state = new ReceiverState { Admission = new Admission(options, intake), Intake = intake, Commitments = commitments, Reports = reports };
        WebApplication? stow = options.WebPort is { } port && intake is not null ? await StartWebAsync(options, port, intake, loggers, cancellationToken) : null;
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

    /// <summary>Lets nobody in any more, gives associations under way their time to end, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        State.Admission.IsClosed = true;
        log.Stopping(State.Admission.Inside);
        server.Stop();
        if (web is not null)
            await web.DisposeAsync();
        await UntilEmptyAsync(options.StopTimeout);
        if (State.Admission.Inside is > 0 and int left)
            log.Cut(left);
        server.Dispose();

        // What was cut still lets go of its object, which the intake's own end has to come after.
        await UntilEmptyAsync(TimeToLetGo);
    }

    private async Task UntilEmptyAsync(TimeSpan limit)
    {
        long began = TimeProvider.System.GetTimestamp();
        while (State.Admission.Inside > 0 && TimeProvider.System.GetElapsedTime(began) < limit)
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

    private static async Task<WebApplication> StartWebAsync(ReceiverOptions options, int port, IIntake intake, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton(loggers);
        var stow = new StowEndpointOptions { SopClasses = AcceptedSyntaxes.StorageClasses.Select(uid => uid.UID).ToFrozenSet(StringComparer.Ordinal) };
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = stow.MaximumRequestBytes;
            // Unsecured and without a name to log in by: loopback, unless an address was named.
            kestrel.Listen(options.Address is { } address ? System.Net.IPAddress.Parse(address) : System.Net.IPAddress.Loopback, port);
        });
        WebApplication application = builder.Build();
        application.MapStow(intake, stow);
        await application.StartAsync(cancellationToken);
        return application;
    }
}
