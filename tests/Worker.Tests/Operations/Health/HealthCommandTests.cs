using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Operations.Health;
using ContourFlow.Worker.Tests.Operations.Cases;

namespace ContourFlow.Worker.Tests.Operations.Health;

/// <summary>`contourflow health` against real processes' health endpoints, and against what may listen in their place. Exit codes: docs/command-line.md.</summary>
[Collection(OperationsAlone.Name)]
public sealed class HealthCommandTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, "live", 0)]
    [InlineData("--startup", "startup", 2)]
    [InlineData("--ready", "ready", 3)]
    public async Task Process_that_is_well_ends_with_0_and_each_of_its_checks_is_shown(string? option, string question, int checks)
    {
        await using RegistryOfTest registry = await RegistryOfTest.MakeAsync();
        await using OperationsHost host = await OperationsHost.StartAsync(registry, Roles.Worker);
        await host.UntilAsync("ready", HttpStatusCode.OK);

        CommandLineRun run = await AskAsync(host.Port, option is null ? [] : [option]);

        run.ExitCode.Should().Be(ExitCode.Done, run.Error);
        run.Out.Should().Contain("process-1 healthy");
        CommandLineRun json = await AskAsync(host.Port, option is null ? ["--json"] : [option, "--json"]);
        json.Json["question"]!.GetValue<string>().Should().Be(question);
        json.Json["answer"]!["status"]!.GetValue<string>().Should().Be("healthy");
        json.Json["answer"]!["checks"]!.AsArray().Should().HaveCount(checks);
        foreach (JsonNode? check in json.Json["answer"]!["checks"]!.AsArray())
            run.Out.Should().Contain(check!["name"]!.GetValue<string>()).And.Contain(check["sentence"]!.GetValue<string>());
    }

    [Fact]
    public async Task Process_that_is_degraded_ends_with_0_and_one_that_cannot_work_does_not()
    {
        // No tables: a gateway receives all the same and tells of it, a worker can do nothing.
        await using RegistryOfTest registry = RegistryOfTest.Empty();
        await using OperationsHost gateway = await OperationsHost.StartAsync(registry, Roles.Gateway);
        await gateway.ReceiveAsync(new DicomWeb.MemoryIntake());
        await using OperationsHost worker = await OperationsHost.StartAsync(registry, Roles.Worker);

        CommandLineRun degraded = await AskAsync(gateway.Port, "--ready");
        CommandLineRun unready = await AskAsync(worker.Port, "--ready", "--json");

        degraded.ExitCode.Should().Be(ExitCode.Done, degraded.Error);
        degraded.Out.Should().Contain("process-1 degraded").And.Contain("registry");
        unready.ExitCode.Should().Be(ExitCode.Unhealthy, unready.Error);
        unready.Json["error"]!["code"]!.GetValue<string>().Should().Be("unhealthy");
        unready.Json["answer"]!["status"]!.GetValue<string>().Should().Be("unhealthy");
        (await AskAsync(worker.Port, "--startup")).ExitCode.Should().Be(ExitCode.Unhealthy);
        (await AskAsync(worker.Port)).ExitCode.Should().Be(ExitCode.Done, "it answers, and nothing else may have it killed");
    }

    [Fact]
    public async Task Port_at_which_nobody_listens_is_told_as_such()
    {
        using var closed = new ClosedPort();

        CommandLineRun run = await AskAsync(closed.Port);

        run.ExitCode.Should().Be(ExitCode.PeerUnavailable, run.Error);
        run.Error.Should().Contain("Nobody answers").And.Contain(closed.Port.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Process_that_accepts_and_is_silent_is_given_up_in_time()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();

        CommandLineRun run = await AskAsync(((IPEndPoint)silent.LocalEndpoint).Port, "--response-seconds", "0.2");

        run.ExitCode.Should().Be(ExitCode.PeerUnavailable, run.Error);
        run.Error.Should().Contain("did not answer within 0.2 s");
    }

    [Theory]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 34\r\n\r\n{\"status\":\"healthy\",\"checks\":[1,2]}")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("220 mail.example.org ESMTP\r\n")]
    public async Task Something_else_that_listens_at_the_port_is_not_taken_for_a_process_that_is_well(string answer)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        Task answering = AnswerAsync(other, answer);

        CommandLineRun run = await AskAsync(((IPEndPoint)other.LocalEndpoint).Port);

        run.ExitCode.Should().Be(ExitCode.PeerUnavailable, run.Error);
        run.Error.Should().Contain("no process of ContourFlow");
        await answering;
    }

    [Theory]
    [InlineData("Operations:Port=0", "takes a free port")]
    [InlineData("Operations:Port=70000", "70000 is no port")]
    [InlineData("Operations:Address=somewhere", "'somewhere' is no address")]
    public async Task Configuration_that_tells_no_place_to_ask_at_is_told_as_such(string setting, string sentence)
    {
        CommandLineRun run = await CommandLineRun.Of(Cancel, "health", "--set", setting);

        run.ExitCode.Should().Be(ExitCode.Usage, run.Error);
        run.Error.Should().Contain(sentence);
    }

    [Fact]
    public async Task Two_questions_at_once_are_refused() =>
        (await CommandLineRun.Of(Cancel, "health", "--ready", "--startup")).ExitCode.Should().Be(ExitCode.Usage);

    [Theory]
    [InlineData("0.0.0.0", "http://127.0.0.1:8080/health/ready")]
    [InlineData("::", "http://[::1]:8080/health/ready")]
    [InlineData("127.0.0.1", "http://127.0.0.1:8080/health/ready")]
    [InlineData("192.0.2.7", "http://192.0.2.7:8080/health/ready")]
    public void Address_of_the_whole_machine_is_asked_at_loopback_and_any_other_as_it_is(string address, string asked)
    {
        var options = new ServiceOptions { Operations = new OperationsSection { Address = address, Port = 8080 } };

        HealthRequest.To(options, HealthQuestion.Ready, TimeSpan.FromSeconds(1)).Url.ToString().Should().Be(asked);
    }

    [Fact]
    public async Task Configuration_is_read_from_the_processes_own_file()
    {
        using var folder = new TemporaryFolder();
        await using RegistryOfTest registry = await RegistryOfTest.MakeAsync();
        await using OperationsHost host = await OperationsHost.StartAsync(registry, Roles.Worker);
        string file = folder["contourflow.json"];
        await File.WriteAllTextAsync(file, $$"""{ "Operations": { "Address": "0.0.0.0", "Port": {{host.Port}} } }""", Cancel);

        (await CommandLineRun.Of(Cancel, "health", "--config", file)).ExitCode.Should().Be(ExitCode.Done);
    }

    private static Task<CommandLineRun> AskAsync(int port, params string[] options) =>
        CommandLineRun.Of(Cancel, [
            "health", "--set", string.Create(CultureInfo.InvariantCulture, $"Operations:Port={port}"), .. options, .. options.Contains("--response-seconds", StringComparer.Ordinal) ? Array.Empty<string>() : ["--response-seconds", "120"],
        ]);

    private static async Task AnswerAsync(TcpListener listener, string answer)
    {
        using TcpClient caller = await listener.AcceptTcpClientAsync(Cancel);
        await using NetworkStream stream = caller.GetStream();
        byte[] question = new byte[4096];
        (await stream.ReadAtLeastAsync(question, 1, cancellationToken: Cancel)).Should().BePositive();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), Cancel);
    }
}
