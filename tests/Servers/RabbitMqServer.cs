using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

[assembly: AssemblyFixture(typeof(ContourFlow.Servers.RabbitMqServer))]

namespace ContourFlow.Servers;

/// <summary>
/// A RabbitMQ of the tests' own: loopback, free ports, a data folder that goes with it. One for a test assembly, started when the first test asks
/// for it; tests keep apart by the prefix of their queues. A test that stops it takes a server of its own.
/// </summary>
public sealed class RabbitMqServer : IAsyncDisposable
{
    // Debian's /usr/sbin/rabbitmq-server changes the user; what it calls does not.
    private const string Programs = "/usr/lib/rabbitmq/lib";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(300);

    private readonly SemaphoreSlim starting = new(1);
    private readonly string place = Directory.CreateTempSubdirectory("contourflow-rabbitmq-").FullName;
    private readonly int port = FreePort.Next(), distribution = FreePort.Next(), portMapper = FreePort.Next();
    private Process? process;

    /// <summary>Where it is: amqp://user:password@host:port/.</summary>
    public Uri Url => new($"amqp://guest:guest@127.0.0.1:{port}/");

    /// <summary>Whether RabbitMQ is installed.</summary>
    public static bool IsInstalled => Sbin is not null;

    private static string? Sbin =>
        Directory.Exists(Programs) ? Directory.GetDirectories(Programs, "rabbitmq_server-*").Select(version => Path.Combine(version, "sbin")).FirstOrDefault(Directory.Exists) : null;

    private string PidFile => Path.Combine(place, "pid");

    /// <summary>Starts it, unless it is running; skips the test where RabbitMQ is not installed.</summary>
    public async Task<Uri> StartedAsync(CancellationToken cancellationToken)
    {
        Assert.SkipUnless(IsInstalled, "RabbitMQ is not installed (package rabbitmq-server)");
        await starting.WaitAsync(cancellationToken);
        try
        {
            if (process is null or { HasExited: true })
                await StartAsync(cancellationToken);
            return Url;
        }
        finally
        {
            starting.Release();
        }
    }

    /// <summary>Stops it in order. What is durable stays.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Signal("-TERM");
        await GoneAsync(cancellationToken);
    }

    /// <summary>Kills it as a loss of power would.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        Signal("-KILL");
        await GoneAsync(cancellationToken);
    }

    /// <summary>Takes everything that it keeps, queues and messages, while it is stopped.</summary>
    public void LoseEverything() => Directory.Delete(Path.Combine(place, "mnesia"), recursive: true);

    /// <summary>A connection to it, which is started if it is not.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="name">What it is called at the broker.</param>
    public async Task<IConnection> ConnectAsync(CancellationToken cancellationToken, string? name = null) =>
        await new ConnectionFactory { Uri = await StartedAsync(cancellationToken), ClientProvidedName = name, AutomaticRecoveryEnabled = false }.CreateConnectionAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            Signal("-KILL");
            await GoneAsync(CancellationToken.None);
            process.Dispose();
            using var mapper = Process.Start(new ProcessStartInfo("epmd", ["-port", Text(portMapper), "-kill"]) { RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["ERL_EPMD_ADDRESS"] = "127.0.0.1" } });
            if (mapper is not null)
                await mapper.WaitForExitAsync();
        }

        starting.Dispose();
        Directory.Delete(place, recursive: true);
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        process?.Dispose();
        File.Delete(PidFile);
        await File.WriteAllTextAsync(Path.Combine(place, "enabled_plugins"), "[].", cancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(place, "rabbitmq.conf"),
            $"listeners.tcp.1 = 127.0.0.1:{Text(port)}\nvm_memory_high_watermark.absolute = 1GB\ndisk_free_limit.absolute = 50MB\n",
            cancellationToken);
        string cookie = Path.Combine(place, ".erlang.cookie");
        if (!File.Exists(cookie))
        {
            await File.WriteAllTextAsync(cookie, Convert.ToHexString(RandomNumberGenerator.GetBytes(12)), cancellationToken);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(cookie, UnixFileMode.UserRead);
        }

        var start = new ProcessStartInfo(Path.Combine(Sbin!, "rabbitmq-server")) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach ((string name, string value) in Variables())
            start.Environment[name] = value;
        process = Process.Start(start)!;
        process.StandardInput.Close();
        _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        Task<string> said = process.StandardError.ReadToEndAsync(CancellationToken.None);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        while (!await AnswersAsync(limit.Token))
        {
            if (process.HasExited)
                throw new InvalidOperationException($"RabbitMQ ended with {process.ExitCode}: {await said}");
            await Task.Delay(100, limit.Token);
        }
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            var factory = new ConnectionFactory { Uri = Url, AutomaticRecoveryEnabled = false, RequestedConnectionTimeout = TimeSpan.FromSeconds(5) };
            await using IConnection connection = await factory.CreateConnectionAsync(cancellationToken);
            return File.Exists(PidFile);
        }
        catch (BrokerUnreachableException)
        {
            return false;
        }
    }

    private Dictionary<string, string> Variables() => new(StringComparer.Ordinal)
    {
        ["HOME"] = place,
        ["RABBITMQ_NODENAME"] = $"contourflow{Text(port)}@localhost",
        ["RABBITMQ_MNESIA_BASE"] = Path.Combine(place, "mnesia"),
        ["RABBITMQ_LOG_BASE"] = Path.Combine(place, "log"),
        ["RABBITMQ_LOGS"] = Path.Combine(place, "log", "rabbit.log"),
        ["RABBITMQ_CONF_ENV_FILE"] = "/dev/null",
        ["RABBITMQ_CONFIG_FILE"] = Path.Combine(place, "rabbitmq.conf"),
        ["RABBITMQ_ADVANCED_CONFIG_FILE"] = Path.Combine(place, "advanced.config"),
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(place, "enabled_plugins"),
        ["RABBITMQ_PID_FILE"] = PidFile,
        ["RABBITMQ_DIST_PORT"] = Text(distribution),
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        ["ERL_EPMD_PORT"] = Text(portMapper),
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1} +S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none",
    };

    private void Signal(string signal)
    {
        if (process is not { HasExited: false } || !File.Exists(PidFile))
            return;
        using var kill = Process.Start("kill", [signal, File.ReadAllText(PidFile).Trim()]);
        kill.WaitForExit();
    }

    private async Task GoneAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        await process!.WaitForExitAsync(limit.Token);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
