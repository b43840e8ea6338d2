namespace ContourFlow.Contouring.Reporting.Html;

/// <summary>The page's foot: what this is not, and by what it was made.</summary>
internal static class ReportFoot
{
    public static void Add(HtmlPage page, CaseResult result)
    {
        var protocol = result.Protocol;
        page.AddOwn("<footer><p class=\"not-approved\">This report is not an approval. Structures are written UNAPPROVED; review them in the planning system.</p>\n");
        page.Add($"<p>Protocol {protocol.Name} {protocol.Version}, SHA-256 <code>{protocol.Hash}</code>. Rules from: {protocol.Source}</p>\n");
        page.Add($"<p>Made by ContourFlow {ReportIdentity.ProgramVersion}, algorithm version {ProductIdentity.AlgorithmVersion}. The same case and protocol give the same report, byte for byte.</p></footer>\n");
        page.AddOwn("</div>\n</body>\n</html>\n");
    }
}
