namespace ContourFlow.Contouring.Reporting.Html;

/// <summary>A verdict as a coloured word with a sign, so that colour alone never carries it.</summary>
internal static class VerdictPill
{
    public static void Add(HtmlPage page, Severity severity, string informationWord)
    {
        var (style, sign, word) = severity switch
        {
            Severity.Failure => ("bad", "✗", "failed"),
            Severity.Warning => ("warn", "!", "warning"),
            _ => ("good", "✓", informationWord),
        };
        page.Add($"<span class=\"pill {style}\">{sign} {word}</span>");
    }
}
