using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Storage.Objects;
using ContourFlow.Worker.Commands;
using ContourFlow.Worker.DicomWeb;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Operations.Cases;
using ContourFlow.Worker.Output;
using ContourFlow.Worker.Peers;
using ContourFlow.Worker.Query;
using Microsoft.AspNetCore.Connections;
using Spectre.Console;

namespace ContourFlow.Worker;

/// <summary>
/// Runs the work of one command and turns whatever becomes of it into an exit code, a sentence on standard error
/// and, with --json, one JSON object on standard output. The only place where exceptions end.
/// </summary>
internal sealed class CommandRunner(Terminal terminal, Option<bool> json)
{
    private static readonly JsonSerializerOptions JsonStyle = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Runs <paramref name="work"/> and answers.</summary>
    /// <param name="parsed">The parsed command line.</param>
    /// <param name="work">The command's work; reports what it is doing.</param>
    /// <param name="cancellationToken">Set by Ctrl-C.</param>
    public Task<int> RunAsync(
        ParseResult parsed,
        Func<IProgress<string>, CancellationToken, Answer> work,
        CancellationToken cancellationToken)
    {
        Answer answer;
        using (var progress = new ProgressLine(terminal))
            answer = Do(work, progress, cancellationToken);
        return Task.FromResult(Say(parsed, answer));
    }

    /// <summary>Where a command that runs on tells what it does: standard error.</summary>
    public TextWriter Messages { get; } = terminal.Error;

    /// <summary>Whether the run is the whole process, whose environment is then its own to set.</summary>
    public bool IsOfProcess => terminal.IsOfProcess;

    /// <summary>Runs work that waits for others, and answers.</summary>
    /// <param name="parsed">The parsed command line.</param>
    /// <param name="work">The command's work.</param>
    /// <param name="cancellationToken">Set by Ctrl-C.</param>
    public async Task<int> RunOnAsync(ParseResult parsed, Func<CancellationToken, Task<Answer>> work, CancellationToken cancellationToken)
    {
        Answer answer;
        try
        {
            answer = await work(cancellationToken);
        }
#pragma warning disable CA1031 // The border: whatever it is ends in its exit code.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            answer = AnswerTo(fault, cancellationToken);
        }

        return Say(parsed, answer);
    }

    /// <summary>Says what was not understood of a command line.</summary>
    public int RefuseUsage(ParseResult parsed)
    {
        string sentence = string.Join(' ', parsed.Errors.Select(error => error.Message));
        string path = CommandPath(parsed.CommandResult);
        string help = path.Length == 0 ? "contourflow --help" : $"contourflow {path} --help";
        // An unfinished command line may name --json where the parser did not get to it.
        bool asJson = parsed.Tokens.Any(token => string.Equals(token.Value, json.Name, StringComparison.Ordinal));
        return Say(path, asJson, Refused(ExitCode.Usage, "usage", $"{sentence} See '{help}'."));
    }

    private static Answer Do(
        Func<IProgress<string>, CancellationToken, Answer> work, ProgressLine progress, CancellationToken cancellationToken)
    {
        try
        {
            return work(progress, cancellationToken);
        }
#pragma warning disable CA1031 // The border: whatever it is ends in its exit code.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            return AnswerTo(fault, cancellationToken);
        }
    }

    private static Answer AnswerTo(Exception fault, CancellationToken cancellationToken) => fault switch
    {
        OperationCanceledException when cancellationToken.IsCancellationRequested =>
            Refused(ExitCode.Cancelled, "cancelled", "Stopped; nothing was written."),
        CaseDataException refused => Refused(ExitCodeOf(refused), refused.ReasonCode, refused.Message),
        ProtocolException invalid => ProtocolAnswer.Faulty(invalid.File, invalid.Faults),
        PeerOptionsException options => Refused(ExitCode.Usage, "usage", options.Message),
        ConfigurationException configuration => Refused(ExitCode.Usage, "configuration", configuration.Message),
        CaseNotFoundException none => Refused(ExitCode.NoSuchCase, none.Code, none.Message),
        StoreUnavailableException store => Refused(ExitCode.PeerUnavailable, "store-unavailable", store.Message),
        DicomNetworkException network => Refused(ExitCode.PeerUnavailable, "peer-unavailable", network.Message),
        TransientException transient => Refused(ExitCode.PeerUnavailable, "peer-unavailable", transient.Message),
        // Kestrel's word for a port that is another's, of STOW-RS or of health and metrics.
        IOException { InnerException: AddressInUseException } taken => Refused(ExitCode.PeerUnavailable, "peer-unavailable", $"{taken.Message.TrimEnd('.')}. Name another port, or stop what listens there."),
        QueryRefusedException refused => Refused(ExitCode.QueryRefused, "query-refused", refused.Message),
        DicomWebException web => Refused(ExitCode.QueryRefused, "query-refused", web.Message),
        OutputException output => Refused(ExitCode.OutputNotWritable, ReasonCodes.OutputNotWritable, output.Message),
        // What several threads met is told as what the first of them met.
        AggregateException { InnerExceptions: [var first, ..] } => AnswerTo(first, cancellationToken),
        // The whole exception: its text carries no patient data by rule, and is what is needed to mend it.
        _ => Refused(ExitCode.Bug, "bug", $"A fault of the program, please report it: {fault}"),
    };

    private static int ExitCodeOf(CaseDataException fault) => fault.ReasonCode switch
    {
        ReasonCodes.ProtocolInvalid => ExitCode.ProtocolInvalid,
        ReasonCodes.OutputNotWritable => ExitCode.OutputNotWritable,
        _ => ExitCode.CaseRefused,
    };

    private static Answer Refused(int exitCode, string code, string sentence) =>
        new(exitCode, [], _ => { })
        {
            Messages = [$"{code}: {sentence}"],
            Problem = new Problem(code, sentence),
        };

    private int Say(ParseResult parsed, Answer answer) =>
        Say(CommandPath(parsed.CommandResult), parsed.GetValue(json), answer);

    private int Say(string command, bool asJson, Answer answer)
    {
        foreach (string message in answer.Messages)
            terminal.Error.WriteLine(message);

        if (asJson)
            terminal.Out.WriteLine(Envelope(command, answer).ToJsonString(JsonStyle));
        else
            answer.Show(ConsoleOf(terminal));
        terminal.Out.Flush();
        return answer.ExitCode;
    }

    private static JsonObject Envelope(string command, Answer answer)
    {
        var envelope = new JsonObject
        {
            ["program"] = "contourflow",
            ["version"] = ProgramVersion.Text,
            ["command"] = command,
            ["exitCode"] = answer.ExitCode,
        };
        if (answer.Problem is { } problem)
            envelope["error"] = new JsonObject { ["code"] = problem.Code, ["sentence"] = problem.Sentence };
        foreach ((string name, JsonNode? value) in answer.Json)
            envelope[name] = value?.DeepClone();
        return envelope;
    }

    private static IAnsiConsole ConsoleOf(Terminal terminal)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal.Out) });
        console.Profile.Width = terminal.Width;
        return console;
    }

    private static string CommandPath(CommandResult result)
    {
        var names = new Stack<string>();
        for (SymbolResult? at = result; at is CommandResult { Parent: not null } command; at = command.Parent)
            names.Push(command.Command.Name);
        return string.Join(' ', names);
    }
}
