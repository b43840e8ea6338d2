using System.Collections.Immutable;
using System.Globalization;
using ContourFlow.Contouring.Fusion;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Contouring.Reporting.Pictures;

namespace ContourFlow.Contouring.Reporting.Html;

/// <summary>One block an MR: verdict, pose in words, what was held against limits, and pictures to judge it by.</summary>
internal static class FusionSection
{
    /// <summary>What both CT and MR show, so that its outline tells whether they lie on each other; all else would hide the images.</summary>
    private static readonly StructureRole[] Outlined =
        [StructureRole.SpinalCord, StructureRole.ThecalSac, StructureRole.SpinalCanal, StructureRole.SacralCanal];

    /// <summary>Adds the section, or nothing where there is no MR.</summary>
    /// <param name="page">The page.</param>
    /// <param name="result">The case.</param>
    /// <param name="structures">All structures of the page, in drawing order.</param>
    public static void Add(HtmlPage page, CaseResult result, ImmutableArray<DrawnStructure> structures)
    {
        if (result.Fusions.IsEmpty) return;
        page.AddOwn("<section id=\"fusion\"><h2>Fusion of MR</h2><p class=\"note\">How each MR was brought onto the planning CT. The MR is moved and turned, the CT stays; turns are about the centre of the target. Where a criterion fails, the MR is refused and nothing drawn on it is used.</p>\n");
        for (var i = 0; i < result.Fusions.Length; i++) AddFusion(page, result, result.Fusions[i], structures, i);
        page.AddOwn("</section>\n");
    }

    private static void AddFusion(HtmlPage page, CaseResult result, MrFusion fusion, ImmutableArray<DrawnStructure> structures, int number)
    {
        page.Add($"<h3>{FusionWords.Series(fusion.Mr.Weighting)} ");
        AddVerdict(page, fusion);
        page.Add($"</h3>\n<p class=\"uid sub\">Series {fusion.Mr.SeriesInstanceUid}</p>\n");
        if (!fusion.IsAccepted)
            page.Add($"<p class=\"refusal bad\"><b>Refused:</b> {fusion.Refusal ?? "no pose was found."} <code>{fusion.RefusalCode}</code></p>\n");
        if (fusion.Pose is { } pose)
        {
            page.Add($"<p>{PoseInWords.Of(pose)} <span class=\"sub\">{FusionWords.Source(pose.Origin)}</span></p>\n");
            if (pose.RegistrationInstanceUid is { } uid) page.Add($"<p class=\"uid sub\">Spatial Registration {uid}</p>\n");
        }

        if (!fusion.Criteria.IsEmpty)
        {
            CheckRows.Add(page, fusion.Criteria.OrderByDescending(check => check.Severity));
            page.AddOwn("\n");
        }

        if (FusionPictures.Of(result.Case.Ct, fusion, ToOutline(result, structures)) is { } pictures) AddPictures(page, pictures, structures, number);
    }

    private static ImmutableArray<DrawnStructure> ToOutline(CaseResult result, ImmutableArray<DrawnStructure> structures)
    {
        var wanted = result.Derivation.Inputs.Where(input => Outlined.Contains(input.Definition.Role)).Select(input => input.Geometry).ToHashSet();
        return [.. structures.Where(structure => wanted.Contains(structure.Geometry))];
    }

    private static void AddVerdict(HtmlPage page, MrFusion fusion)
    {
        if (!fusion.IsAccepted) page.AddOwn("<span class=\"pill bad\">✗ refused</span>");
        else VerdictPill.Add(page, fusion.Criteria.Any(check => check.Severity == Severity.Warning) ? Severity.Warning : Severity.Information, "accepted");
    }

    private static void AddPictures(HtmlPage page, FusionPictures pictures, ImmutableArray<DrawnStructure> structures, int number)
    {
        PageFigure[] figures = [.. Figures(pictures.Axial), .. Figures(pictures.Sagittal)];
        var group = string.Create(CultureInfo.InvariantCulture, $"mr{number}-");
        page.AddOwn("<div class=\"row four more\">\n");
        for (var i = 0; i < figures.Length; i++)
            PictureFigure.Add(page, figures[i], structures, group, i, figures.Length);
        page.AddOwn("</div>\n");
    }

    private static IEnumerable<PageFigure> Figures(FusionPicture picture)
    {
        var (board, overlay) = (picture.Checkerboard, picture.Overlay);
        yield return new(picture.Ct, [], "CT and MR in turn; black where the MR does not reach")
        {
            Instead = new("checkerboard", board.ToPng(), board.Width, board.Height),
        };
        yield return new(picture.Ct, [], "MR, with the bone of the CT in orange")
        {
            Instead = new("overlay", overlay.ToPng(), overlay.Width, overlay.Height),
        };
    }
}
