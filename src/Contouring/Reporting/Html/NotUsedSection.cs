namespace ContourFlow.Contouring.Reporting.Html;

/// <summary>The objects that were found and not used, with the reason.</summary>
internal static class NotUsedSection
{
    public static void Add(HtmlPage page, CaseResult result)
    {
        if (result.Case.NotUsed.IsEmpty) return;
        page.Add($"<section id=\"not-used\"><h2>Not used</h2><p class=\"note\">{ReportWords.Count(result.Case.NotUsed.Length, "object")} of the case played no part in the derivation.</p>\n");
        page.AddOwn("<div class=\"wide\"><table><thead><tr><th>What</th><th>Reason</th><th></th></tr></thead><tbody>\n");
        foreach (var unused in result.Case.NotUsed)
            page.Add($"<tr><td>{unused.Kind}</td><td><code>{unused.ReasonCode}</code></td><td>{unused.Sentence}<div class=\"sub uid\">{unused.SopInstanceUid}</div></td></tr>\n");
        page.AddOwn("</tbody></table></div></section>\n");
    }
}
