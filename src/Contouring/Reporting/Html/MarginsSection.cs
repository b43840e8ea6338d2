using ContourFlow.Geometry.Planes;

namespace ContourFlow.Contouring.Reporting.Html;

/// <summary>Margins asked for and measured, in the six patient directions.</summary>
internal static class MarginsSection
{
    /// <summary>A difference from which a figure is emphasised, mm; what it means is for the checks to say.</summary>
    private const double Noteworthy = 0.3;

    public static void Add(HtmlPage page, CaseResult result)
    {
        if (result.Margins.IsEmpty) return;
        var halfSpacing = HalfSpacing(result.Case.Ct.Grid);
        page.Add($"<section id=\"margins\"><h2>Margins, measured in the object to be written</h2><p class=\"note\">How far the outermost point of the grown structure lies beyond that of the original, in mm. Superior and Inferior can only be multiples of the plane distance: planes are added while the grown solid reaches them. Emphasised: what differs from what was asked by more than {Noteworthy} mm, Superior and Inferior by more than half a plane distance.</p>\n");
        page.AddOwn("<div class=\"wide\"><table><thead><tr><th>Structure</th><th></th><th class=\"n\">Left</th><th class=\"n\">Right</th><th class=\"n\">Anterior</th><th class=\"n\">Posterior</th><th class=\"n\">Superior</th><th class=\"n\">Inferior</th></tr></thead>\n");
        const int inPlane = 4;
        foreach (var margin in result.Margins)
        {
            var asked = margin.Asked;
            double[] wanted = [asked.Left, asked.Right, asked.Anterior, asked.Posterior, asked.Superior, asked.Inferior];
            double[] measured = [margin.Left, margin.Right, margin.Anterior, margin.Posterior, margin.Superior, margin.Inferior];
            page.Add($"<tbody class=\"pair\"><tr><td class=\"name\" rowspan=\"2\"><bdi>{margin.RoiName}</bdi><div class=\"sub\">grown from <bdi>{margin.OfRoiName}</bdi></div></td><td class=\"sub\">asked</td>");
            foreach (var value in wanted)
                page.Add($"<td class=\"n sub\">{ReportNumber.Text(value, 2)}</td>");
            page.AddOwn("</tr><tr><td>measured</td>");
            for (var i = 0; i < measured.Length; i++)
            {
                var allowed = i < inPlane ? Noteworthy : halfSpacing;
                var emphasis = Math.Abs(measured[i] - wanted[i]) <= allowed ? "n" : "n off";
                page.Add($"<td class=\"{emphasis}\">{ReportNumber.Text(measured[i], 2)}</td>");
            }

            page.AddOwn("</tr></tbody>\n");
        }

        page.AddOwn("</table></div></section>\n");
    }

    /// <summary>Half the largest plane distance, mm, and 0.01 for what coordinates are rounded to.</summary>
    private static double HalfSpacing(PlaneGrid grid) => grid.Positions.Length < 2
        ? Noteworthy
        : Math.Max(Noteworthy, (Enumerable.Range(0, grid.Positions.Length).Max(grid.SpacingAbove) / 2) + 0.01);
}
