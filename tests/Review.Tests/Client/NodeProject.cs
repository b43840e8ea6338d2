using System.Diagnostics;

namespace ContourFlow.Review.Tests.Client;

/// <summary>The client's sources, and Node to run what is there. Tests are skipped, and say why, where Node or the client's packages are absent.</summary>
internal static class NodeProject
{
    /// <summary>src/Review of this clone.</summary>
    public static string Review { get; } = Path.Combine(Root(), "src", "Review");

    /// <summary>The built page, as it is committed.</summary>
    public static string Shipped { get; } = Path.Combine(Review, "wwwroot");

    private static readonly string Client = Path.Combine(Review, "client");

    /// <summary>Skips the test that asks where Node cannot run the client's scripts.</summary>
    public static void Needed()
    {
        Assert.SkipUnless(OnPath("node"), "Node is not installed");
        Assert.SkipUnless(Directory.Exists(Path.Combine(Client, "node_modules", "esbuild")), "the client's packages are not installed: run `npm ci` in src/Review/client");
    }

    /// <summary>Runs Node in the client's folder and waits for it.</summary>
    /// <returns>Exit code, and everything that it wrote.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        var start = new ProcessStartInfo("node", arguments) { WorkingDirectory = Client, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process node = Process.Start(start) ?? throw new InvalidOperationException("Node did not start.");
        try
        {
            Task<string> output = node.StandardOutput.ReadToEndAsync(cancellationToken), errors = node.StandardError.ReadToEndAsync(cancellationToken);
            string written = await output + await errors;
            await node.WaitForExitAsync(cancellationToken);
            return (node.ExitCode, written);
        }
        finally
        {
            if (!node.HasExited) node.Kill(entireProcessTree: true);
        }
    }

    private static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    private static string Root()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ContourFlow.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException("These tests run within a clone: ContourFlow.sln was not found above the tests.");
    }
}
