using System.Globalization;
using System.Text;
using ContourFlow.Contouring.Reporting.Html;

namespace ContourFlow.Contouring.Dose;

/// <summary>The cumulative dose-volume histograms as a drawing, with the bounds of the protocol's percentages as marks.</summary>
internal static class DoseVolumePlot
{
    /// <summary>What the drawing adds to the page's style.</summary>
    public const string Css = """
        .dvh{width:100%;height:auto;max-height:560px;display:block}.dvh text{font-size:13px;fill:var(--soft)}.dvh .axis{stroke:var(--soft);fill:none}
        .dvh .grid{stroke:var(--line);fill:none}.dvh .curve{fill:none;stroke:var(--c);stroke-width:2px}.dvh .casing{fill:none;stroke:var(--ink);stroke-opacity:.35;stroke-width:3.4px}
        .dvh .bound{fill:var(--c);stroke:var(--ink);stroke-width:1.2px}

        """;

    private const double Left = 56;
    private const double Right = 980;
    private const double Top = 12;
    private const double Bottom = 500;

    /// <summary>Adds the drawing and its key.</summary>
    public static void Add(HtmlPage page, DoseScorecard scorecard)
    {
        var drawn = scorecard.Structures.Where(structure => structure.Curve.Length > 1).ToList();
        if (drawn.Count == 0) return;
        var step = Step(drawn.Max(structure => structure.Curve.Length * structure.CurveStepGy));
        var most = step * Math.Ceiling(drawn.Max(structure => (structure.Curve.Length - 1) * structure.CurveStepGy) / step);
        page.AddOwn("<section><h2>Dose-volume histograms</h2><p class=\"note\">Cumulative: the part of a structure that gets at least a dose. Triangles point from a mandatory bound to where the curve may lie.</p>");
        page.AddOwn("<svg class=\"dvh\" viewBox=\"0 0 1000 540\" role=\"img\" aria-label=\"Cumulative dose-volume histograms of the structures\">\n");
        for (var percent = 0; percent <= 100; percent += 20)
        {
            var y = Y(percent);
            page.Add($"<path class=\"grid\" d=\"M{Left} {y}H{Right}\"/><text x=\"{Left - 8}\" y=\"{y + 4}\" text-anchor=\"end\">{percent} %</text>\n");
        }

        for (var dose = 0.0; dose <= most + 1e-9; dose += step)
        {
            var x = X(dose, most);
            page.Add($"<path class=\"grid\" d=\"M{x} {Top}V{Bottom}\"/><text x=\"{x}\" y=\"{Bottom + 20}\" text-anchor=\"middle\">{dose}</text>\n");
        }

        page.Add($"<path class=\"axis\" d=\"M{Left} {Top}V{Bottom}H{Right}\"/><text x=\"{Right}\" y=\"{Bottom + 36}\" text-anchor=\"end\">Dose, Gy</text>\n");
        foreach (var structure in drawn)
        {
            var line = Line(structure, most);
            page.Add($"<path class=\"casing\" d=\"{line}\"/><path class=\"curve\" style=\"--c:{structure.Colour}\" d=\"{line}\"/>\n");
        }

        Bounds(page, scorecard, most);
        page.AddOwn("</svg>\n<div class=\"controls\">");
        foreach (var structure in drawn) page.Add($"<span><i class=\"swatch\" style=\"--c:{structure.Colour}\"></i>{structure.RoiName}</span>");
        page.AddOwn("</div></section>\n");
    }

    // D_x% of the mandatory bounds: at x percent, at the bound, pointing to the side where the curve may pass.
    private static void Bounds(HtmlPage page, DoseScorecard scorecard, double most)
    {
        var colours = scorecard.Structures.ToLookup(structure => structure.RoiName, structure => structure.Colour, StringComparer.Ordinal);
        foreach (var line in scorecard.Objectives.Where(line => line.Mandatory is not null && line.Metric.EndsWith('%') && line.Metric.StartsWith('D')))
        {
            if (!double.TryParse(line.Metric.AsSpan(1, line.Metric.Length - 2), NumberStyles.Float, CultureInfo.InvariantCulture, out var percent)) continue;
            var colour = colours[line.RoiName ?? string.Empty].FirstOrDefault("none");
            if (line.Mandatory!.Low is { } low && low <= most) Triangle(page, X(low, most), Y(percent), 8, line, colour);
            if (line.Mandatory.High is { } high && high <= most) Triangle(page, X(high, most), Y(percent), -8, line, colour);
        }
    }

    private static void Triangle(HtmlPage page, double x, double y, double towards, ScoredObjective line, string colour) =>
        page.Add($"<path class=\"bound\" style=\"--c:{colour}\" d=\"M{x} {y - 6}L{x + towards} {y}L{x} {y + 6}z\"><title>{line.Structure} {line.Metric} {line.Mandatory!.Text}</title></path>\n");

    private static string Line(ScoredStructure structure, double most)
    {
        var text = new StringBuilder();
        for (var i = 0; i < structure.Curve.Length; i++)
        {
            text.Append(i == 0 ? 'M' : 'L')
                .Append(CultureInfo.InvariantCulture, $"{X(i * structure.CurveStepGy, most):0.#} {Y(structure.Curve[i]):0.#}");
        }

        return text.ToString();
    }

    private static double X(double dose, double most) => Left + ((Right - Left) * dose / most);

    private static double Y(double percent) => Bottom - ((Bottom - Top) * percent / 100);

    private static double Step(double most) => most switch
    {
        <= 10 => 1,
        <= 25 => 2.5,
        <= 60 => 5,
        <= 120 => 10,
        _ => 50,
    };
}
