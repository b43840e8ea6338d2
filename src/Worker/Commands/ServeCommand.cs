using System.CommandLine;
using ContourFlow.Worker.Hosting;
using Spectre.Console;

namespace ContourFlow.Worker.Commands;

/// <summary>`contourflow serve`, `gateway`, `worker` and `publisher`: the service, in one process or in many.</summary>
internal static class ServeCommand
{
    /// <summary>The four commands.</summary>
    public static IEnumerable<Command> Create(CommandRunner runner) =>
    [
        Role(runner, "serve", "Run the whole service in one process: receive, process, publish; until Ctrl-C", Roles.All),
        Role(runner, "gateway", "Run the service's receiving end: take objects, file them into cases, see when these are complete", Roles.Gateway),
        Role(runner, "worker", "Run a worker of the service: process cases from the queue", Roles.Worker),
        Role(runner, "publisher", "Run the service's sending end: bring results to their archives and have them proven", Roles.Publisher),
    ];

    private static Command Role(CommandRunner runner, string name, string description, Roles roles)
    {
        var service = new ServiceOption();
        var verbose = new Option<bool>("--verbose") { Description = "Tell of each step" };
        var check = new Option<bool>("--check") { Description = "Only check the configuration, and say every fault of it" };
        var command = new Command(name, description) { verbose, check };
        service.AddTo(command);
        command.SetAction((parsed, cancel) => runner.RunOnAsync(
            parsed,
            async token =>
            {
                ServiceOptions options = service.Load(parsed);
                ServiceOptionsCheck.Check(options, roles);
                return parsed.GetValue(check)
                    ? new Answer(ExitCode.Done, [], console => console.WriteLine("The configuration is sound."))
                    : await ServiceRun.RunAsync(options, roles, parsed.GetValue(verbose), runner.IsOfProcess, runner.Messages, token);
            },
            cancel));
        return command;
    }
}
