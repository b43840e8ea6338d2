using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ContourFlow.Worker.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ContourFlow.Worker.Tests.Hosting;

/// <summary>How a process of the service begins and ends, as whoever started it sees it.</summary>
public sealed class ServiceRunTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("serve", "Operations:Port")]
    [InlineData("serve", "Receiver:Port")]
    [InlineData("serve", "Receiver:WebPort")]
    [InlineData("review", "Review:Port")]
    public async Task Port_that_is_taken_is_told_as_such_and_is_no_fault_of_the_program(string role, string port)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        string number = ((IPEndPoint)taken.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        CommandLineRun run = await CommandLineRun.Of(
            role, "--set", $"Data={folder["data"]}", "--set", "Receiver:Address=127.0.0.1", "--set", "Receiver:Port=0", "--set", "Operations:Port=0", "--set", "Review:Port=0", "--set", $"{port}={number}");

        run.ExitCode.Should().Be(ExitCode.PeerUnavailable, run.Error);
        run.Error.Should().Contain(number).And.NotContain("fault of the program");
    }

    [Fact]
    public async Task Data_folder_that_cannot_be_made_is_told_as_such()
    {
        File.WriteAllText(folder["file"], "in the way");

        CommandLineRun run = await CommandLineRun.Of(
            "serve", "--set", $"Data={folder["file/data"]}", "--set", "Receiver:Address=127.0.0.1", "--set", "Receiver:Port=0", "--set", "Operations:Port=0", "--set", "Review:Port=0");

        run.ExitCode.Should().Be(ExitCode.OutputNotWritable, run.Error);
        run.Error.Should().Contain(folder["file"]).And.NotContain("fault of the program");
    }

    [Fact]
    public async Task Part_that_fails_ends_the_process_with_its_fault_and_not_as_if_all_were_well()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddHostedService<FailingPart>();
        using IHost host = builder.Build();
        await ServiceRun.StartAsync(host, Cancel);

        Func<Task> end = () => ServiceRun.UntilStoppedAsync(host, Cancel);

        await end.Should().ThrowAsync<InvalidOperationException>().WithMessage("The part's own.");
    }

    private sealed class FailingPart : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await Task.Yield();
            throw new InvalidOperationException("The part's own.");
        }
    }
}
