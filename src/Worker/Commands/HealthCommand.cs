using System.CommandLine;
using ContourFlow.Worker.Operations.Health;

namespace ContourFlow.Worker.Commands;

/// <summary>`contourflow health`: how a process of the service on this machine is.</summary>
internal static class HealthCommand
{
    // Longer than the process gives its own checks (5 s), so that its answer says which one is slow.
    private const double UsualSeconds = 8;

    public static Command Create(CommandRunner runner)
    {
        var service = new ServiceOption();
        var ready = new Option<bool>("--ready") { Description = "Ask whether it can do its work now; without it, whether it answers" };
        var startup = new Option<bool>("--startup") { Description = "Ask whether it has started once" };
        Option<double> seconds = NumberOption.Deadline("--response-seconds", "How long the answer may take", UsualSeconds);
        var command = new Command("health", "Ask a process of the service on this machine how it is, by the configuration that it has") { ready, startup, seconds };
        command.Validators.Add(result =>
        {
            if (result.GetValue(ready) && result.GetValue(startup))
                result.AddError("Ask one question: --ready, or --startup.");
        });
        service.AddTo(command);
        command.SetAction((parsed, cancel) => runner.RunOnAsync(
            parsed,
            token =>
            {
                HealthQuestion question = parsed.GetValue(ready) ? HealthQuestion.Ready : parsed.GetValue(startup) ? HealthQuestion.Startup : HealthQuestion.Live;
                return HealthJob.RunAsync(HealthRequest.To(service.Load(parsed), question, TimeSpan.FromSeconds(parsed.GetValue(seconds))), token);
            },
            cancel));
        return command;
    }
}
