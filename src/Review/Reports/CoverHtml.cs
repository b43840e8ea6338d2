using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using ContourFlow.Contouring.Reporting.Printing;

namespace ContourFlow.Review.Reports;

/// <summary>Puts the first page in front of the report that the worker wrote. Everything that came from outside is encoded.</summary>
internal static class CoverHtml
{
    private const string Body = "<body>\n";

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>The report with its first page, as UTF-8.</summary>
    /// <param name="cover">The page.</param>
    /// <param name="report">report.html as it is stored.</param>
    /// <exception cref="FormatException">It is no report of this program.</exception>
    public static byte[] Before(ReportCover cover, ReadOnlySpan<byte> report)
    {
        string page = Encoding.UTF8.GetString(report);
        int body = page.IndexOf(Body, StringComparison.Ordinal);
        if (body < 0)
            throw new FormatException("The stored report has no body.");
        var text = new StringBuilder(page.Length + 16_384);
        text.Append(page, 0, body + Body.Length);
        Add(text, cover);
        text.Append(page, body + Body.Length, page.Length - body - Body.Length);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Add(StringBuilder text, ReportCover cover)
    {
        text.Append("<div class=\"page\" id=\"cover\" style=\"break-after:page\">\n<header><b>ContourFlow</b><span>").Append(Encoder.Encode(cover.Title)).Append("</span></header>\n");
        text.Append("<p class=\"not-approved\">").Append(Encoder.Encode(cover.Remark)).Append("</p>\n<section><table><tbody>\n");
        foreach (CoverFact fact in cover.Facts)
            text.Append("<tr><th scope=\"row\">").Append(Encoder.Encode(fact.Name)).Append("</th><td class=\"name\">").Append(Encoder.Encode(fact.Value)).Append("</td></tr>\n");
        text.Append("</tbody></table></section>\n");
        foreach (CoverTable table in cover.Tables)
            Add(text, table);
        text.Append("</div>\n");
    }

    private static void Add(StringBuilder text, CoverTable table)
    {
        text.Append("<section><h2>").Append(Encoder.Encode(table.Title)).Append("</h2>\n");
        if (table.Rows.IsEmpty)
        {
            text.Append("<p class=\"note\">").Append(Encoder.Encode(table.WhenEmpty)).Append("</p></section>\n");
            return;
        }

        text.Append("<div class=\"wide\"><table><thead><tr>");
        foreach (string column in table.Columns)
            text.Append("<th>").Append(Encoder.Encode(column)).Append("</th>");
        text.Append("</tr></thead><tbody>\n");
        foreach (var row in table.Rows)
        {
            text.Append("<tr>");
            foreach (string cell in row)
                text.Append("<td class=\"sub\">").Append(Encoder.Encode(cell)).Append("</td>");
            text.Append("</tr>\n");
        }

        text.Append("</tbody></table></div></section>\n");
    }
}
