using System.Net;
using System.Net.Sockets;

namespace ContourFlow.EndToEnd.Tests.Network;

/// <summary>Stands before a server and passes everything on, until so many bytes went one way: then it does something once, and cuts that connection.</summary>
internal sealed class CuttingProxy : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly int target;
    private readonly bool countsToServer;
    private readonly long limit;
    private readonly Action onLimit;
    private long passed;
    private int isCut;

    /// <param name="target">The server's port.</param>
    /// <param name="countsToServer">Whether bytes to the server are counted, and not those that come from it.</param>
    /// <param name="limit">How many pass.</param>
    /// <param name="onLimit">Done when they have.</param>
    public CuttingProxy(int target, bool countsToServer, long limit, Action onLimit)
    {
        (this.target, this.countsToServer, this.limit, this.onLimit) = (target, countsToServer, limit, onLimit);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        _ = Task.Run(AcceptAsync);
    }

    public int Port { get; }

    /// <summary>Whether it has cut.</summary>
    public bool HasCut => Volatile.Read(ref isCut) != 0;

    public void Dispose() => listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await listener.AcceptTcpClientAsync();
                _ = Task.Run(() => ServeAsync(client));
            }
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // The test has ended.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                (client.NoDelay, server.NoDelay) = (true, true);
                await server.ConnectAsync(IPAddress.Loopback, target);
                await Task.WhenAny(
                    PassAsync(client.GetStream(), server.GetStream(), countsToServer),
                    PassAsync(server.GetStream(), client.GetStream(), !countsToServer));
            }
            catch (Exception fault) when (fault is SocketException or IOException)
            {
                // A side that is gone: the other is closed too.
            }
        }
    }

    private async Task PassAsync(Stream from, Stream to, bool counts)
    {
        byte[] block = new byte[8192];
        int count;
        while ((count = await from.ReadAsync(block)) > 0)
        {
            if (counts && !HasCut && Interlocked.Add(ref passed, count) > limit && Interlocked.Exchange(ref isCut, 1) == 0)
            {
                onLimit();
                return;
            }

            await to.WriteAsync(block.AsMemory(0, count));
        }
    }
}
