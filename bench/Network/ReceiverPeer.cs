using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ContourFlow.Bench.Network;

/// <summary>A receiver in a process of its own, whose processor time and memory are read off the system.</summary>
internal sealed class ReceiverPeer : IDisposable
{
    // sysconf(_SC_CLK_TCK) of every Linux of today.
    private const double TicksPerSecond = 100;

    private readonly Process process;

    private ReceiverPeer(Process process, int port, string title) => (this.process, Port, Title) = (process, port, title);

    public int Port { get; }

    public string Title { get; }

    /// <summary>Processor time of it and of the children that it has waited for, in milliseconds.</summary>
    public double ProcessorTime
    {
        get
        {
            // A server that forks has its children's time once it has waited for them, which it does at the next connection.
            using (var poke = new TcpClient())
                poke.Connect(IPAddress.Loopback, Port);
            Thread.Sleep(200);
            string[] fields = File.ReadAllText($"/proc/{process.Id}/stat").Split(") ")[^1].Split(' ');
            return fields[11..15].Sum(text => double.Parse(text, CultureInfo.InvariantCulture)) / TicksPerSecond * 1000;
        }
    }

    /// <summary>Peak of its resident memory, in MiB.</summary>
    public double PeakMiB =>
        double.Parse(File.ReadLines($"/proc/{process.Id}/status").First(line => line.StartsWith("VmHWM", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;

    /// <summary>Starts one and waits until it listens.</summary>
    public static ReceiverPeer Start(string title, int port, string program, params IEnumerable<string> args)
    {
        var start = new ProcessStartInfo(program, args) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        // Its own answers, too, wait for acknowledgements otherwise.
        start.Environment["TCP_NODELAY"] = "1";
        Process started = Process.Start(start)!;
        started.OutputDataReceived += (_, _) => { };
        started.ErrorDataReceived += (_, _) => { };
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
        for (int attempt = 0; attempt < 300; attempt++)
        {
            try
            {
                using var probe = new TcpClient();
                probe.Connect(IPAddress.Loopback, port);
                return new ReceiverPeer(started, port, title);
            }
            catch (SocketException fault)
            {
                if (started.HasExited)
                    throw new InvalidOperationException($"{program} ended with {started.ExitCode}.", fault);
                Thread.Sleep(50);
            }
        }

        throw new InvalidOperationException($"{program} does not listen.");
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
    }
}
