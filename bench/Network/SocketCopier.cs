using System.Net;
using System.Net.Sockets;

namespace ContourFlow.Bench.Network;

/// <summary>
/// The floor: bytes from a socket into a file, a length before each and one byte back after it; no DICOM, nothing flushed. Run as a
/// process of its own for the sake of its processor time.
/// </summary>
internal static class SocketCopier
{
    /// <summary>Serves for ever, each connection on a thread.</summary>
    public static int Serve(int port, string folder)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        int files = 0;
        while (true)
        {
            Socket socket = listener.AcceptSocket();
            socket.NoDelay = true;
            new Thread(() => Copy(socket, () => Path.Combine(folder, $"{Interlocked.Increment(ref files)}.bin"))) { IsBackground = true }.Start();
        }
    }

    /// <summary>Sends files, one after the other.</summary>
    public static void Send(int port, string folder)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(IPAddress.Loopback, port);
        byte[] block = new byte[64 * 1024];
        byte[] answer = new byte[1];
        foreach (string path in Directory.GetFiles(folder))
        {
            using FileStream file = File.OpenRead(path);
            socket.Send(BitConverter.GetBytes((int)file.Length));
            int count;
            while ((count = file.Read(block)) > 0)
                socket.Send(block.AsSpan(0, count));
            socket.Receive(answer);
        }
    }

    private static void Copy(Socket socket, Func<string> name)
    {
        byte[] block = new byte[64 * 1024];
        byte[] length = new byte[4];
        using var stream = new NetworkStream(socket, ownsSocket: true);
        while (stream.ReadAtLeast(length, 4, throwOnEndOfStream: false) == 4)
        {
            int left = BitConverter.ToInt32(length);
            using (var file = new FileStream(name(), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1))
            {
                while (left > 0)
                {
                    int count = stream.Read(block.AsSpan(0, Math.Min(left, block.Length)));
                    if (count == 0)
                        return;
                    file.Write(block.AsSpan(0, count));
                    left -= count;
                }
            }

            stream.WriteByte(0);
        }
    }
}
