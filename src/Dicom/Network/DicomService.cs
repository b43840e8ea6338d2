using System.Text;
using ContourFlow.Dicom.IO;
using ContourFlow.Dicom.Network.Pdu;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Dicom.Network;

/// <summary>
/// One association, on either side of it (DICOM PS3.7, PS3.8): derive from it and implement the interfaces of what you
/// provide. Messages are handled one after the other; nothing waits for a peer without a deadline; the slot and every file
/// of a connection are given back however it ends.
/// </summary>
public abstract partial class DicomService : IDisposable
{
    private readonly INetworkStream _network;
    private readonly Stream _stream;
    private readonly Deadlines _deadlines;
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly TaskCompletionSource _associated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile AssociationState _state = AssociationState.AwaitingRequest;
    private volatile Exception? _end;
    private volatile bool _isOver;
    private volatile Task _farewell = Task.CompletedTask;
    private int _hasMissed;
    private int _disposed;

    /// <summary>Where the data set of the object that is being received goes; set by <see cref="CreateCStoreReceiveStream"/>.</summary>
    protected Stream? _dimseStream;

    /// <summary>The file behind it, where there is one.</summary>
    protected IFileReference? _dimseStreamFile;

    /// <summary>Takes over a connection.</summary>
    /// <param name="stream">The connection; closed with the service.</param>
    /// <param name="fallbackEncoding">The encoding of text in data sets that do not name their character set; <c>null</c>: ASCII.</param>
    /// <param name="logger">Where it logs: titles, addresses, UIDs and statuses only.</param>
    /// <param name="dependencies">What it works with.</param>
    protected DicomService(INetworkStream stream, Encoding? fallbackEncoding, ILogger logger, DicomServiceDependencies dependencies)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(logger);
        ArgumentNullException.ThrowIfNull(dependencies);
        _network = stream;
        _stream = stream.AsStream();
        FallbackEncoding = fallbackEncoding ?? DicomEncoding.Default;
        Logger = logger;
        Dependencies = dependencies;
        Association = new DicomAssociation();
        _deadlines = new Deadlines(dependencies.Time, OnDeadlineMissed);
    }

    /// <summary>Where it logs.</summary>
    public ILogger Logger { get; set; }

    /// <summary>How it works; to be set before it runs.</summary>
    public DicomServiceOptions Options { get; set; } = new();

    /// <summary>What the server that made it was given for its services.</summary>
    public object? UserState { get; set; }

    /// <summary>The association: what was asked for, and once it is accepted what was agreed on.</summary>
    public DicomAssociation Association { get; internal set; }

    /// <summary>Whether the connection is open.</summary>
    public bool IsConnected => _state != AssociationState.Closed;

    /// <summary>The encoding of text in data sets that do not name their character set.</summary>
    internal Encoding FallbackEncoding { get; }

    internal DicomServiceDependencies Dependencies { get; }

    internal AssociationState State => _state;

    /// <summary>Ends when the association is accepted or rejected.</summary>
    internal Task Associated => _associated.Task;

    /// <summary>Ends when a release that was asked for is answered.</summary>
    internal Task Released => _released.Task;

    /// <summary>Ends when the abort after a deadline was missed is sent, or cannot be; until then the connection is to stay open.</summary>
    internal Task Farewell => _farewell;

    /// <summary>Receives and answers until the association ends.</summary>
    public virtual async Task RunAsync()
    {
        try
        {
            await ReceiveAsync();
            if (_state is not (AssociationState.Closed or AssociationState.AwaitingClose or AssociationState.AwaitingRequest))
                Logger.ConnectionLost(_network.RemoteHost, _network.RemotePort, "the peer closed it without a release");
        }
        catch (PduException fault)
        {
            End(fault);
            Logger.AbortSent(_network.RemoteHost, _network.RemotePort, fault.Reason, fault.Message);
            await AbortAndAwaitCloseAsync(DicomAbortSource.ServiceProvider, fault.Reason);
        }
        catch (Exception fault) when (IsOfTheLine(fault))
        {
            if (_end is null && _state is not (AssociationState.AwaitingClose or AssociationState.AwaitingRequest))
                Logger.ConnectionLost(_network.RemoteHost, _network.RemotePort, (fault.InnerException ?? fault).GetType().Name);
            End(new DicomNetworkException("The connection was lost.", fault.InnerException));
        }
#pragma warning disable CA1031 // The border of the service: whatever the application throws ends its association, and is told to the peer.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Logger.ServiceFailed(LoggedFault.Of(fault));
            End(new DicomNetworkException("The association was aborted for a fault of this side's application.", fault));
            await AbortAndAwaitCloseAsync(DicomAbortSource.ServiceUser, DicomAbortReason.NotSpecified);
        }
        finally
        {
            Close();
        }
    }

    /// <summary>Closes the connection at once.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the connection at once.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing || Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        _state = AssociationState.Closed;
        _deadlines.Dispose();
        _network.Dispose();
    }

    // What a read or a write throws when the connection is gone.
    private bool IsOfTheLine(Exception fault) =>
        fault is DicomNetworkException && (_end is not null || fault.InnerException is IOException or ObjectDisposedException or InvalidOperationException);

    private void OnDeadlineMissed(Awaited awaited)
    {
        if (awaited == Awaited.Bytes && _isIdle && (!_isReading || IsBusy))
        {
            // Only an association on which nothing happens is idle: what is sent or awaited has a deadline of its own.
            _deadlines.Set(Awaited.Bytes, IdleDeadline);
            return;
        }

        if (Interlocked.Exchange(ref _hasMissed, 1) != 0)
            return;
        double seconds = awaited switch
        {
            Awaited.Sending => Options.Deadlines.Send.TotalSeconds,
            Awaited.Response => ResponseDeadline.TotalSeconds,
            _ => _bytesDeadline.TotalSeconds,
        };
        Logger.DeadlineMissed(_network.RemoteHost, _network.RemotePort, seconds, awaited);
        bool tells = awaited != Awaited.Sending && _state is AssociationState.Established or AssociationState.Releasing or AssociationState.ReleaseCollision or AssociationState.Requesting;
        if (_state != AssociationState.Closed)
            _state = AssociationState.AwaitingClose;

        // An abort is tried where the line may take it; the connection is closed whether or not it does.
        // It is under way before a request is told that it failed: who waits for that request closes the connection.
        _farewell = Task.Run(async () =>
        {
            if (tells)
                await AbortQuietlyAsync(DicomAbortSource.ServiceProvider, DicomAbortReason.NotSpecified).WaitAsync(TimeSpan.FromSeconds(1)).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        if (awaited == Awaited.Response)
            FailPending(request => new DicomRequestTimedOutException(request, ResponseDeadline));
        End(new DicomNetworkException($"The peer let {seconds:0.#} s pass without a sign ({awaited})."));
        _ = _farewell.ContinueWith(_ => Dispose(), TaskScheduler.Default);
    }

    // The first reason counts; the others follow from it. What comes after an end in order is none.
    private void End(Exception? why)
    {
        if (!_isOver)
            Interlocked.CompareExchange(ref _end, why, null);
    }

    private void Close()
    {
        bool inOrder = _isOver || _state == AssociationState.AwaitingRequest;
        Dispose();
        DropIncoming();
        var why = _end ?? (inOrder ? null : new DicomNetworkException("The peer closed the connection."));
        FailWaiting(why);
        (this as IDicomService)?.OnConnectionClosed(why);
    }

    private void FailWaiting(Exception? why)
    {
        _associated.TrySetException(why ?? new DicomNetworkException("The peer closed the connection."));
        _released.TrySetResult();
        // Whoever does not look at the task shall not be told of it by the runtime.
        _ = _associated.Task.Exception;
        FailPending(_ => why ?? new DicomNetworkException("The association ended before the response came."));
    }
}
