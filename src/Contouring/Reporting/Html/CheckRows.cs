namespace ContourFlow.Contouring.Reporting.Html;

/// <summary>Checks as a table: verdict, what was checked, figure, limit and where the limit comes from.</summary>
internal static class CheckRows
{
    public static void Add(HtmlPage page, IEnumerable<Checks.CheckResult> checks)
    {
        page.AddOwn("<div class=\"wide\"><table><thead><tr><th>Verdict</th><th>Check</th><th>Measured</th><th>Limit</th><th>Limit from</th></tr></thead><tbody>\n");
        foreach (var check in checks)
        {
            page.AddOwn("<tr><td>");
            VerdictPill.Add(page, check.Severity, "passed");
            page.Add($"</td><td><span class=\"name\">{check.Title}</span><div class=\"sub\">{check.Sentence} <bdi class=\"keep\">{FigureWords.Place(check.RoiName, check.Z)}</bdi> <code class=\"keep\">{check.Id}</code></div></td>");
            page.Add($"<td>{check.Figure}</td><td>{check.Limit}</td><td class=\"sub\">{check.Source}</td></tr>\n");
        }

        page.AddOwn("</tbody></table></div>");
    }
}
