using ContourFlow.Contouring.Cases;

namespace ContourFlow.Contouring.Reporting.Html;

/// <summary>The ROIs that were used, with fingerprints, and those that are carried over untouched.</summary>
internal static class InputsSection
{
    public static void Add(HtmlPage page, CaseResult result)
    {
        page.AddOwn("<section id=\"inputs\"><h2>Inputs</h2><p class=\"note\">A fingerprint is the SHA-256 of the drawn contours at 1 µm: another one means that somebody has edited the ROI since. report.json has it whole.</p>\n");
        page.AddOwn("<div class=\"wide\"><table><thead><tr><th>ROI</th><th>Used as</th><th>Fingerprint</th><th class=\"n\">Volume, cc</th><th class=\"n\">Planes</th><th class=\"n\">z, mm</th></tr></thead><tbody>\n");
        foreach (var input in result.Derivation.Inputs)
        {
            var figures = ReportFigures.Of(input.Geometry);
            page.Add($"<tr><td class=\"name\"><bdi>{input.RoiName}</bdi></td><td>{input.Definition.Name}</td><td><code>{FigureWords.Short(input.Fingerprint)}</code></td>");
            page.Add($"<td class=\"n\">{ReportNumber.Text(figures.VolumeCc, 2)}</td><td class=\"n\">{figures.Planes}</td><td class=\"n\">{FigureWords.Range(figures)}</td></tr>\n");
        }

        page.AddOwn("</tbody></table></div>\n");
        AddCarried(page, result);
        AddObjects(page, result);
        page.AddOwn("</section>\n");
    }

    private static void AddCarried(HtmlPage page, CaseResult result)
    {
        var used = result.Derivation.CarriedRoiNumbers;
        var carried = result.Case.StructureSet.Rois.Where(roi => !used.Contains(roi.Number)).ToList();
        if (carried.Count == 0) return;
        page.AddOwn("<h3>Other ROIs, carried over untouched</h3>\n<div class=\"wide\"><table><thead><tr><th>ROI</th><th>Type</th><th class=\"n\">Volume, cc</th><th>Remark</th></tr></thead><tbody>\n");
        foreach (var roi in carried)
        {
            var volume = roi.Geometry is { } geometry ? ReportNumber.Text(ReportFigures.Of(geometry).VolumeCc, 2) : "–";
            page.Add($"<tr><td class=\"name\"><bdi>{roi.Name}</bdi></td><td>{roi.InterpretedType}</td><td class=\"n\">{volume}</td><td class=\"sub\">{Remark(roi)}</td></tr>\n");
        }

        page.AddOwn("</tbody></table></div>\n");
    }

    private static string Remark(Roi roi)
    {
        var nothing = roi.Geometry is null && roi.Fault is null ? "no closed contours" : null;
        return string.Join(" ", new[] { nothing, roi.Fault?.Message }.Concat(roi.Findings.Select(finding => finding.Sentence)).OfType<string>());
    }

    private static void AddObjects(HtmlPage page, CaseResult result)
    {
        page.AddOwn("<h3>Objects</h3>\n<div class=\"wide\"><table><tbody>\n");
        AddObject(page, "Study", result.Case.Ct.StudyInstanceUid);
        AddObject(page, "Planning CT series", result.Case.Ct.SeriesInstanceUid);
        AddObject(page, "Frame of reference", result.Case.Ct.Grid.FrameOfReference.ToString());
        AddObject(page, "Structure set read", result.Case.StructureSet.SopInstanceUid);
        if (ReportIdentity.OutputUid(result) is { } output) AddObject(page, "Structure set written", output);
        foreach (var series in result.Case.MrSeries)
            AddObject(page, $"MR series, {ReportWords.Count(series.Slices.Length, "image")} ({Use(result, series)})", series.SeriesInstanceUid);
        page.AddOwn("</tbody></table></div>\n");
    }

    private static string Use(CaseResult result, MrSeries series) =>
        result.Fusions.FirstOrDefault(fusion => fusion.Mr.SeriesInstanceUid == series.SeriesInstanceUid) is { } fusion
            ? fusion.IsAccepted ? "fused onto the CT" : "its fusion was refused"
            : "not used by the derivation";

    private static void AddObject(HtmlPage page, string what, string uid) =>
        page.Add($"<tr><td>{what}</td><td class=\"uid\">{uid}</td></tr>\n");
}
