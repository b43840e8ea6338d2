using System.Text.Json.Nodes;

namespace ContourFlow.Worker.Tests;

/// <summary>One run of the command line within the test's process.</summary>
internal sealed record CommandLineRun(int ExitCode, string Out, string Error)
{
    public JsonObject Json => JsonNode.Parse(Out)!.AsObject();

    public static Task<CommandLineRun> Of(params string[] args) => Of(CancellationToken.None, args);

    public static async Task<CommandLineRun> Of(CancellationToken cancellationToken, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int exitCode = await CommandLine.RunAsync(
            args, new Terminal(output, error, ErrorIsTerminal: false, Width: 160), cancellationToken);
        return new CommandLineRun(exitCode, output.ToString(), error.ToString());
    }
}
