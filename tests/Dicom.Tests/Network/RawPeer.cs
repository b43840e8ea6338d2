using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using ContourFlow.Dicom.Network.Pdu;

namespace ContourFlow.Dicom.Tests.Network;

/// <summary>A PDU as it came.</summary>
internal sealed record RawPdu(PduType Type, byte[] Bytes)
{
    /// <summary>Whether it is an abort by the protocol, for this reason.</summary>
    public bool IsAbort(DicomAbortReason reason) => Type == PduType.Abort && Bytes[2] == (byte)DicomAbortSource.ServiceProvider && Bytes[3] == (byte)reason;
}

/// <summary>A peer that sends what it is told and knows no rules.</summary>
internal sealed class RawPeer(Socket socket) : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(120);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<RawPeer> ConnectAsync(int port, int? receiveBuffer = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBuffer is { } size)
            socket.ReceiveBufferSize = size;
        await socket.ConnectAsync(IPAddress.Loopback, port, Cancel);
        return new RawPeer(socket);
    }

    /// <summary>Connects and has an association made.</summary>
    public static async Task<RawPeer> AssociatedAsync(int port)
    {
        var peer = await ConnectAsync(port);
        await peer.SendAsync(Pdus.Request());
        (await peer.ReadAsync())!.Type.Should().Be(PduType.AssociateAccept);
        return peer;
    }

    public async Task SendAsync(params byte[] bytes)
    {
        for (int sent = 0; sent < bytes.Length;)
            sent += await socket.SendAsync(bytes.AsMemory(sent), Cancel);
    }

    /// <summary>The next PDU; <c>null</c> where the other side has closed instead.</summary>
    public async Task<RawPdu?> ReadAsync()
    {
        byte[] header = new byte[6];
        if (!await FillAsync(header))
            return null;
        byte[] bytes = new byte[BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(2))];
        return await FillAsync(bytes) ? new RawPdu((PduType)header[0], bytes) : null;
    }

    /// <summary>Everything up to the other side's end.</summary>
    public async Task<byte[]> ReadAllAsync()
    {
        var bytes = new List<byte>();
        byte[] one = new byte[1];
        while (await FillAsync(one))
            bytes.Add(one[0]);
        return [.. bytes];
    }

    /// <summary>The response whose command is in the next PDU.</summary>
    public async Task<DicomResponse> ResponseAsync()
    {
        var pdu = await ReadAsync();
        pdu!.Type.Should().Be(PduType.Data);
        return (DicomResponse)CommandReader.MessageOf(CommandCoding.Read(pdu.Bytes.AsMemory(6)));
    }

    /// <summary>Sends no more; reads on.</summary>
    public void End() => socket.Shutdown(SocketShutdown.Send);

    /// <summary>Is gone without a word: the other side gets RST.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Dispose();
    }

    public void Dispose() => socket.Dispose();

    private async Task<bool> FillAsync(Memory<byte> bytes)
    {
        try
        {
            while (!bytes.IsEmpty)
            {
                int count = await socket.ReceiveAsync(bytes, Cancel).AsTask().WaitAsync(s_patience, Cancel);
                if (count == 0)
                    return false;
                bytes = bytes[count..];
            }

            return true;
        }
        catch (SocketException fault) when (fault.SocketErrorCode == SocketError.ConnectionReset)
        {
            return false;
        }
    }
}

/// <summary>Listens, and answers one connection after the other by a script.</summary>
internal sealed class RawServer : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public RawServer()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(16);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public async Task<RawPeer> AcceptAsync() => new(await _listener.AcceptAsync(TestContext.Current.CancellationToken));

    /// <summary>Takes a connection and accepts its association.</summary>
    public async Task<RawPeer> AssociateAsync(uint maximum = 16384, Action<DicomAssociation>? change = null)
    {
        var peer = await AcceptAsync();
        var request = await peer.ReadAsync();
        await peer.SendAsync(Pdus.Accept(request!.Bytes, maximum, change));
        return peer;
    }

    public void Dispose() => _listener.Dispose();
}
