using System.Diagnostics;
using System.Text.Json.Nodes;

namespace ContourFlow.EndToEnd.Tests;

/// <summary>One run of a program in a process of its own, and what it left.</summary>
internal sealed record ProgramRun(int ExitCode, string Out, string Error)
{
    /// <summary>Standard output as the JSON object that --json promises.</summary>
    public JsonObject Json => JsonNode.Parse(Out)!.AsObject();

    public string? ErrorCode => Json["error"]?["code"]?.GetValue<string>();

    /// <summary>Runs contourflow.</summary>
    public static ProgramRun ContourFlow(params string[] args) => Of("dotnet", [Assembly, .. args]);

    /// <summary>The program as the build left it beside the tests.</summary>
    public static string Assembly { get; } = Path.Combine(AppContext.BaseDirectory, "contourflow.dll");

    /// <summary>Runs any program to its end.</summary>
    public static ProgramRun Of(string program, params IEnumerable<string> args)
    {
        using Process process = Start(program, args);
        return Finish(process);
    }

    /// <summary>Starts a program with its output redirected.</summary>
    public static Process Start(string program, IEnumerable<string> args, string? workingDirectory = null)
    {
        var start = new ProcessStartInfo(program, args)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = workingDirectory ?? string.Empty,
        };
        Process process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    /// <summary>Waits for a started program. A program that hangs is a failure, not an endless test run.</summary>
    public static ProgramRun Finish(Process process)
    {
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromMinutes(10)))
        {
            process.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"{process.StartInfo.FileName} did not end.");
        }

        return new ProgramRun(process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }
}
