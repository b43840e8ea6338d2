using System.Net;
using System.Net.Sockets;

namespace ContourFlow.Servers;

/// <summary>Ports for servers that have to be told their own.</summary>
internal static class FreePort
{
    private const int First = 12_000, Count = 20_000;

    // One for all test processes of a user.
    private static readonly FileStream s_given = new(
        Path.Combine(Path.GetTempPath(), $"contourflow-tests-{Environment.UserName}.ports"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);

    private static int s_next = Environment.ProcessId;

    /// <summary>
    /// A port that nobody listens at, below those that the system gives to outgoing connections, one of which would have taken it before the server does, or
    /// while that is stopped. Each is given once, and to no other test process as long as this one runs, though its server starts late.
    /// </summary>
    public static int Next()
    {
        while (true)
        {
            int port = First + ((Interlocked.Increment(ref s_next) & int.MaxValue) % Count);
            if (!Take(port))
                continue;
            try
            {
                using var listener = new TcpListener(IPAddress.Any, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody else's.
            }
        }
    }

    // A byte of the file for each port; the system takes the lock away when the process ends, however it ends.
    private static bool Take(int port)
    {
        if (!OperatingSystem.IsLinux())
            return true;
        try
        {
            s_given.Lock(port, 1);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
