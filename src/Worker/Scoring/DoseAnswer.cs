using System.Globalization;
using System.Text.Json.Nodes;
using ContourFlow.Contouring.Dose;
using ContourFlow.Worker.Tables;
using Spectre.Console;

namespace ContourFlow.Worker.Scoring;

/// <summary>What `contourflow dose` says.</summary>
internal static class DoseAnswer
{
    /// <param name="scorecard">What came of the dose.</param>
    /// <param name="files">Its files.</param>
    /// <param name="folder">Where they were written; null: nowhere.</param>
    public static Answer Of(DoseScorecard scorecard, IReadOnlyList<(string Name, byte[] Content)> files, string? folder)
    {
        var json = new JsonObject { ["scorecard"] = JsonNode.Parse(files.First(file => file.Name == DoseFiles.Json).Content) };
        if (folder is not null)
        {
            json["out"] = folder;
            json["files"] = new JsonArray([.. files.Select(file => (JsonNode)file.Name)]);
        }

        return new Answer(
            scorecard.Verdict == DoseWords.Violated ? ExitCode.DoseViolated : ExitCode.Done,
            json,
            console => Show(console, scorecard, files, folder));
    }

    private static void Show(IAnsiConsole console, DoseScorecard scorecard, IReadOnlyList<(string Name, byte[] Content)> files, string? folder)
    {
        console.Write(Objectives(scorecard));
        console.Write(Structures(scorecard));
        foreach (DoseFinding finding in scorecard.Findings.Where(finding => finding.Severity != "information"))
            console.WriteLine($"{finding.Severity}: {finding.Sentence}");
        foreach (ScoredObjective line in scorecard.Objectives.Where(line => line.Verdict == DoseWords.NotEvaluable).DistinctBy(line => line.Sentence, StringComparer.Ordinal))
            console.WriteLine($"not evaluable: {line.Sentence}");
        console.WriteLine($"{scorecard.Verdict.ToUpperInvariant()}: {scorecard.Summary}");
        if (folder is null)
            return;
        foreach ((string name, _) in files)
            console.WriteLine($"  {Path.Combine(folder, name)}");
    }

    private static Table Objectives(DoseScorecard scorecard)
    {
        Table table = PlainTable.With("Verdict", "Structure", "Figure").Figures("Value", "from", "to");
        table.AddColumn(new TableColumn(new Text("Aimed at")));
        table.AddColumn(new TableColumn(new Text("Mandatory")));
        foreach (ScoredObjective line in scorecard.Objectives)
        {
            table.AddTextRow(
                line.Verdict == DoseWords.Violated ? "VIOLATED" : line.Verdict,
                line.RoiName ?? line.Structure,
                line.Metric,
                line.Value is { } value ? $"{Number(value)} {line.Unit}" : "–",
                Number(line.Low),
                Number(line.High),
                line.Optimal?.Text ?? "–",
                line.Mandatory?.Text ?? "–");
        }

        return table;
    }

    private static Table Structures(DoseScorecard scorecard)
    {
        Table table = PlainTable.With("Structure").Figures("Volume cc", "Minimum Gy", "Mean Gy", "Maximum Gy");
        foreach (ScoredStructure structure in scorecard.Structures)
        {
            table.AddTextRow(
                structure.RoiName,
                structure.VolumeCc is { } volume ? volume.ToString("0.00", CultureInfo.InvariantCulture) : "–",
                Number(structure.MinimumGy),
                Number(structure.MeanGy),
                structure.MaximumGy is null && structure.OutsideCc is { } outside ? $"{outside.ToString("0.00", CultureInfo.InvariantCulture)} cc outside the dose" : Number(structure.MaximumGy));
        }

        return table;
    }

    private static string Number(double? value) => value is { } known ? known.ToString("0.00", CultureInfo.InvariantCulture) : "–";
}
