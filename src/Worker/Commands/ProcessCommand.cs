using System.CommandLine;
using System.CommandLine.Parsing;
using ContourFlow.Contouring.Deriving;
using ContourFlow.Worker.Processing;

namespace ContourFlow.Worker.Commands;

/// <summary>`contourflow process`: a folder of DICOM in, a structure set and its report out.</summary>
internal static class ProcessCommand
{
    /// <summary>The protocol where none is named.</summary>
    public const string DefaultProtocol = "spine-sbrt-sib";

    public static Command Create(CommandRunner runner)
    {
        var folder = new Argument<string>("folder")
        {
            Description = "Folder with the planning CT, its structure set, MR series and what is drawn on them; folders in it are read too",
        };
        var output = new Option<string>("--out")
        {
            Description = "Folder for the structure set, the registrations and the report; made when it is not there",
            Required = true,
        };
        var protocol = new Option<string>("--protocol")
        {
            Description = "Name of a protocol ('contourflow protocol list') or path of a protocol file",
            DefaultValueFactory = _ => DefaultProtocol,
        };
        var structureSet = new Option<string?>("--structure-set")
        {
            Description = "SOP Instance UID of the structure set, when the folder has several",
        };
        var ct = new Option<string?>("--ct-series", "--ct")
        {
            Description = "Series Instance UID of the planning CT, when the folder has several",
        };
        var level = new Option<LevelRange?>("--level")
        {
            Description = "Vertebral level, such as T7 or L5-S1, when no name in the case states it",
            CustomParser = ParseLevel,
        };
        Option<int> threads = NumberOption.Threads();

        var command = new Command("process", "Fuse MR series, derive the protocol's structures, check them, and write structure set and registrations")
        {
            folder, output, protocol, structureSet, ct, level, threads,
        };
        command.SetAction((parsed, cancel) => runner.RunAsync(
            parsed,
            (progress, token) => ProcessJob.Run(
                new ProcessRequest(
                    parsed.GetRequiredValue(folder),
                    parsed.GetRequiredValue(output),
                    parsed.GetRequiredValue(protocol),
                    parsed.GetValue(structureSet),
                    parsed.GetValue(ct),
                    parsed.GetValue(level),
                    parsed.GetValue(threads)),
                progress,
                token),
            cancel));
        return command;
    }

    private static LevelRange? ParseLevel(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (LevelRange.Read(text) is { } level)
            return level;
        result.AddError($"'{text}' is no vertebral level. Write one such as T7, or a range such as L5-S1.");
        return null;
    }
}
