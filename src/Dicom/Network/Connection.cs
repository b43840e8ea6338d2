using System.Net;
using System.Net.Sockets;
using ContourFlow.Dicom.Network.Tls;

namespace ContourFlow.Dicom.Network;

/// <summary>A TCP connection, with or without TLS over it.</summary>
internal sealed class Connection : INetworkStream
{
    private readonly Socket _socket;
    private readonly QuickAckStream _plain;
    private Stream _stream;

    private Connection(Socket socket)
    {
        _socket = socket;
        var remote = (IPEndPoint)socket.RemoteEndPoint!;
        var local = (IPEndPoint)socket.LocalEndPoint!;
        (RemoteHost, RemotePort) = (AddressOf(remote), remote.Port);
        (LocalHost, LocalPort) = (AddressOf(local), local.Port);
        _stream = _plain = new QuickAckStream(socket);
    }

    public string RemoteHost { get; }

    public string LocalHost { get; }

    public int RemotePort { get; }

    public int LocalPort { get; }

    /// <summary>Takes over a connected socket.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="options">Its buffers, and whether it sends at once.</param>
    /// <param name="waitsOnCallingThread">Whether reading and writing wait on the calling thread: for a thread that nobody else needs.</param>
    /// <exception cref="SocketException">The peer is gone already.</exception>
    public static Connection Over(Socket socket, DicomServiceOptions options, bool waitsOnCallingThread)
    {
        ArgumentNullException.ThrowIfNull(socket);
        socket.NoDelay = options.TcpNoDelay;
        if (options.TcpReceiveBufferSize is { } receive)
            socket.ReceiveBufferSize = receive;
        if (options.TcpSendBufferSize is { } send)
            socket.SendBufferSize = send;

        // A peer that is gone without a word is noticed in a minute or two, also while nothing is due from it.
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 60);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 10);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 5);
        return new Connection(socket) { _plain = { WaitsOnCallingThread = waitsOnCallingThread } };
    }

    /// <summary>Connects.</summary>
    /// <exception cref="DicomNetworkException">There is nobody, or the handshake failed.</exception>
    public static async Task<Connection> ToAsync(string host, int port, ITlsInitiator? tls, DicomServiceOptions options, TimeSpan deadline, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(deadline);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        Connection? connection = null;
        try
        {
            await socket.ConnectAsync(host, port, limit.Token);
            connection = Over(socket, options, waitsOnCallingThread: false);
            if (tls is not null)
                await connection.SecureAsync(plain => tls.InitiateTls(plain, host, port), limit.Token);
            return connection;
        }
        catch (Exception fault)
        {
            connection?.Dispose();
            socket.Dispose();
            if (fault is OperationCanceledException && cancellationToken.IsCancellationRequested)
                throw;
            throw fault is DicomNetworkException ? fault : new DicomNetworkException(Sentence(host, port, deadline, fault), fault);
        }
    }

    /// <summary>Makes the TLS handshake, on a thread of its own because the toolkit's interface for it waits.</summary>
    public async Task SecureAsync(Func<Stream, Stream> handshake, CancellationToken cancellationToken)
    {
        // The handshake reads and waits; closing the socket is what ends it early.
        await using var ending = cancellationToken.Register(_socket.Dispose);
        _stream = await Task.Factory.StartNew(() => handshake(_plain), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        cancellationToken.ThrowIfCancellationRequested();
    }

    public Stream AsStream() => _stream;

    /// <summary>Tells the peer that nothing more comes; what it sends can still be read.</summary>
    public void EndSending()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // The peer is gone, and needs no telling.
        }
    }

    /// <summary>Closes at once; whoever reads or writes gets an exception.</summary>
    public void Dispose()
    {
        _socket.Dispose();
        if (!ReferenceEquals(_stream, _plain))
            _stream.Dispose();
        _plain.Dispose();
    }

    private static string Sentence(string host, int port, TimeSpan deadline, Exception fault) => fault switch
    {
        OperationCanceledException => $"No connection to {host} port {port} within {deadline.TotalSeconds:0.#} s.",
        SocketException socket => $"No connection to {host} port {port}: {socket.SocketErrorCode}.",
        System.Security.Authentication.AuthenticationException => $"The TLS handshake with {host} port {port} failed: {fault.Message}",
        _ => $"No connection to {host} port {port}: {fault.GetType().Name}.",
    };

    private static string AddressOf(IPEndPoint end) => (end.Address.IsIPv4MappedToIPv6 ? end.Address.MapToIPv4() : end.Address).ToString();
}
