using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ContourFlow.EndToEnd.Tests.Network;

/// <summary>A server in a process of its own: ours or another's. Its messages are gathered; it ends with the test.</summary>
internal sealed class ServerProcess : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(300);

    private readonly Process process;
    private readonly StringBuilder said = new();
    private readonly Task reading;
    private readonly Task<string> output;

    private ServerProcess(Process process)
    {
        this.process = process;
        // Read on, or a full pipe stops it.
        output = process.StandardOutput.ReadToEndAsync();
        reading = Task.Run(async () =>
        {
            while (await process.StandardError.ReadLineAsync() is { } line)
            {
                lock (said)
                    said.AppendLine(line);
            }
        });
    }

    public int Port { get; private set; }

    public int Id => process.Id;

    public string Said
    {
        get
        {
            lock (said)
                return said.ToString();
        }
    }

    /// <summary>Peak of its resident memory, in MiB.</summary>
    public double PeakMiB =>
        double.Parse(File.ReadLines($"/proc/{Id}/status").First(line => line.StartsWith("VmHWM", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;

    /// <summary>A port that nobody listens at, for a server that has to be told its own; given once.</summary>
    public static int FreePort() => Servers.FreePort.Next();

    /// <summary>Starts `contourflow receive` at a port that the system gives, called CF.</summary>
    public static async Task<ServerProcess> ReceiverAsync(string folder, CancellationToken cancellationToken, params string[] more)
    {
        var server = new ServerProcess(ProgramRun.Start("dotnet", [ProgramRun.Assembly, "receive", folder, "--aet", "CF", "--address", "127.0.0.1", "--port", "0", .. more]));
        await server.UntilAsync(() => server.Said.Contains(". Ctrl-C stops.", StringComparison.Ordinal), cancellationToken);
        string line = server.Said.Split('\n').First(text => text.StartsWith("Receiving as", StringComparison.Ordinal));
        server.Port = int.Parse(line[(line.IndexOf("port ", StringComparison.Ordinal) + 5)..line.IndexOf(". Ctrl", StringComparison.Ordinal)], CultureInfo.InvariantCulture);
        return server;
    }

    /// <summary>Starts another's server, which listens at a port that is chosen here.</summary>
    public static async Task<ServerProcess> OtherAsync(string program, int port, IEnumerable<string> args, CancellationToken cancellationToken, string? workingDirectory = null)
    {
        var server = new ServerProcess(ProgramRun.Start("env", ["TCP_NODELAY=1", program, .. args], workingDirectory)) { Port = port };
        await server.UntilAsync(() => Answers(port), cancellationToken);
        return server;
    }

    /// <summary>Asks it to end (SIGTERM) and waits.</summary>
    public async Task<(int ExitCode, string Out, string Error)> StopAsync()
    {
        ProgramRun.Of("kill", "-TERM", Id.ToString(CultureInfo.InvariantCulture));
        using var limit = new CancellationTokenSource(s_patience);
        await process.WaitForExitAsync(limit.Token);
        await reading;
        return (process.ExitCode, await output, Said);
    }

    public void Kill()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
    }

    /// <summary>Waits for something that the server brings about.</summary>
    public async Task UntilAsync(Func<bool> isThere, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_patience);
        while (!isThere())
        {
            if (process.HasExited)
                throw new InvalidOperationException($"The server ended with {process.ExitCode}: {Said}");
            await Task.Delay(20, limit.Token);
        }
    }

    public void Dispose()
    {
        if (!process.HasExited)
            Kill();
        process.Dispose();
    }

    /// <summary>Whether somebody listens at a port.</summary>
    public static bool Answers(int port)
    {
        using var probe = new TcpClient();
        try
        {
            probe.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
