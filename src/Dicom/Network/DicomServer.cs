using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ContourFlow.Dicom.Network.Tls;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Dicom.Network;

/// <summary>
/// Listens on a port and makes a service for each connection. Accepting never waits for a peer: handshakes and associations run
/// on their own, and a connection's slot is free again however it ends.
/// </summary>
/// <typeparam name="T">The service: with a constructor (INetworkStream, Encoding, ILogger, DicomServiceDependencies).</typeparam>
internal sealed class DicomServer<T> : IDicomServer
    where T : DicomService
{
    private readonly Socket _listener;
    private readonly ITlsAcceptor? _tls;
    private readonly Encoding _fallbackEncoding;
    private readonly object? _userState;
    private readonly DicomServiceDependencies _dependencies;
    private readonly SemaphoreSlim? _slots;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<IDisposable, byte> _open = [];
    private int _disposed;

    public DicomServer(IPEndPoint at, ITlsAcceptor? tls, Encoding? fallbackEncoding, ILogger logger, object? userState, DicomServerOptions options, DicomServiceDependencies dependencies)
    {
        (_tls, _fallbackEncoding, Logger, _userState, _dependencies) = (tls, fallbackEncoding ?? DicomEncoding.Default, logger, userState, dependencies);
        _slots = options.MaxClientsAllowed > 0 ? new SemaphoreSlim(options.MaxClientsAllowed) : null;
        _listener = new Socket(at.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (at.Address.Equals(System.Net.IPAddress.IPv6Any))
                _listener.DualMode = true;
            _listener.Bind(at);
            _listener.Listen(512);
        }
        catch (SocketException fault)
        {
            _listener.Dispose();
            throw new DicomNetworkException($"Port {at.Port} at {at.Address} cannot be listened on: {fault.SocketErrorCode}.", fault);
        }

        var bound = (IPEndPoint)_listener.LocalEndPoint!;
        (IPAddress, Port) = (bound.Address.ToString(), bound.Port);
        IsListening = true;
        _ = Task.Run(AcceptAsync);
    }

    public string IPAddress { get; }

    public int Port { get; }

    public bool IsListening { get; private set; }

    public Exception? Exception { get; private set; }

    public DicomServiceOptions Options { get; } = new();

    public ILogger Logger { get; set; }

    public void Stop()
    {
        IsListening = false;
        _stopping.Cancel();
        _listener.Dispose();
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        Stop();
        foreach (var connection in _open.Keys)
            connection.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            bool hasSlot = false;
            try
            {
                if (_slots is not null)
                    await _slots.WaitAsync(_stopping.Token);
                hasSlot = true;
                Socket socket = await _listener.AcceptAsync(_stopping.Token);
                hasSlot = false;
                _ = Task.Run(() => ServeAsync(socket));
            }
            catch (Exception) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
            {
                // Out of descriptors, or a peer that was gone before it was taken: the next one may do. Never the end of listening.
                Logger.AcceptFailed(fault.GetType().Name, fault);
                await Task.Delay(TimeSpan.FromMilliseconds(100), _dependencies.Time);
            }
            finally
            {
                if (hasSlot)
                    _slots?.Release();
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            using var connection = Connection.Over(socket, Options, waitsOnCallingThread: true);
            _open.TryAdd(connection, 0);
            try
            {
                // The server may have ended between taking the connection and noting it down.
                if (Volatile.Read(ref _disposed) != 0)
                    return;

                if (!await SecureAsync(connection))
                    return;
                using var service = (T)Activator.CreateInstance(typeof(T), connection, _fallbackEncoding, Logger, _dependencies)!;
                service.Options = Options;
                service.UserState = _userState;
                await OwnThread.RunAsync(service.RunAsync, $"DICOM {connection.RemoteHost}:{connection.RemotePort}");
            }
            finally
            {
                _open.TryRemove(connection, out _);
            }
        }
        catch (SocketException fault)
        {
            Logger.AcceptFailed(fault.SocketErrorCode.ToString(), fault);
        }
#pragma warning disable CA1031 // The border of a connection: a fault in one is told and is not the end of the others.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Logger.ServiceFailed(LoggedFault.Of(fault));
        }
        finally
        {
            socket.Dispose();
            _slots?.Release();
        }
    }

    private async Task<bool> SecureAsync(Connection connection)
    {
        if (_tls is null)
            return true;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        limit.CancelAfter(Options.Deadlines.Association);
        try
        {
            await connection.SecureAsync(plain => _tls.AcceptTls(plain, connection.RemoteHost, connection.LocalPort), limit.Token);
            return true;
        }
        catch (Exception fault) when (fault is System.Security.Authentication.AuthenticationException or IOException or ObjectDisposedException or OperationCanceledException)
        {
            Logger.HandshakeFailed(connection.RemoteHost, connection.RemotePort, fault is System.Security.Authentication.AuthenticationException ? fault.Message : fault.GetType().Name);
            return false;
        }
    }
}
