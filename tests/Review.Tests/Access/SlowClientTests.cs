using System.Net;
using System.Net.Sockets;
using System.Text;
using ContourFlow.Review.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace ContourFlow.Review.Tests.Access;

/// <summary>A thousand clients that begin a request and do not end it, half of them in its head and half in its body.</summary>
public sealed class SlowClientTests
{
    private const int Clients = 1000;

    [Fact]
    public async Task Thousand_slow_clients_do_not_keep_a_reviewer_out_and_are_let_go()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        await using ReviewPlace place = await ReviewPlace.StartAsync();
        await place.FileAsync(1);
        using Browser before = await place.SignedInAsync("anna");
        var sockets = new List<Socket>();
        try
        {
            for (int client = 0; client < Clients; client++)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                sockets.Add(socket);
                await socket.ConnectAsync(IPAddress.Loopback, place.Address.Port, cancel);
                string begun = client % 2 == 0
                    ? $"GET / HTTP/1.1\r\nHost: {place.Address.Authority}\r\nX-Slow: "
                    : $"POST /api/signin HTTP/1.1\r\nHost: {place.Address.Authority}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{";
                await socket.SendAsync(Encoding.ASCII.GetBytes(begun), cancel);
            }

            // Who is signed in, on the connection that they have and on a new one; and who only now signs in.
            (await before.JsonAsync("/api/cases"))["cases"]!.AsArray().Should().ContainSingle();
            using Browser again = place.Nobody();
            foreach (Cookie cookie in before.Cookies.GetCookies(place.Address))
                again.Cookies.Add(place.Address, new Cookie(cookie.Name, cookie.Value));
            (await again.GetAsync("/api/cases")).StatusCode.Should().Be(HttpStatusCode.OK);
            using Browser after = await place.SignedInAsync("berta");
            (await after.GetAsync("/api/cases")).StatusCode.Should().Be(HttpStatusCode.OK);

            place.Server.Services.GetRequiredService<KnownConnections>().Unknown.Should().BeLessThanOrEqualTo(KnownConnections.MostUnknown);

            // In the end none of them is left: by the limits on heads and bodies, not because the test stops.
            await Task.WhenAll(sockets.Select(socket => EndedAsync(socket, cancel)));
        }
        finally
        {
            sockets.ForEach(socket => socket.Dispose());
        }
    }

    // Reads until the server closes; its answer (408, 400) may come before.
    private static async Task EndedAsync(Socket socket, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[1024];
        try
        {
            while (await socket.ReceiveAsync(buffer, cancellationToken) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // Reset: let go at once.
        }
    }
}
