using System.Collections.Immutable;
using System.CommandLine;
using ContourFlow.Contouring.Cases;
using ContourFlow.Worker.Inspection;

namespace ContourFlow.Worker.Commands;

/// <summary>`contourflow inspect`: what is in a folder.</summary>
internal static class InspectCommand
{
    public static Command Create(CommandRunner runner)
    {
        var folder = new Argument<string>("folder") { Description = "Folder to look into, or the DICOMDIR in it; folders in it are read too" };
        var showPatient = new Option<bool>("--show-patient")
        {
            Description = "Print patients' identifiers in the table (never in JSON)",
        };
        var command = new Command("inspect", "List patients, series, structure sets and volumes of a folder") { folder, showPatient };
        command.SetAction((parsed, cancel) => runner.RunAsync(
            parsed,
            (progress, token) => Run(parsed.GetRequiredValue(folder), parsed.GetValue(showPatient), progress, token),
            cancel));
        return command;
    }

    private static Answer Run(string folder, bool showPatient, IProgress<string> progress, CancellationToken cancellationToken)
    {
        progress.Report("reading the folder");

        // The file that a medium's other files are listed in stands for its folder.
        if (File.Exists(folder) && Path.GetFileName(folder).Equals("DICOMDIR", StringComparison.OrdinalIgnoreCase))
            folder = Path.GetDirectoryName(Path.GetFullPath(folder))!;
        FolderInventory inventory = FolderInventory.Read(
            folder, new CaseReadOptions { Progress = new ReadingProgress(progress) }, cancellationToken);
        ImmutableArray<MediaDirectory> directories = MediaDirectory.ReadAll(folder, cancellationToken);
        return new Answer(
            ExitCode.Done,
            InventoryJson.Of(inventory, directories),
            console =>
            {
                InventoryTables.Show(console, inventory, showPatient);
                MediaDirectoryTables.Show(console, directories);
            });
    }
}
