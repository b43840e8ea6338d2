namespace ContourFlow.Contouring.Reporting.Html;

/// <summary>The banner with the verdict in words, and the facts of the case.</summary>
internal static class VerdictSection
{
    public static void Add(HtmlPage page, CaseResult result)
    {
        var (style, sign, title) = ReportVerdicts.Of(result) switch
        {
            ReportVerdict.Accepted => ("good", "✓", "Accepted"),
            ReportVerdict.AcceptedWithWarnings => ("warn", "!", "Accepted with warnings"),
            ReportVerdict.PartlyHeld => ("bad", "✗", "PARTLY HELD: what depends on a refused fusion is missing"),
            _ => ("bad", "✗", "HELD: nothing was written for the planning system"),
        };
        page.Add($"<div class=\"page\">\n<header><b>ContourFlow</b><span>{result.Protocol.Title}</span></header>\n");
        page.Add($"<div class=\"banner {style}\" id=\"verdict\"><h1>{sign} {title}</h1><p>{ReportWords.Summary(result)}</p></div>\n");
        AddFacts(page, result);
    }

    private static void AddFacts(HtmlPage page, CaseResult result)
    {
        var ct = result.Case.Ct;
        var plane = ct.Slices[0].Plane;
        page.AddOwn("<dl class=\"facts\">\n");
        if (result.Derivation.Level is { } level)
            AddFact(page, "Vertebral level", ReportWords.Level(level), (level.Inferred ? "inferred: " : "from ") + level.Source);
        AddFact(page, "Protocol", $"{result.Protocol.Name} {result.Protocol.Version}", $"SHA-256 {FigureWords.Short(result.Protocol.Hash)}");
        AddFact(
            page, "Checks",
            $"{result.Checks.Count(check => check.Severity == Severity.Information)} of {result.Checks.Length} passed",
            $"{ReportWords.Count(result.Checks.Count(check => check.Severity == Severity.Failure), "failure")}, "
                + ReportWords.Count(result.Checks.Count(check => check.Severity == Severity.Warning), "warning"));
        AddFact(
            page, "Planning CT", ReportWords.Planes(ct.Grid),
            $"{plane.Columns} × {plane.Rows} pixels of {ReportNumber.Fine(plane.ColumnSpacing)} × {ReportNumber.Fine(plane.RowSpacing)} mm");
        AddFact(page, "Structure set read", result.Case.StructureSet.Label, ReportWords.Count(result.Case.StructureSet.Rois.Length, "ROI"));
        page.AddOwn("</dl>\n");
    }

    private static void AddFact(HtmlPage page, string name, string value, string remark) =>
        page.Add($"<div><dt>{name}</dt><dd>{value}<small>{remark}</small></dd></div>\n");
}
