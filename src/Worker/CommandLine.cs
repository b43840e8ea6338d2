using System.CommandLine;
using System.Runtime.InteropServices;
using ContourFlow.Worker.Commands;

namespace ContourFlow.Worker;

/// <summary>The command line `contourflow`: its commands, and how a run of one of them begins and ends.</summary>
public static class CommandLine
{
    /// <summary>Parses and runs one command line.</summary>
    /// <param name="args">The arguments without the program's name.</param>
    /// <param name="terminal">Where it speaks.</param>
    /// <param name="cancellationToken">Stops the command as Ctrl-C does.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> args, Terminal terminal, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(terminal);

        var json = new Option<bool>("--json")
        {
            Description = "Answer with one JSON object on standard output and nothing else there",
            Recursive = true,
        };
        var runner = new CommandRunner(terminal, json);
        RootCommand root = new("Derives radiotherapy structures from a planning CT and its structure set.")
        {
            json,
            ProcessCommand.Create(runner),
            PhantomCommand.Create(runner),
            InspectCommand.Create(runner),
            LintCommand.Create(runner),
            DoseCommand.Create(runner),
            ReceiveCommand.Create(runner),
            SendCommand.Create(runner),
            FindCommand.Create(runner),
            RetrieveCommand.Create(runner),
            CasesCommand.Create(runner),
            QueueCommand.Create(runner),
            MigrateCommand.Create(runner),
            HealthCommand.Create(runner),
            ProtocolCommand.Create(runner),
            VersionCommand.Create(runner),
        };
        foreach (Command role in ServeCommand.Create(runner))
            root.Add(role);

        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
            return runner.RefuseUsage(parsed);

        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using PosixSignalRegistration interrupt = StopOn(PosixSignal.SIGINT, stopping);
        using PosixSignalRegistration terminate = StopOn(PosixSignal.SIGTERM, stopping);
        using PosixSignalRegistration hangup = StopOn(PosixSignal.SIGHUP, stopping);

        return await parsed.InvokeAsync(
            new InvocationConfiguration
            {
                Output = terminal.Out,
                Error = terminal.Error,
                // Signals and exceptions are ours: they end in documented exit codes.
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            },
            stopping.Token);
    }

    // The first signal asks; the second one, as the user would expect, kills.
    private static PosixSignalRegistration StopOn(PosixSignal signal, CancellationTokenSource stopping) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = !stopping.IsCancellationRequested;
            stopping.Cancel();
        });
}
