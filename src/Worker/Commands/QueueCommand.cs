using System.CommandLine;
using ContourFlow.Worker.Operations.Cases;
using ContourFlow.Worker.Operations.Queue;

namespace ContourFlow.Worker.Commands;

/// <summary>`contourflow queue`: the service's queues on the broker, and what nobody handles any more.</summary>
internal static class QueueCommand
{
    public static Command Create(CommandRunner runner) =>
        new("queue", "Look at the service's queues, and give dead letters back") { Depth(runner), Dead(runner), Replay(runner), Purge(runner) };

    private static Command Depth(CommandRunner runner)
    {
        var service = new ServiceOption();
        var command = new Command("depth", "How much each queue holds, and how many take from it");
        service.AddTo(command);
        command.SetAction((parsed, cancel) => runner.RunOnAsync(parsed, token => QueueJob.DepthAsync(service.Load(parsed), token), cancel));
        return command;
    }

    private static Command Dead(CommandRunner runner)
    {
        var service = new ServiceOption();
        Option<string?> queue = Queue();
        Option<int> limit = NumberOption.Count("--limit", "Messages that are shown, at most", 50, most: 10_000);
        var command = new Command("dead", "List messages that nobody handles any more, and why; each stays where it is") { queue, limit };
        service.AddTo(command);
        command.SetAction((parsed, cancel) => runner.RunOnAsync(
            parsed, token => QueueJob.DeadAsync(service.Load(parsed), parsed.GetValue(queue), parsed.GetValue(limit), token), cancel));
        return command;
    }

    private static Command Replay(CommandRunner runner)
    {
        var service = new ServiceOption();
        Option<string?> queue = Queue();
        var one = new Option<string?>("--case") { Description = $"Only those about {CaseReference.Form["the ".Length..]}" };
        one.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !CaseReference.IsOne(token.Value))
                result.AddError($"'{token.Value}' names no case. It takes {CaseReference.Form} (at least 4).");
        });
        var all = new Option<bool>("--all") { Description = "All of them" };
        var command = new Command("replay", "Give dead letters back to their queues, to be handled once more") { queue, one, all };
        command.Validators.Add(result =>
        {
            if (result.GetValue(all) == result.GetValue(one) is not null)
                result.AddError("Say which: --case, or --all.");
        });
        service.AddTo(command);
        command.SetAction((parsed, cancel) => runner.RunOnAsync(
            parsed, token => QueueJob.ReplayAsync(service.Load(parsed), parsed.GetValue(queue), parsed.GetValue(one), token), cancel));
        return command;
    }

    private static Command Purge(CommandRunner runner)
    {
        var service = new ServiceOption();
        Option<string?> queue = Queue();
        var yes = new Option<bool>("--yes") { Description = "They are removed for good" };
        var command = new Command("purge-dead", "Remove dead letters for good; the registry keeps their cases") { queue, yes };
        command.Validators.Add(result =>
        {
            if (!result.GetValue(yes))
                result.AddError("Dead letters are removed for good: say --yes. 'contourflow queue dead' lists them.");
        });
        service.AddTo(command);
        command.SetAction((parsed, cancel) => runner.RunOnAsync(parsed, token => QueueJob.PurgeAsync(service.Load(parsed), parsed.GetValue(queue), token), cancel));
        return command;
    }

    private static Option<string?> Queue() => new("--queue") { Description = "Only of this queue: process-case, score-dose, publish.<destination>, webhooks" };
}
