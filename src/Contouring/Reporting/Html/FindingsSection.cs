namespace ContourFlow.Contouring.Reporting.Html;

/// <summary>What was noticed besides the checks.</summary>
internal static class FindingsSection
{
    public static void Add(HtmlPage page, CaseResult result)
    {
        var findings = CaseFindings.Of(result);
        page.AddOwn("<section id=\"findings\"><h2>Findings</h2>\n");
        if (findings.IsEmpty)
        {
            page.AddOwn("<p class=\"note\">Nothing was noticed besides the checks.</p></section>\n");
            return;
        }

        page.AddOwn("<div class=\"wide\"><table><thead><tr><th></th><th>Code</th><th>What was noticed</th><th>Where</th></tr></thead><tbody>\n");
        foreach (var finding in findings)
        {
            page.AddOwn("<tr><td>");
            VerdictPill.Add(page, finding.Severity, "note");
            page.Add($"</td><td><code>{finding.Code}</code></td><td>{finding.Sentence}</td><td class=\"sub\"><bdi>{FigureWords.Place(finding.RoiName, finding.Z)}</bdi></td></tr>\n");
        }

        page.AddOwn("</tbody></table></div></section>\n");
    }
}
