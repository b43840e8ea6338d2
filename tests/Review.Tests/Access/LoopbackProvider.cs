using System.Diagnostics;
using System.Globalization;
using ContourFlow.Servers;

namespace ContourFlow.Review.Tests.Access;

/// <summary>npm's oidc-provider in a process of its own on this machine, with one client: the page of a test.</summary>
internal sealed class LoopbackProvider : IDisposable
{
    public const string ClientId = "contourflow", ClientSecret = "a-secret-of-this-test";

    private readonly Process process;

    private LoopbackProvider(Process process, int port, int pagePort) => (this.process, Port, PagePort) = (process, port, pagePort);

    public int Port { get; }

    /// <summary>Where the page has to listen: the provider sends browsers back to no other place.</summary>
    public int PagePort { get; }

    public Uri Address => new($"http://127.0.0.1:{Port}/");

    /// <summary>Starts it, with requests that are pushed to it or that stand open in the browser's address; the test is skipped where Node or the package is not there.</summary>
    public static async Task<LoopbackProvider> StartAsync(CancellationToken cancellationToken, bool isOpen = false)
    {
        string folder = Environment.GetEnvironmentVariable("CONTOURFLOW_OIDC_PROVIDER") ?? "";
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(folder, "node_modules", "oidc-provider")) && HasNode(),
            "Node and the npm package oidc-provider are needed: CONTOURFLOW_OIDC_PROVIDER names the folder that it is installed in (test.sh does that).");
        (int port, int pagePort) = (FreePort.Next(), FreePort.Next());
        string page = $"http://127.0.0.1:{pagePort}";
        var start = new ProcessStartInfo("node", [Script(), folder, port.ToString(CultureInfo.InvariantCulture), $"{page}/signin/oidc", $"{page}/", isOpen ? "open" : "pushed"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process started = Process.Start(start)!;
        var provider = new LoopbackProvider(started, port, pagePort);
        Task<string> errors = started.StandardError.ReadToEndAsync(cancellationToken);
        while (await started.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line == "listening")
                return provider;
        }

        throw new InvalidOperationException($"The provider did not start: {await errors}");
    }

    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
    }

    private static bool HasNode()
    {
        try
        {
            using Process node = Process.Start(new ProcessStartInfo("node", ["--version"]) { RedirectStandardOutput = true })!;
            node.WaitForExit();
            return node.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static string Script()
    {
        string? at = AppContext.BaseDirectory;
        while (at is not null && !File.Exists(Path.Combine(at, "ContourFlow.sln")))
            at = Path.GetDirectoryName(at);
        return Path.Combine(at!, "tests", "Review.Tests", "Access", "oidc-provider.mjs");
    }
}
