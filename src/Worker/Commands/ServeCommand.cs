using System.CommandLine;
using System.Text.Json.Nodes;
using ContourFlow.Review.Hosting;
using ContourFlow.Worker.Hosting;
using Spectre.Console;

namespace ContourFlow.Worker.Commands;

/// <summary>`contourflow serve`, `gateway`, `worker`, `publisher` and `review`: the service, in one process or in many.</summary>
internal static class ServeCommand
{
    /// <summary>The five commands.</summary>
    public static IEnumerable<Command> Create(CommandRunner runner) =>
    [
        Role(runner, "serve", "Run the whole service in one process: receive, process, review, publish; until Ctrl-C", Roles.All),
        Role(runner, "gateway", "Run the service's receiving end: take objects, file them into cases, see when these are complete", Roles.Gateway),
        Role(runner, "worker", "Run a worker of the service: process cases from the queue", Roles.Worker),
        Role(runner, "publisher", "Run the service's sending end: bring results to their archives and have them proven", Roles.Publisher),
        Review(runner),
    ];

    private static Command Role(CommandRunner runner, string name, string description, Roles roles, Option<bool>? link = null)
    {
        var service = new ServiceOption();
        var verbose = new Option<bool>("--verbose") { Description = "Tell of each step" };
        var check = new Option<bool>("--check") { Description = "Only check the configuration, and say every fault of it" };
        var command = new Command(name, description) { verbose, check };
        service.AddTo(command);
        if (link is not null)
            command.Add(link);
        command.SetAction((parsed, cancel) => runner.RunOnAsync(
            parsed,
            async token =>
            {
                ServiceOptions options = service.Load(parsed);
                if (link is not null && parsed.GetValue(link))
                    return LinkOf(options);
                ServiceOptionsCheck.Check(options, roles);
                return parsed.GetValue(check)
                    ? new Answer(ExitCode.Done, [], console => console.WriteLine("The configuration is sound."))
                    : await ServiceRun.RunAsync(options, roles, parsed.GetValue(verbose), runner.IsOfProcess, runner.Messages, token);
            },
            cancel));
        return command;
    }

    private static Command Review(CommandRunner runner)
    {
        var link = new Option<bool>("--link") { Description = "Only say the link that signs the next browser in, of the page that runs here by this configuration" };
        return Role(runner, "review", "Serve the review page: cases, their images, decisions", Roles.Review, link);
    }

    // Who may read the page's folder may sign in: it is the service's own account.
    private static Answer LinkOf(ServiceOptions options)
    {
        if (ReviewServer.SignInLink(ReviewHost.FolderOf(options)) is { } link)
            return new Answer(ExitCode.Done, new JsonObject { ["link"] = link }, console => console.WriteLine(link));
        const string none = "No review page runs here by this configuration, or people sign in at a provider.";
        return new Answer(ExitCode.PeerUnavailable, [], _ => { }) { Messages = [$"peer-unavailable: {none}"], Problem = new Problem("peer-unavailable", none) };
    }
}
