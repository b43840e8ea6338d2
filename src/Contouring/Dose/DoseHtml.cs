using ContourFlow.Contouring.Reporting;
using ContourFlow.Contouring.Reporting.Html;

namespace ContourFlow.Contouring.Dose;

/// <summary>
/// Writes dose.html: the scorecard to be printed. One file that needs no network and no script, for screen and paper. UIDs, ROI names and numbers
/// only, no patient's name, identifier or date of birth.
/// </summary>
internal static class DoseHtml
{
    /// <summary>The page as UTF-8.</summary>
    public static byte[] Write(DoseScorecard scorecard)
    {
        var page = new HtmlPage();
        Head(page, scorecard);
        Verdict(page, scorecard);
        Objectives(page, scorecard);
        DoseVolumePlot.Add(page, scorecard);
        Structures(page, scorecard);
        Findings(page, scorecard);
        Foot(page, scorecard);
        return page.ToUtf8();
    }

    private static void Head(HtmlPage page, DoseScorecard scorecard)
    {
        page.AddOwn(ReportHead.Policy);
        page.Add($"<title>ContourFlow dose: {scorecard.Verdict}</title>\n<style>\n");
        page.AddOwn(ReportStyle.Css);
        page.AddOwn(DoseVolumePlot.Css);
        page.AddOwn("</style>\n</head>\n<body>\n<div class=\"page\"><header><b>ContourFlow</b><span>Dose against the protocol</span></header>\n");
    }

    private static void Verdict(HtmlPage page, DoseScorecard scorecard)
    {
        var (style, title) = scorecard.Verdict switch
        {
            DoseWords.Violated => ("bad", "A mandatory bound is violated"),
            DoseWords.NotEvaluable => ("warn", "Not everything can be evaluated"),
            DoseWords.Indeterminate => ("warn", "A bound lies within the uncertainty"),
            DoseWords.Mandatory => ("good", "Every mandatory bound is kept"),
            _ => ("good", "Everything aimed at is reached"),
        };
        page.Add($"<div class=\"banner {style}\"><h1>{title}</h1><p>{scorecard.Summary}</p></div>\n<dl class=\"facts\">");
        Fact(page, "Prescription", $"{ReportNumber.Text(scorecard.Prescription.DoseGy, 1)} Gy in {scorecard.Prescription.Fractions}", scorecard.Protocol.Title);
        if (scorecard.Dose is { } dose)
        {
            Fact(page, "Dose", $"{dose.Type.ToLowerInvariant()}, {dose.SummationType}", string.Join(", ", dose.SopInstanceUids));
            Fact(page, "Grid", $"{ReportNumber.Text(dose.ColumnSpacing, 2)} × {ReportNumber.Text(dose.RowSpacing, 2)} × {ReportNumber.Text(dose.PlaneSpacing, 2)} mm", $"{dose.Columns} × {dose.Rows} × {dose.Planes} points, maximum {ReportNumber.Text(dose.MaximumGy, 2)} Gy");
        }

        if (scorecard.Plan is { } plan)
            Fact(page, "Plan", plan.IsHere ? plan.Fractions is { } fractions ? $"{fractions} fraction(s)" : "fractions not stated" : "not received", plan.SopInstanceUid);
        Fact(page, "Structure set", scorecard.StructureSet.Label, scorecard.StructureSet.SopInstanceUid);
        page.AddOwn("</dl>\n");
    }

    private static void Fact(HtmlPage page, string name, string value, string small) => page.Add($"<div><dt>{name}</dt><dd>{value}<small>{small}</small></dd></div>");

    private static void Objectives(HtmlPage page, DoseScorecard scorecard)
    {
        page.Add($"<section><h2>Scorecard</h2><p class=\"note\">{scorecard.Protocol.Source}. Verdicts are on unrounded figures; the range is that of a surface which may lie a little elsewhere.</p>");
        page.AddOwn("<div class=\"wide\"><table><thead><tr><th>Verdict</th><th>Structure</th><th>Figure</th><th class=\"n\">Value</th><th class=\"n\">Range</th><th>Aimed at</th><th>Mandatory</th></tr></thead><tbody>\n");
        foreach (var line in scorecard.Objectives)
        {
            page.AddOwn("<tr><td>");
            Pill(page, line.Verdict);
            page.Add($"</td><td><span class=\"name\">{line.RoiName ?? line.Structure}</span><div class=\"sub\">{line.Sentence}</div></td><td>{line.Metric}</td>");
            page.Add($"<td class=\"n\">{Value(line.Value, line.Unit)}</td><td class=\"n\">{Range(line)}</td><td class=\"keep\">{line.Optimal?.Text ?? "–"}</td><td class=\"keep\">{line.Mandatory?.Text ?? "–"}</td></tr>\n");
        }

        page.AddOwn("</tbody></table></div></section>\n");
    }

    private static void Structures(HtmlPage page, DoseScorecard scorecard)
    {
        page.AddOwn("<section><h2>Dose in the structures</h2><div class=\"wide\"><table><thead><tr><th>Structure</th><th class=\"n\">Volume cm³</th><th class=\"n\">Minimum Gy</th><th class=\"n\">Mean Gy</th><th class=\"n\">Maximum Gy</th><th></th></tr></thead><tbody>\n");
        foreach (var structure in scorecard.Structures)
        {
            page.Add($"<tr><td class=\"name\"><i class=\"swatch\" style=\"--c:{structure.Colour}\"></i>{structure.RoiName}</td>");
            page.Add($"<td class=\"n\">{Figure(structure.VolumeCc, 3)}</td><td class=\"n\">{Figure(structure.MinimumGy, 2)}</td><td class=\"n\">{Figure(structure.MeanGy, 2)}</td><td class=\"n\">{Figure(structure.MaximumGy, 2)}</td><td class=\"sub\">{structure.Sentence}</td></tr>\n");
        }

        page.AddOwn("</tbody></table></div></section>\n");
    }

    private static void Findings(HtmlPage page, DoseScorecard scorecard)
    {
        if (scorecard.Findings.IsEmpty) return;
        page.AddOwn("<section><h2>To be known</h2><table><tbody>\n");
        foreach (var finding in scorecard.Findings)
        {
            page.AddOwn("<tr><td>");
            VerdictPill.Add(page, finding.Severity == "information" ? Severity.Information : finding.Severity == "warning" ? Severity.Warning : Severity.Failure, "information");
            page.Add($"</td><td>{finding.Sentence} <code class=\"keep\">{finding.Code}</code></td></tr>\n");
        }

        page.AddOwn("</tbody></table></section>\n");
    }

    private static void Foot(HtmlPage page, DoseScorecard scorecard)
    {
        page.AddOwn("<footer><p class=\"not-approved\">This is not the plan's approval. The planning system's own figures and the physician decide.</p>\n");
        page.Add($"<p>Protocol {scorecard.Protocol.Name} {scorecard.Protocol.Version}, SHA-256 <code>{scorecard.Protocol.Hash}</code>.</p>\n");
        page.Add($"<p>Made by ContourFlow {scorecard.ProgramVersion}, algorithm version {scorecard.AlgorithmVersion}. The same dose, structures and protocol give the same page, byte for byte.</p></footer>\n");
        page.AddOwn("</div>\n</body>\n</html>\n");
    }

    // Word and sign, so that colour alone never carries it.
    private static void Pill(HtmlPage page, string verdict)
    {
        var (style, sign) = verdict switch
        {
            DoseWords.Violated => ("bad", "✗"),
            DoseWords.Indeterminate => ("warn", "≈"),
            DoseWords.NotEvaluable => ("warn", "?"),
            DoseWords.NotApplicable => ("", "–"),
            DoseWords.Mandatory => ("good", "○"),
            _ => ("good", "✓"),
        };
        page.Add($"<span class=\"pill {style}\">{sign} {verdict}</span>");
    }

    private static string Value(double? value, string unit) => value is { } known ? $"{ReportNumber.Text(known, 2)} {unit}" : "–";

    private static string Range(ScoredObjective line) =>
        line is { Low: { } low, High: { } high } ? $"{ReportNumber.Text(low, 2)} to {ReportNumber.Text(high, 2)}" : "–";

    private static string Figure(double? value, int decimals) => value is { } known ? ReportNumber.Text(known, decimals) : "–";
}
