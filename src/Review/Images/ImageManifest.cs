using ContourFlow.Contouring.Viewing;

namespace ContourFlow.Review.Images;

/// <summary>
/// What a page shows of a revision: one grid for all volumes, in patient axes (x to the Left, y to the Posterior, z to the Superior, mm in the planning
/// CT's frame of reference), where each volume is, and the structures.
/// </summary>
/// <param name="FrameOfReferenceUid">The planning CT's frame of reference.</param>
/// <param name="Axes">Where i, j and k of a voxel rise to: L, P, S.</param>
/// <param name="Size">Voxels along i, j and k.</param>
/// <param name="Spacing">Distance of voxels along i and j, mm.</param>
/// <param name="Origin">x and y of the first voxels' centres, mm.</param>
/// <param name="Planes">z of the planes, mm, ascending; uneven where the CT is.</param>
/// <param name="Ct">The planning CT, Hounsfield units.</param>
/// <param name="Mrs">Each MR of the case that was to be fused.</param>
/// <param name="ContoursUrl">Where the polygons are.</param>
/// <param name="Rois">The structures, in the object's order.</param>
/// <param name="PreviousRevision">The revision before that has images too; null for none.</param>
internal sealed record ImageManifest(
    string FrameOfReferenceUid,
    string[] Axes,
    int[] Size,
    double[] Spacing,
    double[] Origin,
    IReadOnlyList<double> Planes,
    ShownVolume Ct,
    IReadOnlyList<ShownMr> Mrs,
    string ContoursUrl,
    IReadOnlyList<ShownRoi> Rois,
    int? PreviousRevision)
{
    /// <summary>The manifest of a revision.</summary>
    public static ImageManifest Of(ShownRevision revision, ViewCase view, ViewReport report)
    {
        string root = $"/api/cases/{revision.CaseId}/revisions/{revision.Details.Revision}";
        ViewGrid grid = view.Grid;
        return new ImageManifest(
            grid.FrameOfReferenceUid,
            ["L", "P", "S"],
            [grid.CountX, grid.CountY, grid.Planes.Length],
            [grid.SpacingX, grid.SpacingY],
            [grid.OriginX, grid.OriginY],
            grid.Planes,
            new ShownVolume($"{root}/volumes/{PreparedNames.Ct}", grid.Bytes, Window(ViewCase.CtWindow)),
            [.. report.Fusions.Select((fusion, number) => Mr(fusion, Label(report, number), fusion.MrToCt is null ? null : $"{root}/volumes/{PreparedNames.Mr(number)}", grid))],
            $"{root}/contours",
            [.. view.Rois.Select(roi => Roi(roi, report))],
            revision.Previous);
    }

    private static ShownMr Mr(ViewFusion fusion, string label, string? url, ViewGrid grid) => new(
        fusion.SeriesInstanceUid, label, fusion.Weighting, fusion.IsAccepted ? "accepted" : "refused", fusion.Refusal, url, url is null ? 0 : grid.Bytes, Window(ViewCase.MrWindow));

    // "T2 MR", or "T2 MR 1" where there are several.
    private static string Label(ViewReport report, int number)
    {
        string weighting = report.Fusions[number].Weighting;
        string name = weighting is "T1" or "T2" ? $"{weighting} MR" : "MR";
        int alike = report.Fusions.Count(fusion => fusion.Weighting == weighting);
        return alike == 1 ? name : $"{name} {1 + report.Fusions.Take(number).Count(fusion => fusion.Weighting == weighting)}";
    }

    private static ShownRoi Roi(ViewRoi roi, ViewReport report) => new(
        roi.Number,
        roi.Name,
        roi.InterpretedType,
        (roi.Colour ?? new Contouring.RgbColour(255, 255, 0)).ToString().ToLowerInvariant(),
        report.IsDerived(roi),
        report.RoleOf(roi),
        report.VolumeOf(roi),
        roi.NotShown);

    private static double[] Window((int Width, int Level) window) => [window.Width, window.Level];
}

/// <summary>A volume of 16-bit values, little endian, i fastest; -32768 where there is nothing.</summary>
/// <param name="Url">Where it is; it comes compressed.</param>
/// <param name="Bytes">Its length uncompressed.</param>
/// <param name="Window">Width and level to show it in first.</param>
internal sealed record ShownVolume(string Url, long Bytes, double[] Window);

/// <summary>An MR on the CT's grid.</summary>
/// <param name="SeriesInstanceUid">Its series.</param>
/// <param name="Label">What to call it.</param>
/// <param name="Weighting">T1, T2 or unknown.</param>
/// <param name="Verdict">accepted or refused.</param>
/// <param name="Reason">Why it is refused; null otherwise.</param>
/// <param name="Url">Where its volume is; null where it has no pose, and so no place on the CT.</param>
/// <param name="Bytes">Its length uncompressed; 0 where there is none.</param>
/// <param name="Window">Width and level to show it in first. Values are stretched: 0 and 1000 are the 1st and the 99th percentile of the scanner's.</param>
internal sealed record ShownMr(
    string SeriesInstanceUid, string Label, string Weighting, string Verdict, string? Reason, string? Url, long Bytes, double[] Window);

/// <summary>A structure.</summary>
/// <param name="Number">ROI Number.</param>
/// <param name="Name">ROI Name.</param>
/// <param name="Type">RT ROI Interpreted Type, or empty.</param>
/// <param name="Colour">#rrggbb.</param>
/// <param name="Derived">Whether it was derived here.</param>
/// <param name="Role">Its role in the protocol where it was derived, else input or carried.</param>
/// <param name="VolumeCc">Its volume, cm³.</param>
/// <param name="NotShown">Contours of it that are no polygons of a plane of the CT: points, open ones, such as lie between planes.</param>
internal sealed record ShownRoi(int Number, string Name, string Type, string Colour, bool Derived, string Role, double VolumeCc, int NotShown);
