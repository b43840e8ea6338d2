using ContourFlow.Contouring.Linting;
using ContourFlow.Contouring.Linting.Mending;
using ContourFlow.Worker.Tables;
using Spectre.Console;

namespace ContourFlow.Worker.Linting;

/// <summary>A lint report for people.</summary>
internal static class LintTables
{
    public static void Show(IAnsiConsole console, LintRequest request, LintReport report, Mending? mending)
    {
        if (!report.Findings.IsEmpty) console.Write(Findings(report));
        console.WriteLine($"{Path.GetFileName(request.File)} for {LintJson.Word(report.Profile)}: {LintAnswer.Summary(report)}.");
        if (request.CtFolder is null) console.WriteLine("Planes and references were not held against a CT: name its folder with --ct.");
        if (mending is null) return;

        Table mended = PlainTable.With("Mended", "Where", "What was done");
        foreach (MendedThing thing in mending.Mended.Mended)
            mended.AddTextRow(thing.Rule, Where(thing.Place), thing.Sentence);
        console.Write(mended);
        if (!mending.Left.Findings.IsEmpty)
        {
            console.WriteLine("What is left:");
            console.Write(Findings(mending.Left));
        }

        console.WriteLine($"{Path.GetFullPath(request.FixFile!)}: {LintAnswer.Summary(mending.Left)}.");
    }

    private static Table Findings(LintReport report)
    {
        Table table = PlainTable.With("Severity", "Rule", "Where", "What");
        foreach (LintFinding finding in report.Findings)
            table.AddTextRow(Word(finding.Severity), finding.Rule, Where(finding.Place), Sentence(finding));
        foreach (LintMore more in report.More)
            table.AddTextRow(Word(more.Severity), more.Rule, Where(new LintPlace(more.RoiNumber, more.RoiName, null, null, null)), $"… and {more.Count} more like it.");
        return table;
    }

    private static string Sentence(LintFinding finding) =>
        finding.Place.Attribute is { } attribute ? $"{finding.Sentence} [{attribute}]" : finding.Sentence;

    private static string Where(LintPlace place)
    {
        string roi = place.RoiNumber is null && place.RoiName is null ? string.Empty : $"ROI {place.RoiNumber?.ToString() ?? "?"} {place.RoiName}".TrimEnd();
        string contour = place.Contour is { } ordinal ? $", contour {ordinal}" : string.Empty;
        string z = place.Z is { } plane ? $", z {plane:0.##}" : string.Empty;
        return roi.Length == 0 && contour.Length == 0 ? "structure set" : roi + contour + z;
    }

    private static string Word(LintSeverity severity) => severity == LintSeverity.Error ? "ERROR" : LintJson.Word(severity);
}
