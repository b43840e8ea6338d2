using System.Net.Sockets;

namespace ContourFlow.Dicom.Network;

/// <summary>
/// The bytes of a socket; what comes is acknowledged at once. Senders with Nagle's algorithm on (DCMTK's tools as they come)
/// wait after each image for an acknowledgement that TCP otherwise delays by 40 ms: 15 s for 300 slices instead of half a
/// second.
/// </summary>
internal sealed class QuickAckStream(Socket socket) : NetworkStream(socket, ownsSocket: true)
{
    // IPPROTO_TCP and TCP_QUICKACK of Linux, which forgets the wish after some packets: it is said again after each read.
    private const int Tcp = 6;
    private const int QuickAck = 12;
    private static readonly byte[] s_on = [1, 0, 0, 0];

    private bool _isKnown = OperatingSystem.IsLinux();

    /// <summary>
    /// Whether reading and writing wait on the calling thread. A thread that waits in the socket is woken by the data itself; without
    /// one, two others are on the way, which costs as much as the copying of what has come. All of it or nothing: one operation of
    /// the other kind, and .NET makes waiting of its own out of each of this.
    /// </summary>
    public bool WaitsOnCallingThread { get; set; }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    // By the socket itself: NetworkStream has whoever derives from it copy each span through an array.
    public override int Read(Span<byte> buffer)
    {
        try
        {
            return Acknowledged(Socket.Receive(buffer), buffer.Length);
        }
        catch (SocketException fault)
        {
            throw new IOException("The connection was lost.", fault);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            while (!buffer.IsEmpty)
                buffer = buffer[Socket.Send(buffer)..];
        }
        catch (SocketException fault)
        {
            throw new IOException("The connection was lost.", fault);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (WaitsOnCallingThread)
        {
            try
            {
                return new(Read(buffer.Span));
            }
            catch (Exception fault) when (fault is IOException or ObjectDisposedException)
            {
                return ValueTask.FromException<int>(fault);
            }
        }

        return AcknowledgedAsync(Socket.ReceiveAsync(buffer, cancellationToken), buffer.Length);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!WaitsOnCallingThread)
            return SendAsync(buffer, cancellationToken);
        try
        {
            Write(buffer.Span);
            return ValueTask.CompletedTask;
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException)
        {
            return ValueTask.FromException(fault);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    private async ValueTask SendAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            while (!buffer.IsEmpty)
                buffer = buffer[await Socket.SendAsync(buffer, cancellationToken)..];
        }
        catch (SocketException fault)
        {
            throw new IOException("The connection was lost.", fault);
        }
    }

    private async ValueTask<int> AcknowledgedAsync(ValueTask<int> reading, int room)
    {
        try
        {
            return Acknowledged(await reading, room);
        }
        catch (SocketException fault)
        {
            throw new IOException("The connection was lost.", fault);
        }
    }

    // Where all the room was taken more is there already, and nobody waits.
    private int Acknowledged(int count, int room)
    {
        if (!_isKnown || count == 0 || count == room)
            return count;
        try
        {
            Socket.SetRawSocketOption(Tcp, QuickAck, s_on);
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // Only speed hangs on it. A closed socket is noticed by the next read.
            _isKnown = false;
        }

        return count;
    }
}
