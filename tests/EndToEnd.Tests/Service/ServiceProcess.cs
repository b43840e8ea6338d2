using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;

namespace ContourFlow.EndToEnd.Tests.Service;

/// <summary>A process of the service: it is started, killed, asked to stop, and started again over what it left.</summary>
internal sealed class ServiceProcess : IDisposable
{
    private static readonly HttpClient Web = new() { Timeout = TimeSpan.FromSeconds(60) };

    private readonly Process process;
    private readonly StringBuilder said = new();
    private readonly Task[] reading;
    private ServiceProcess(Process process, int operationsPort)
    {
        this.process = process;
        OperationsPort = operationsPort;
        reading = [Task.Run(() => ReadAsync(process.StandardOutput)), Task.Run(() => ReadAsync(process.StandardError))];
    }

    public int Id => process.Id;

    /// <summary>Where its health and metrics are.</summary>
    public int OperationsPort { get; }

    public bool HasExited => process.HasExited;

    /// <summary>Everything that it wrote.</summary>
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

    /// <summary>Starts a role of the service.</summary>
    /// <param name="role">serve, gateway, worker or publisher.</param>
    /// <param name="setup">Its configuration.</param>
    /// <param name="killAt">The point at which it is to die; null: none.</param>
    /// <param name="nth">The time that it passes the point.</param>
    /// <param name="sets">Values that go over the configuration.</param>
    public static ServiceProcess Start(string role, ServiceSetup setup, string? killAt = null, int nth = 1, params string[] sets)
    {
        var start = new ProcessStartInfo("dotnet", [ProgramRun.Assembly, role, "--config", setup.File, "--verbose", .. sets.SelectMany(set => new[] { "--set", set })])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        if (killAt is not null)
        {
            start.Environment["CONTOURFLOW_KILL_AT"] = killAt;
            start.Environment["CONTOURFLOW_KILL_NTH"] = nth.ToString(CultureInfo.InvariantCulture);
        }

        // Small cases are done before loops that are compiled well have paid for it.
        start.Environment["DOTNET_TC_QuickJitForLoops"] = "1";
        foreach ((string name, string value) in setup.Environment)
            start.Environment[name] = value;
        int port = setup.OperationsPort;
        if (sets.FirstOrDefault(set => set.StartsWith("Operations:Port=", StringComparison.Ordinal)) is { } other)
            port = int.Parse(other.AsSpan("Operations:Port=".Length), CultureInfo.InvariantCulture);
        Process started = Process.Start(start)!;
        started.StandardInput.Close();
        return new ServiceProcess(started, port);
    }

    /// <summary>Starts it and waits until it is ready.</summary>
    public static async Task<ServiceProcess> StartReadyAsync(string role, ServiceSetup setup, CancellationToken cancellationToken, string? killAt = null, int nth = 1, params string[] sets)
    {
        ServiceProcess service = Start(role, setup, killAt, nth, sets);
        try
        {
            await service.ReadyAsync(cancellationToken);
            return service;
        }
        catch
        {
            service.Dispose();
            throw;
        }
    }

    /// <summary>Waits until it says that it is ready.</summary>
    public async Task ReadyAsync(CancellationToken cancellationToken)
    {
        await Eventually.SoAsync(
            async () =>
            {
                if (process.HasExited)
                    throw new InvalidOperationException($"The service ended with {process.ExitCode}: {Said}");
                return await GetAsync("health/ready", cancellationToken) is (HttpStatusCode.OK, _);
            },
            () => Said,
            cancellationToken);
    }

    /// <summary>Asks for a page of its operations; Unused when it does not answer.</summary>
    public async Task<(HttpStatusCode Status, string Body)> GetAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage answer = await Web.GetAsync(new Uri($"http://127.0.0.1:{OperationsPort}/{path}"), cancellationToken);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellationToken));
        }
        catch (Exception fault) when (fault is HttpRequestException || (fault is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return (HttpStatusCode.Unused, fault.Message);
        }
    }

    /// <summary>Waits until it has died at its point.</summary>
    public async Task DiedAsync(CancellationToken cancellationToken)
    {
        await Eventually.SoAsync(() => Task.FromResult(process.HasExited), () => $"It did not die: {Said}", cancellationToken);
        process.ExitCode.Should().Be(137, Said);
    }

    /// <summary>kill -9.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    /// <summary>SIGTERM, and how it ended.</summary>
    public async Task<(int ExitCode, string Said)> StopAsync()
    {
        ProgramRun.Of("kill", "-TERM", Id.ToString(CultureInfo.InvariantCulture));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(300));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException fault)
        {
            throw new InvalidOperationException($"The service does not stop: {Said}", fault);
        }

        await Task.WhenAll(reading);
        return (process.ExitCode, Said);
    }

    public void Dispose()
    {
        if (!process.HasExited)
            Kill();
        process.Dispose();
    }

    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (said)
                said.AppendLine(line);
        }
    }
}
