using System.Diagnostics;

namespace ContourFlow.EndToEnd.Tests.Operations;

/// <summary>Commands of docs/operations.md, run as they stand there.</summary>
internal static class Runbook
{
    /// <summary>Runs the commands under a heading, all its indented lines, in a shell that ends at the first one that fails.</summary>
    /// <param name="heading">The heading, without its #.</param>
    /// <param name="variables">What the page says is to be set before.</param>
    public static void Run(string heading, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo("sh", ["-eu", "-c", string.Join('\n', Commands(heading))])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in variables)
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        ProgramRun run = ProgramRun.Finish(process);
        run.ExitCode.Should().Be(0, $"{heading}: {run.Out} {run.Error}");
    }

    private static string[] Commands(string heading)
    {
        string[] commands = [.. File.ReadLines(Path.Combine(Root, "docs", "operations.md"))
            .SkipWhile(line => line.TrimStart('#').Trim() != heading || !line.StartsWith('#'))
            .Skip(1)
            .TakeWhile(line => !line.StartsWith('#'))
            .Where(line => line.StartsWith("    ", StringComparison.Ordinal))
            .Select(line => line.Trim())];
        commands.Should().NotBeEmpty($"'{heading}' has commands");
        return commands;
    }

    private static string Root
    {
        get
        {
            for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            {
                if (File.Exists(Path.Combine(folder, "ContourFlow.sln")))
                    return folder;
            }

            throw new InvalidOperationException("The tests run from a folder outside the repository.");
        }
    }
}
