using System.Diagnostics;

namespace ContourFlow.Servers;

/// <summary>
/// An S3 service of the tests' own (moto, in memory) at a free port of the loopback. Started when it is first asked for; whoever asks where it is
/// not installed is skipped.
/// </summary>
public sealed class S3Server : IAsyncDisposable
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(120);

    private readonly SemaphoreSlim gate = new(1);
    private Process? process;

    /// <summary>Its address.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1:1");

    /// <summary>Starts it, unless it runs; skips the test where moto is not installed.</summary>
    public async Task StartAsync()
    {
        string? program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "moto_server")).FirstOrDefault(File.Exists);
        if (program is null)
            Assert.Skip("moto is not installed (moto_server, of Python's moto[server])");
        await gate.WaitAsync();
        try
        {
            if (process is null)
                await StartAsync(program!);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Kills it: everything that was stored is gone.</summary>
    public async Task StopAsync()
    {
        if (process is null)
            return;
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        process = null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        gate.Dispose();
    }

    private async Task StartAsync(string program)
    {
        int port = FreePort.Next();
        Address = new Uri($"http://127.0.0.1:{port}");
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$0\" \"$@\" >/dev/null 2>&1", program, "-H", "127.0.0.1", "-p", $"{port}"]) { UseShellExecute = false };
        process = Process.Start(start) ?? throw new InvalidOperationException("moto_server does not start.");
        using var client = new HttpClient { Timeout = s_deadline };
        long began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                using HttpResponseMessage response = await client.GetAsync(Address);
                return;
            }
            catch (HttpRequestException) when (Stopwatch.GetElapsedTime(began) < s_deadline && !process.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50));
            }
        }
    }
}
