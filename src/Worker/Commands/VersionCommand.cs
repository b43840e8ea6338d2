using System.CommandLine;
using System.Runtime.InteropServices;
using Spectre.Console;

namespace ContourFlow.Worker.Commands;

/// <summary>`contourflow version`.</summary>
internal static class VersionCommand
{
    public static Command Create(CommandRunner runner)
    {
        var command = new Command("version", "Show the program's version");
        command.SetAction((parsed, cancel) => runner.RunAsync(parsed, (_, _) => Answer(), cancel));
        return command;
    }

    private static Answer Answer() => new(
        ExitCode.Done,
        new() { ["runtime"] = RuntimeInformation.FrameworkDescription },
        console => console.WriteLine($"contourflow {ProgramVersion.Text} on {RuntimeInformation.FrameworkDescription}"));
}
