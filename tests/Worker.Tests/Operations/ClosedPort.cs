using System.Net;
using System.Net.Sockets;

namespace ContourFlow.Worker.Tests.Operations;

/// <summary>A port of loopback at which nobody listens and nobody else can: whoever connects is refused.</summary>
internal sealed class ClosedPort : IDisposable
{
    private readonly Socket held = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public ClosedPort() => held.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    public int Port => ((IPEndPoint)held.LocalEndPoint!).Port;

    public void Dispose() => held.Dispose();
}
