using ContourFlow.Contouring.Deriving;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Geometry.Measures;

namespace ContourFlow.Contouring.Reporting.Html;

/// <summary>What was derived from what.</summary>
internal static class DerivedSection
{
    public static void Add(HtmlPage page, CaseResult result)
    {
        page.AddOwn("<section id=\"derived\"><h2>What was derived from what</h2>\n");
        if (result.Derivation.Derived.IsEmpty)
        {
            page.AddOwn("<p class=\"note\">The protocol derived nothing from this case.</p></section>\n");
            return;
        }

        page.AddOwn("<div class=\"wide\"><table><thead><tr><th>Structure</th><th>Recipe</th><th>From</th><th class=\"n\">Volume, cc</th><th class=\"n\">Planes</th><th class=\"n\">z, mm</th></tr></thead><tbody>\n");
        foreach (var derived in result.Derivation.Derived)
        {
            var figures = ReportFigures.Of(derived.Geometry);
            page.Add($"<tr><td class=\"name keep\"><b class=\"swatch\" style=\"--c:{derived.Definition.Colour}\"></b><bdi>{derived.RoiName}</bdi><div class=\"sub\">{derived.Definition.InterpretedType}</div></td>");
            page.Add($"<td>{RecipeInWords.Of(derived.Expression.Expression)}<div class=\"sub\">{derived.GenerationDescription} · <code>{derived.Expression.Text}</code></div></td>");
            page.Add($"<td><bdi>{string.Join(", ", derived.Operands.Select(operand => operand.RoiName))}</bdi></td>");
            page.Add($"<td class=\"n\">{ReportNumber.Text(figures.VolumeCc, 2)}<div class=\"sub\">{ShareOfPtv(result, derived)}</div></td><td class=\"n\">{figures.Planes}</td><td class=\"n\">{FigureWords.Range(figures)}</td></tr>\n");
        }

        page.AddOwn("</tbody></table></div></section>\n");
    }

    /// <summary>How much of the PTV is evaluated: the first thing that is asked of a PTV_Eval (rule E10).</summary>
    private static string? ShareOfPtv(CaseResult result, DerivedStructure derived)
    {
        if (derived.Definition.Role != StructureRole.PtvEval) return null;
        var ptv = result.Derivation.Derived.FirstOrDefault(other => other.Definition.Role == StructureRole.Ptv);
        if (ptv is null || ptv.Geometry.IsEmpty) return null;
        var share = 100 * StructureMeasures.Volume(derived.Geometry) / StructureMeasures.Volume(ptv.Geometry);
        return $"{ReportNumber.Text(share, 1)} % of {ptv.RoiName}";
    }
}
