namespace ContourFlow.Contouring.Reporting.Html;

/// <summary>Every check with figure, limit, verdict and source: failed first, then warnings, then passed.</summary>
internal static class ChecksSection
{
    public static void Add(HtmlPage page, CaseResult result)
    {
        page.Add($"<section id=\"checks\"><h2>Checks</h2><p class=\"note\">{ReportWords.Count(result.Checks.Length, "check")}; failed ones first, then warnings, then those that passed.</p>\n");
        CheckRows.Add(page, result.Checks.OrderByDescending(check => check.Severity));
        page.AddOwn("</section>\n");
    }
}
