using System.CommandLine;
using System.Text.Json.Nodes;
using ContourFlow.Phantom.Anatomy;
using ContourFlow.Phantom.Patients;
using ContourFlow.Worker.Output;
using Spectre.Console;

namespace ContourFlow.Worker.Commands;

/// <summary>`contourflow phantom`: a test patient as DICOM, with its truth.</summary>
internal static class PhantomCommand
{
    public static Command Create(CommandRunner runner)
    {
        var output = new Option<string>("--out") { Description = "Folder for the patient; new or empty", Required = true };
        var seed = new Option<long>("--seed")
        {
            Description = "Which patient: the same seed and site give the same files",
            DefaultValueFactory = _ => 1,
        };
        var site = new Option<SpineSite>("--site")
        {
            Description = "Where the target lies: thoracic (T7), lumbar (L3) or sacral (S1)",
            DefaultValueFactory = _ => SpineSite.Thoracic,
        };
        var dose = new Option<bool>("--dose") { Description = "Make a plan and its dose too (RP.dcm, RD.dcm)" };
        site.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, "thoracic", "lumbar", "sacral");

        var command = new Command("phantom", "Make a test patient as DICOM: CT, MR, structure sets and their truth") { output, seed, site, dose };
        command.SetAction((parsed, cancel) => runner.RunAsync(
            parsed,
            (progress, token) => Run(
                parsed.GetRequiredValue(output),
                new PhantomOptions { Seed = parsed.GetValue(seed), Site = parsed.GetValue(site) },
                parsed.GetValue(dose),
                progress,
                token),
            cancel));
        return command;
    }

    private static Answer Run(string folder, PhantomOptions options, bool withDose, IProgress<string> progress, CancellationToken cancellationToken)
    {
        progress.Report("making the patient");
        using OutputFolder output = OutputFolder.OpenNew(folder);
        output.Stage(working =>
        {
            PhantomPatient.Write(working, options, new Percent(progress), cancellationToken);
            if (withDose)
                PhantomDose.Write(working, options, new PhantomDoseOptions());
        });
        cancellationToken.ThrowIfCancellationRequested();
        output.Commit();

        int files = Directory.EnumerateFiles(output.Path, "*", SearchOption.AllDirectories).Count();
        return new Answer(
            ExitCode.Done,
            new JsonObject { ["out"] = output.Path, ["files"] = files },
            console => console.WriteLine(
                $"A {options.Site.ToString().ToLowerInvariant()} spine patient (seed {options.Seed}) in {files} files: {output.Path}"));
    }

    private sealed class Percent(IProgress<string> progress) : IProgress<double>
    {
        public void Report(double value) => progress.Report($"making the patient, {value:0 %}");
    }
}
