using System.CommandLine;
using ContourFlow.Worker.Intake;
using ContourFlow.Worker.Retrieval;

namespace ContourFlow.Worker.Commands;

/// <summary>`contourflow retrieve`: objects of an archive into a folder.</summary>
internal static class RetrieveCommand
{
    private const long MiB = 1L << 20;

    public static Command Create(CommandRunner runner)
    {
        var folder = new Argument<string?>("folder")
        {
            Description = "Folder for the objects: <study>/<series>/<SOP instance>.dcm; made when it is not there",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var study = new Option<string>("--study") { Description = "Study Instance UID", Required = true };
        var series = new Option<string?>("--series") { Description = "Series Instance UID; all of the study when not given" };
        var instances = new Option<string[]>("--instance") { Description = "SOP Instance UID; may be given several times; all of the series when not given", AllowMultipleArgumentsPerToken = true };
        var by = new Option<By>("--by") { Description = "The way: get, move, web; any takes get, and move where the archive has no get and --listen is given", DefaultValueFactory = _ => By.Any };
        var moveTo = new Option<string?>("--move-to") { Description = "AE title that the archive moves to; ours when not given. Without --listen: of a receiver that runs elsewhere" };
        moveTo.Validators.Add(PeerOptions.CheckTitle);
        Option<int?> listen = NumberOption.Port("--listen", "Port to take at what the archive moves, while this runs", least: 1);
        Option<double> retry = NumberOption.Seconds("--retry-seconds", "How long an archive that is not there is tried again", 60);
        Option<long> free = NumberOption.MiB("--keep-free-mib", "Room to keep free on the disk, in MiB", 1024, least: 0);
        var archive = new ArchiveOptions(responseSeconds: 300);
        var command = new Command("retrieve", "Bring a study, a series or objects from an archive into a folder and show that they are all there")
        {
            folder, study, series, instances, by, moveTo, listen, retry, free,
        };
        archive.AddTo(command);
        command.SetAction((parsed, cancel) => runner.RunOnAsync(
            parsed,
            token => RetrieveJob.RunAsync(
                new RetrieveRequest(
                    archive.Of(parsed),
                    new RetrievalScope(parsed.GetRequiredValue(study), parsed.GetValue(series), [.. parsed.GetValue(instances) ?? []]),
                    parsed.GetValue(folder) is { } path ? new IntakeOptions(path) { FreeBytes = parsed.GetValue(free) * MiB, FreePercent = 0 } : null,
                    parsed.GetValue(by),
                    parsed.GetValue(moveTo),
                    parsed.GetValue(listen),
                    new RetrievalOptions { RetryFor = TimeSpan.FromSeconds(parsed.GetValue(retry)) },
                    parsed.GetValue(archive.Verbose))
                {
                    IsOfProcess = runner.IsOfProcess,
                },
                runner.Messages,
                token),
            cancel));
        return command;
    }
}
