using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ContourFlow.Worker.Tests.DicomWeb;

/// <summary>A listener that answers whatever is asked with bytes that no server would let through, then closes or stays silent.</summary>
internal sealed class CannedArchive : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task serving;

    public CannedArchive(byte[] answer, bool close = true)
    {
        listener.Start();
        serving = ServeAsync(answer, close);
    }

    public Uri Root => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/dicom-web");

    /// <summary>An answer of a header's lines and a body.</summary>
    public static byte[] Answer(string header, byte[] body) => [.. Encoding.ASCII.GetBytes(header.ReplaceLineEndings("\r\n") + "\r\n\r\n"), .. body];

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await serving.ContinueWith(_ => { }, TaskScheduler.Default);
        stop.Dispose();
    }

    private async Task ServeAsync(byte[] answer, bool close)
    {
        while (true)
        {
            using TcpClient peer = await listener.AcceptTcpClientAsync(stop.Token);
            NetworkStream stream = peer.GetStream();
            byte[] asked = new byte[16 * 1024];
            if (await stream.ReadAsync(asked, stop.Token) == 0)
                continue;
            await stream.WriteAsync(answer, stop.Token);
            if (!close)
                await Task.Delay(Timeout.Infinite, stop.Token);
            peer.Client.Shutdown(SocketShutdown.Send);

            // Until the other side has closed too: a reset would take what was sent with it.
            while (await stream.ReadAsync(asked, stop.Token) > 0)
            {
            }
        }
    }
}
