using System.CommandLine;
using System.CommandLine.Parsing;
using ContourFlow.Worker.Scoring;

namespace ContourFlow.Worker.Commands;

/// <summary>`contourflow dose`: a dose against the protocol's table.</summary>
internal static class DoseCommand
{
    public static Command Create(CommandRunner runner)
    {
        var folders = new Argument<string[]>("folder")
        {
            Description = "Folders with the planning CT, the structure set that was derived, the dose and its plan; folders in them are read too",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = new Option<string?>("--out") { Description = "Folder for the scorecard (dose.json, dose.csv, dvh.csv, dose.html); made when it is not there" };
        folders.Validators.Add(result => RefuseEmpty(result, "folder"));
        output.Validators.Add(result => RefuseEmpty(result, "--out"));
        var protocol = new Option<string>("--protocol")
        {
            Description = "Name of a protocol ('contourflow protocol list') or path of a protocol file",
            DefaultValueFactory = _ => ProcessCommand.DefaultProtocol,
        };
        var structureSet = new Option<string?>("--structure-set") { Description = "SOP Instance UID of the structure set, when there are several" };
        var dose = new Option<string?>("--dose") { Description = "SOP Instance UID of the dose, when there are several" };
        var total = new Option<bool>("--total") { Description = "You declare that this is the dose of the whole treatment, whatever its Dose Summation Type says" };
        Option<double?> reference = NumberOption.Gray("--relative-to-gy", "You declare how many Gy 1 of a relative dose is");
        Option<int> threads = NumberOption.Threads();

        var command = new Command("dose", "Hold a dose against the protocol's table, on the structures that were derived")
        {
            folders, output, protocol, structureSet, dose, total, reference, threads,
        };
        command.SetAction((parsed, cancel) => runner.RunAsync(
            parsed,
            (progress, token) => DoseJob.Run(
                new DoseRequest(
                    parsed.GetRequiredValue(folders),
                    parsed.GetValue(output),
                    parsed.GetRequiredValue(protocol),
                    parsed.GetValue(structureSet),
                    parsed.GetValue(dose),
                    parsed.GetValue(total),
                    parsed.GetValue(reference),
                    parsed.GetValue(threads)),
                progress,
                token),
            cancel));
        return command;
    }

    private static void RefuseEmpty(SymbolResult result, string name)
    {
        if (result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)))
            result.AddError($"{name} is empty: name a folder.");
    }
}
