namespace ContourFlow.Contouring.Reporting.Html;

/// <summary>Every check with figure, limit, verdict and source: failed first, then warnings, then passed.</summary>
internal static class ChecksSection
{
    public static void Add(HtmlPage page, CaseResult result)
    {
        page.Add($"<section id=\"checks\"><h2>Checks</h2><p class=\"note\">{ReportWords.Count(result.Checks.Length, "check")}; failed ones first, then warnings, then those that passed.</p>\n");
        page.AddOwn("<div class=\"wide\"><table><thead><tr><th>Verdict</th><th>Check</th><th>Measured</th><th>Limit</th><th>Limit from</th></tr></thead><tbody>\n");
        foreach (var check in result.Checks.OrderByDescending(check => check.Severity))
        {
            page.AddOwn("<tr><td>");
            VerdictPill.Add(page, check.Severity, "passed");
            page.Add($"</td><td><span class=\"name\">{check.Title}</span><div class=\"sub\">{check.Sentence} <bdi class=\"keep\">{FigureWords.Place(check.RoiName, check.Z)}</bdi> <code class=\"keep\">{check.Id}</code></div></td>");
            page.Add($"<td>{check.Figure}</td><td>{check.Limit}</td><td class=\"sub\">{check.Source}</td></tr>\n");
        }

        page.AddOwn("</tbody></table></div></section>\n");
    }
}
