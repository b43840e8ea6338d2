using System.CommandLine;
using ContourFlow.Contouring.Linting;
using ContourFlow.Worker.Linting;

namespace ContourFlow.Worker.Commands;

/// <summary>`contourflow lint`: whether planning systems will take a structure set.</summary>
internal static class LintCommand
{
    public static Command Create(CommandRunner runner)
    {
        var file = new Argument<string>("rtstruct") { Description = "The structure set's file" };
        var ct = new Option<string?>("--ct")
        {
            Description = "Folder with the CT that it was drawn on: planes and references are then held against it",
        };
        var profile = new Option<LintProfile>("--profile")
        {
            Description = "For whom: eclipse, raystation, monaco, pinnacle, mim, or strict for all at once",
            DefaultValueFactory = _ => LintProfile.Strict,
        };
        profile.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, [.. Enum.GetNames<LintProfile>().Select(name => name.ToLowerInvariant())]);
        var fix = new Option<string?>("--fix")
        {
            Description = "Write a new instance to this file, with everything mended that can be without moving a point",
        };

        var command = new Command("lint", "Tell whether planning systems will take a structure set, and mend it") { file, ct, profile, fix };
        command.SetAction((parsed, cancel) => runner.RunAsync(
            parsed,
            (progress, token) => LintJob.Run(
                new LintRequest(parsed.GetRequiredValue(file), parsed.GetValue(ct), parsed.GetValue(profile), parsed.GetValue(fix)),
                progress,
                token),
            cancel));
        return command;
    }
}
