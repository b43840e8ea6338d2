using System.Text.Json.Nodes;
using Spectre.Console;

namespace ContourFlow.Worker;

/// <summary>What a command came to: shown as text, or as JSON with --json.</summary>
/// <param name="ExitCode">One of <see cref="Worker.ExitCode"/>.</param>
/// <param name="Json">The command's own part of the JSON answer.</param>
/// <param name="Show">Writes the answer for people on standard output.</param>
internal sealed record Answer(int ExitCode, JsonObject Json, Action<IAnsiConsole> Show)
{
    /// <summary>For people, on standard error, whether or not the answer goes out as JSON.</summary>
    public IReadOnlyList<string> Messages { get; init; } = [];

    /// <summary>Why there is no result, for the JSON answer; null when there is one.</summary>
    public Problem? Problem { get; init; }
}

/// <summary>Why something was not done.</summary>
/// <param name="Code">A stable word (docs/reason-codes.md, docs/command-line.md).</param>
/// <param name="Sentence">For a human: the thing, what is wrong, the way out.</param>
internal sealed record Problem(string Code, string Sentence);
