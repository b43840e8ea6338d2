using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Publishing;
using ContourFlow.Worker.Receiving;
using ContourFlow.Worker.Tests.DicomWeb;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ContourFlow.Worker.Tests.Publishing;

/// <summary>Whether a destination answers, as metrics show it: against a receiver of our own that comes, goes, and does not know us.</summary>
public sealed class DestinationEchoTests
{
    private readonly FakeTimeProvider time = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_destination_that_goes_and_comes_back_is_seen_after_the_age_of_an_answer()
    {
        int port = Servers.FreePort.Next();
        Receiver archive = await StartAsync(port);
        DestinationEcho echo = To($"PACS@127.0.0.1:{port}");
        echo.IsReachable.Should().BeNull("nobody has been asked yet");
        (await AnswerAsync(echo)).Should().BeTrue();

        await archive.DisposeAsync();
        (await AnswerAsync(echo)).Should().BeTrue("an answer holds for fifteen seconds");
        time.Advance(DestinationEcho.Age);
        (await AnswerAsync(echo)).Should().BeFalse();

        await using Receiver again = await StartAsync(port);
        time.Advance(DestinationEcho.Age);
        (await AnswerAsync(echo)).Should().BeTrue();
    }

    [Fact]
    public async Task A_destination_that_does_not_know_the_title_is_not_reachable()
    {
        await using Receiver archive = await StartAsync(0);
        (await AnswerAsync(To($"OTHER@127.0.0.1:{archive.Port}"))).Should().BeFalse();
    }

    [Fact]
    public async Task Nobody_waits_for_an_answer_that_does_not_come()
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        DestinationEcho echo = To($"PACS@127.0.0.1:{((System.Net.IPEndPoint)silent.LocalEndpoint).Port}", TimeSpan.FromSeconds(1));

        echo.IsReachable.Should().BeNull();
        (await AnswerAsync(echo)).Should().BeFalse("it did not answer within the time for an answer");
    }

    private DestinationEcho To(string remote, TimeSpan? timeout = null) =>
        new("pacs", new DestinationSection { Remote = remote, ResponseTimeout = timeout ?? TimeSpan.FromSeconds(120) }, "CONTOURFLOW", time, NullLogger.Instance);

    private static async Task<bool?> AnswerAsync(DestinationEcho echo)
    {
        await echo.RefreshAsync(Cancel);
        return echo.IsReachable;
    }

    private static Task<Receiver> StartAsync(int port) => Receiver.StartAsync(
        new ReceiverOptions { Titles = ["PACS"], Address = "127.0.0.1", Port = port, StopTimeout = TimeSpan.FromSeconds(1) }, new MemoryIntake(), null, null, NullLoggerFactory.Instance, Cancel);
}
