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
    /// Whether reading waits on the calling thread. A thread that waits in the socket is woken by the data itself; without one, two
    /// others are on the way, which costs as much as the copying of what has come.
    /// </summary>
    public bool ReadsOnCallingThread { get; set; }

    public override int Read(byte[] buffer, int offset, int count) => Acknowledged(base.Read(buffer, offset, count));

    public override int Read(Span<byte> buffer) => Acknowledged(base.Read(buffer));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (ReadsOnCallingThread)
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

        var reading = base.ReadAsync(buffer, cancellationToken);
        return reading.IsCompletedSuccessfully ? new(Acknowledged(reading.Result)) : AcknowledgedAsync(reading);
    }

    private async ValueTask<int> AcknowledgedAsync(ValueTask<int> reading) => Acknowledged(await reading);

    private int Acknowledged(int count)
    {
        if (!_isKnown || count == 0)
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
