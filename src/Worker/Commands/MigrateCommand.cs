using System.CommandLine;
using ContourFlow.Worker.Operations.Registry;

namespace ContourFlow.Worker.Commands;

/// <summary>`contourflow migrate`: brings the registry's tables up to this version, before the processes of that version start.</summary>
internal static class MigrateCommand
{
    public static Command Create(CommandRunner runner)
    {
        var service = new ServiceOption();
        Option<double> wait = NumberOption.Seconds("--wait", "Seconds that it waits for the database, and for another migration that is under way", 300);
        var command = new Command("migrate", "Bring the registry's tables up to this version; nothing is lost when two do it at once") { wait };
        service.AddTo(command);
        command.SetAction((parsed, cancel) => runner.RunOnAsync(
            parsed, token => MigrationJob.RunAsync(service.Load(parsed), TimeSpan.FromSeconds(parsed.GetValue(wait)), runner.Messages, TimeProvider.System, token), cancel));
        return command;
    }
}
