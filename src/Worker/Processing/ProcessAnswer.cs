using System.Text.Json.Nodes;
using ContourFlow.Contouring;
using ContourFlow.Contouring.Faults;
using Spectre.Console;

namespace ContourFlow.Worker.Processing;

/// <summary>What `contourflow process` says of a case that was done or is held.</summary>
internal static class ProcessAnswer
{
    /// <param name="result">What came of the case.</param>
    /// <param name="folder">Where the files are.</param>
    /// <param name="files">Their names and contents.</param>
    /// <param name="folders">How the output lies to the input.</param>
    public static Answer Of(
        CaseResult result, string folder, IReadOnlyList<(string Name, byte[] Content)> files, FolderPair folders)
    {
        JsonNode report = JsonNode.Parse(files.First(file => file.Name.EndsWith(".json", StringComparison.Ordinal)).Content)!;
        string page = Path.Combine(folder, files.First(file => file.Name.EndsWith(".html", StringComparison.Ordinal)).Name);
        var messages = new List<string>();
        if (folders == FolderPair.OutputInsideInput)
        {
            messages.Add("warning: The output folder lies in the input folder. What ContourFlow writes there is recognised "
                + "and not read as input next time, but a folder of its own is clearer.");
        }

        Problem? problem = null;
        if (result.IsHeld)
        {
            problem = new Problem(
                ReasonCodes.CheckFailed,
                $"{report["summary"]} The case is held and no structure set was written. Read {page}, mend the cause in the planning system, and process again.");
            messages.Add($"{problem.Code}: {problem.Sentence}");
        }

        if (result.IsPartlyHeld)
        {
            string held = string.Join(", ", result.Derivation.Held.Select(one => one.Name));
            problem = new Problem(
                result.Derivation.Held[0].ReasonCode,
                $"{held} is held and missing from the structure set that was written. {result.Derivation.Held[0].Sentence}");
            messages.Add($"{problem.Code}: {problem.Sentence}");
        }

        return new Answer(
            result.IsHeld ? ExitCode.CaseHeld : result.IsPartlyHeld ? ExitCode.CasePartlyHeld : ExitCode.Done,
            new JsonObject
            {
                ["out"] = folder,
                ["files"] = new JsonArray([.. files.Select(file => (JsonNode)file.Name)]),
                ["report"] = report,
            },
            console => Show(console, result, folder, files, report))
        {
            Messages = messages,
            Problem = problem,
        };
    }

    private static void Show(
        IAnsiConsole console, CaseResult result, string folder, IReadOnlyList<(string Name, byte[] Content)> files, JsonNode report)
    {
        console.Write(ResultTables.Structures(result));
        if (!result.Fusions.IsEmpty)
            console.Write(ResultTables.Fusions(result));
        if (!result.Margins.IsEmpty)
            console.Write(ResultTables.Margins(result));
        console.Write(ResultTables.Checks(result));
        foreach (Finding finding in result.Case.Findings.Concat(result.Derivation.Findings).Where(f => f.Severity != Severity.Information))
            console.WriteLine($"{ResultTables.Word(finding.Severity)}: {finding.Sentence}");
        console.WriteLine(result.IsHeld ? "HELD" : $"{(result.IsPartlyHeld ? "PARTLY HELD: " : string.Empty)}{report["summary"]!.GetValue<string>()}");
        foreach ((string name, _) in files)
            console.WriteLine($"  {Path.Combine(folder, name)}");
    }
}
