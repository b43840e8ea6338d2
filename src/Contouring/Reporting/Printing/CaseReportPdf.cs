using System.Collections.Immutable;
using System.Text.Json;
using ContourFlow.Contouring.Viewing;
using SkiaSharp;

namespace ContourFlow.Contouring.Reporting.Printing;

/// <summary>The report of a case as PDF, for a patient's file: who decided what, pictures, what was derived, every check. The same input gives the same bytes.</summary>
public static class CaseReportPdf
{
    private static readonly SKColor Good = new(0x17, 0x66, 0x3a), Warn = new(0x7a, 0x4a, 0x00), Bad = new(0x9c, 0x1c, 0x1c);

    /// <summary>Writes it.</summary>
    /// <param name="cover">The first page.</param>
    /// <param name="reportJson">report.json.</param>
    /// <param name="grid">The voxels that are shown.</param>
    /// <param name="structures">The structures.</param>
    /// <param name="ct">The CT's volume: 16-bit values, little endian.</param>
    /// <param name="foot">What stands below each page.</param>
    /// <exception cref="JsonException">The report is none.</exception>
    public static byte[] Write(
        ReportCover cover, ReadOnlySpan<byte> reportJson, ViewGrid grid, ImmutableArray<PrintedStructure> structures, Stream ct, string foot)
    {
        ArgumentNullException.ThrowIfNull(cover);
        ArgumentNullException.ThrowIfNull(grid);
        var report = JsonSerializer.Deserialize(reportJson, ReportJsonContext.Default.ReportDocument) ?? throw new JsonException("The report is empty.");
        using var bytes = new MemoryStream();
        using (var paper = new Paper(bytes, cover.Title, foot))
        {
            Cover(paper, cover);
            paper.NewPage();
            Summary(paper, report);
            Pictures(paper, PrintedSections.Of(grid, structures, ct), structures);
            Derived(paper, report);
            Margins(paper, report);
            Checks(paper, report);
            Fusions(paper, report);
            Findings(paper, report);
            paper.End();
        }

        return bytes.ToArray();
    }

    private static void Cover(Paper paper, ReportCover cover)
    {
        paper.NewPage();
        paper.Text($"{ProductIdentity.Manufacturer}: {cover.Title}", 18, strong: true);
        paper.Space(4);
        paper.Text(cover.Remark, 9, strong: true);
        paper.Space(8);
        paper.Table(["", ""], [1, 4], cover.Facts.Where(fact => fact.Value.Length > 0).Select(fact => ImmutableArray.Create(fact.Name, fact.Value)));
        foreach (var table in cover.Tables.Where(table => !table.Rows.IsEmpty || table.WhenEmpty.Length > 0))
        {
            paper.Heading(table.Title);
            if (table.Rows.IsEmpty) paper.Text(table.WhenEmpty);
            else paper.Table(table.Columns, Weights(table), table.Rows);
        }
    }

    // By what is in them: a column of numbers needs less than one of UIDs.
    private static float[] Weights(CoverTable table) =>
        [.. table.Columns.Select((column, i) => (float)Math.Clamp(table.Rows.Max(row => row[i].Length), Math.Max(10, column.Length), 48))];

    private static void Summary(Paper paper, ReportDocument report)
    {
        var (word, colour) = report.Verdict switch
        {
            "accepted" => ("Every check passed", Good),
            "accepted-with-warnings" => ("Checks passed, with warnings", Warn),
            "partly-held" => ("PARTLY HELD: what depends on a refused fusion is missing", Bad),
            _ => ("HELD: a check failed", Bad),
        };
        paper.Text(word, 14, strong: true, colour);
        paper.Text(report.Summary);
        paper.Text($"Protocol {report.Protocol.Name} {report.Protocol.Version}: {report.Protocol.Title}. ContourFlow {report.ProgramVersion}, algorithm version {report.AlgorithmVersion}.", 8);
    }

    private static void Pictures(Paper paper, ImmutableArray<PrintedPicture> pictures, ImmutableArray<PrintedStructure> structures)
    {
        if (pictures.IsEmpty) return;
        paper.Heading("Pictures");
        paper.Legend(structures.Where(structure => !structure.Contours.IsEmpty).Select(structure => (structure.Name, new SKColor(structure.Colour.Red, structure.Colour.Green, structure.Colour.Blue))));
        paper.Pictures([.. pictures.Take(pictures.Length - 2)], across: 3);
        paper.Pictures([.. pictures.TakeLast(2)], across: 2);
    }

    private static void Derived(Paper paper, ReportDocument report)
    {
        paper.Heading("What was derived");
        paper.Table(
            ["Structure", "From", "Volume", "Planes", "z"],
            [2, 5, 1.3f, 1, 2.2f],
            report.Derived.Select(one => ImmutableArray.Create(one.RoiName, one.Words, $"{Number(one.VolumeCc, 3)} cc", $"{one.Planes}", $"{Number(one.LowestZ, 2)} to {Number(one.HighestZ, 2)} mm"))
                .Concat(report.Inputs.Select(one => ImmutableArray.Create(one.RoiName, "as drawn", $"{Number(one.VolumeCc, 3)} cc", $"{one.Planes}", $"{Number(one.LowestZ, 2)} to {Number(one.HighestZ, 2)} mm"))));
    }

    private static void Margins(Paper paper, ReportDocument report)
    {
        if (report.Margins.IsEmpty) return;
        paper.Heading("Margins measured in the written object, mm (asked for)");
        paper.Table(
            ["Structure", "Left", "Right", "Anterior", "Posterior", "Superior", "Inferior"],
            [3, 1.4f, 1.4f, 1.4f, 1.4f, 1.4f, 1.4f],
            report.Margins.Select(one => ImmutableArray.Create(
                $"{one.RoiName} from {one.OfRoiName}",
                Pair(one.Measured.Left, one.Asked.Left), Pair(one.Measured.Right, one.Asked.Right), Pair(one.Measured.Anterior, one.Asked.Anterior),
                Pair(one.Measured.Posterior, one.Asked.Posterior), Pair(one.Measured.Superior, one.Asked.Superior), Pair(one.Measured.Inferior, one.Asked.Inferior))));
    }

    private static void Checks(Paper paper, ReportDocument report)
    {
        paper.Heading($"Checks: {report.Counts.Passed} of {report.Counts.Checks} passed, {report.Counts.Warnings} warnings, {report.Counts.Failures} failures");
        Checks(paper, report.Checks);
    }

    private static void Checks(Paper paper, ImmutableArray<ReportCheck> checks) => paper.Table(
        ["Verdict", "Check", "Figure", "Limit", "Source"],
        [1.3f, 4, 3.4f, 3, 2],
        checks.OrderBy(check => check.Verdict switch { "failure" => 0, "warning" => 1, _ => 2 })
            .Select(check => ImmutableArray.Create(
                check.Verdict, check.Verdict == "passed" ? check.Title : $"{check.Title}\n{check.Sentence}",
                check.Z is { } z ? $"{check.Figure}\nat z = {Number(z, 2)} mm" : check.Figure, check.Limit, check.Source)),
        row => row[0] switch { "failure" => Bad, "warning" => Warn, _ => Good });

    private static void Fusions(Paper paper, ReportDocument report)
    {
        foreach (var fusion in report.Fusions)
        {
            paper.Heading($"Fusion of MR {fusion.SeriesInstanceUid}: {fusion.Verdict}", 10);
            if (fusion.Refusal?.Sentence is { } refusal) paper.Text(refusal, 9, strong: true, Bad);
            if (fusion.Pose is { } pose) paper.Text(pose.Words);
            if (!fusion.Criteria.IsDefaultOrEmpty) Checks(paper, fusion.Criteria);
        }
    }

    private static void Findings(Paper paper, ReportDocument report)
    {
        if (report.Findings.IsDefaultOrEmpty) return;
        paper.Heading("What was noticed");
        paper.Table(["Weight", "What"], [1, 9], report.Findings.Select(one => ImmutableArray.Create(one.Severity, one.Sentence)), row => row[0] switch { "failure" => Bad, "warning" => Warn, _ => null });
    }

    private static string Pair(double? measured, double? asked) => $"{Number(measured, 2)} ({Number(asked, 1)})";

    private static string Number(double? value, int decimals) => value is { } known ? ReportNumber.Text(known, decimals) : "–";
}
