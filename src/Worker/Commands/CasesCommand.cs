using System.CommandLine;
using ContourFlow.Worker.Operations.Cases;

namespace ContourFlow.Worker.Commands;

/// <summary>`contourflow cases`: what the registry has of cases, and what people decide about them.</summary>
internal static class CasesCommand
{
    public static Command Create(CommandRunner runner)
    {
        var service = new ServiceOption();
        return new Command("cases", "Look at the service's cases, and decide about those that are held or await review")
        {
            List(runner, service),
            Show(runner, service),
            WhyWaiting(runner, service),
            Results(runner, service),
            Decision(runner, service, CaseDecision.Retry, "retry", "Process a held, rejected or given-up case once more, or try a refused delivery again"),
            Decision(runner, service, CaseDecision.Release, "release", "Publish the results of a held case although it is held"),
            Decision(runner, service, CaseDecision.Accept, "accept", "Publish a case that awaits review"),
            Decision(runner, service, CaseDecision.Reject, "reject", "Do not publish a case that awaits review or is held"),
            Decision(runner, service, CaseDecision.Rerun, "rerun", "Process the inputs of a case by another protocol, as a new revision"),
            Rescore(runner, service),
        };
    }

    private static Command List(CommandRunner runner, ServiceOption service)
    {
        var state = new Option<string[]>("--state") { Description = "Cases in this state; may be given several times" };
        state.AcceptOnlyFromAmong([.. StateWords.OfCases]);
        var paging = new CasePaging();
        var command = new Command("list", "List cases, the one with the newest object first") { state, paging.Uid, paging.PageSize, paging.After };
        service.AddTo(command);
        command.SetAction((parsed, cancel) => runner.RunOnAsync(
            parsed,
            token => CasesJob.ListAsync(service.Load(parsed), paging.Of(parsed) with { States = [.. (parsed.GetValue(state) ?? []).Select(StateWords.Read)] }, token),
            cancel));
        return command;
    }

    private static Command Show(CommandRunner runner, ServiceOption service)
    {
        Argument<string> reference = Case();
        var command = new Command("show", "Show a case: its revisions, their inputs and results, deliveries, and everything that happened to it") { reference };
        service.AddTo(command);
        command.SetAction((parsed, cancel) => runner.RunOnAsync(
            parsed, token => CasesJob.ShowAsync(service.Load(parsed), parsed.GetRequiredValue(reference), token), cancel));
        return command;
    }

    private static Command WhyWaiting(CommandRunner runner, ServiceOption service)
    {
        Argument<string?> reference = OptionalCase();
        var paging = new CasePaging();
        var command = new Command("why-waiting", "Say what a case waits for; without one, what each does that waits for objects or people") { reference, paging.Uid, paging.PageSize, paging.After };
        service.AddTo(command);
        command.SetAction((parsed, cancel) => runner.RunOnAsync(
            parsed, token => CasesJob.WhyWaitingAsync(service.Load(parsed), parsed.GetValue(reference), paging.Of(parsed), token), cancel));
        return command;
    }

    private static Command Results(CommandRunner runner, ServiceOption service)
    {
        Argument<string> reference = Case();
        var folder = new Option<string>("--out") { Description = "Folder for them; made when it is not there", Required = true };
        var revision = new Option<int?>("--revision") { Description = "The revision; the newest when not given" };
        var command = new Command("results", "Bring the report and the objects of a case into a folder, those of a held case too") { reference, folder, revision };
        service.AddTo(command);
        command.SetAction((parsed, cancel) => runner.RunOnAsync(
            parsed,
            token => CaseResultsJob.RunAsync(service.Load(parsed), parsed.GetRequiredValue(reference), parsed.GetValue(revision), parsed.GetRequiredValue(folder), token),
            cancel));
        return command;
    }

    private static Command Decision(CommandRunner runner, ServiceOption service, CaseDecision kind, string name, string description)
    {
        Argument<string> reference = Case();
        var reason = new Option<string>("--reason")
        {
            Description = "Why; it is kept in the ledger. Patient data does not belong in it",
            Required = kind is CaseDecision.Release or CaseDecision.Reject or CaseDecision.Rerun,
        };
        reason.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && string.IsNullOrWhiteSpace(token.Value))
                result.AddError("--reason is empty: say why.");
        });
        var by = new Option<string>("--by") { Description = "Who decides; the user of this system when not given", DefaultValueFactory = _ => Environment.UserName };
        var seen = new Option<long?>("--if-version") { Description = "Decide only if the case still has this version, as 'cases show' says it" };
        var protocol = new Option<string?>("--protocol") { Description = "Name of the protocol to process it by", Required = true };
        var command = new Command(name, description) { reference, reason, by, seen };
        if (kind == CaseDecision.Rerun)
            command.Add(protocol);
        service.AddTo(command);
        command.SetAction((parsed, cancel) => runner.RunOnAsync(
            parsed,
            token => CasesJob.DecideAsync(
                service.Load(parsed), kind, parsed.GetRequiredValue(reference), parsed.GetValue(seen), parsed.GetRequiredValue(by), parsed.GetValue(reason) ?? "",
                kind == CaseDecision.Rerun ? parsed.GetRequiredValue(protocol) : null, token),
            cancel));
        return command;
    }

    private static Command Rescore(CommandRunner runner, ServiceOption service)
    {
        Argument<string> reference = Case();
        var reason = new Option<string>("--reason") { Description = "Why; it is kept in the ledger. Patient data does not belong in it" };
        var by = new Option<string>("--by") { Description = "Who decides; the user of this system when not given", DefaultValueFactory = _ => Environment.UserName };
        var command = new Command("rescore", "Score the refused doses of a case once more") { reference, reason, by };
        service.AddTo(command);
        command.SetAction((parsed, cancel) => runner.RunOnAsync(
            parsed,
            token => CasesJob.RescoreAsync(service.Load(parsed), parsed.GetRequiredValue(reference), parsed.GetRequiredValue(by), parsed.GetValue(reason) ?? "", token),
            cancel));
        return command;
    }

    private static Argument<string> Case()
    {
        var argument = new Argument<string>("case") { Description = CaseReference.Form };
        argument.Validators.Add(Named);
        return argument;
    }

    private static Argument<string?> OptionalCase()
    {
        var argument = new Argument<string?>("case") { Description = CaseReference.Form, Arity = ArgumentArity.ZeroOrOne };
        argument.Validators.Add(Named);
        return argument;
    }

    private static void Named(System.CommandLine.Parsing.ArgumentResult result)
    {
        if (result.Tokens is [var token] && !CaseReference.IsOne(token.Value))
            result.AddError($"'{token.Value}' names no case. It takes {CaseReference.Form} (at least 4).");
    }
}
