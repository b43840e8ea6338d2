using ContourFlow.Contouring.Reporting.Pictures;

namespace ContourFlow.Contouring.Reporting.Html;

/// <summary>The page's head: the policy that forbids it to load anything, and its style.</summary>
internal static class ReportHead
{
    /// <summary>The beginning of a page up to its title: it may load nothing and run nothing.</summary>
    public const string Policy = """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="referrer" content="no-referrer">
        <meta name="color-scheme" content="light dark">

        """;

    public static void Add(HtmlPage page, CaseResult result, CasePictures? pictures)
    {
        page.AddOwn(Policy);
        page.Add($"<title>ContourFlow report: {ReportVerdicts.Of(result).Word()}</title>\n<style>\n");
        page.AddOwn(ReportStyle.Css);
        if (pictures is not null) AddStructureStyles(page, pictures);
        page.AddOwn("</style>\n</head>\n<body>\n");
    }

    /// <summary>One class a structure: its colour, a casing that sets it off, and the rule that hides it.</summary>
    private static void AddStructureStyles(HtmlPage page, CasePictures pictures)
    {
        for (var i = 0; i < pictures.View.Structures.Length; i++)
        {
            var colour = pictures.View.Structures[i].Colour;
            var casing = IsDark(colour) ? "#fffc" : "#000a";
            page.Add($".s{i}{{--c:{colour};--k:{casing};--w:{LineWidth.Of(pictures.View.Structures, i)}px}}");
            page.Add($"body:has(#show{i}:not(:checked)) .view .s{i}{{display:none}}\n");
        }
    }

    /// <summary>Dark lines (relative luminance below 0.1) are set off in white.</summary>
    private static bool IsDark(RgbColour colour)
    {
        return (0.2126 * Linear(colour.Red)) + (0.7152 * Linear(colour.Green)) + (0.0722 * Linear(colour.Blue)) < 0.1;

        static double Linear(byte value) => Math.Pow(value / 255.0, 2.2);
    }
}
