using ContourFlow.Contouring.Protocols;
using ContourFlow.Geometry.Planes;

namespace ContourFlow.Contouring.Checks;

/// <summary>
/// A grown structure has exactly the planes beyond both ends that the margin calls for: with even spacing
/// ceil(M/Δz + 1/2) − 1 (specification 1.5), counted here on the planes' own positions.
/// </summary>
internal sealed class PlanesBeyondCheck : ICaseCheck
{
    public IEnumerable<CheckResult> Run(CheckContext context)
    {
        foreach (var grown in context.Grown())
        {
            if (grown.Source.IsEmpty)
                continue;
            yield return Ends(grown);
            if (RoundingRemark(context, grown) is { } remark)
                yield return remark;
        }
    }

    private static CheckResult Ends(GrownStructure grown)
    {
        var (derived, _, source, _, written) = grown;
        var grid = source.Grid;
        var (first, last) = (grid.IndexOf(source.Regions[0].Z), grid.IndexOf(source.Regions[^1].Z));
        var wantedInferior = Wanted(grid, first, -1, grown.Margins.Inferior);
        var wantedSuperior = Wanted(grid, last, +1, grown.Margins.Superior);
        var foundInferior = written.IsEmpty ? 0 : first - grid.IndexOf(written.Regions[0].Z);
        var foundSuperior = written.IsEmpty ? 0 : grid.IndexOf(written.Regions[^1].Z) - last;
        var whole = written.Regions.Length == last - first + 1 + foundInferior + foundSuperior;
        var holds = whole && foundInferior == wantedInferior && foundSuperior == wantedSuperior;

        // An organ is often drawn to the end of the scan, and its margin is then cut there; a target must not be.
        var (roomInferior, roomSuperior) = (first, grid.Positions.Length - 1 - last);
        var cut = !holds && whole && foundInferior == Math.Min(wantedInferior, roomInferior) && foundSuperior == Math.Min(wantedSuperior, roomSuperior);
        var isTarget = derived.Definition.Role is StructureRole.Ptv or StructureRole.PtvEval;
        return new CheckResult(
            $"planes-beyond-{derived.Definition.Name}",
            $"{derived.RoiName} goes on beyond both ends as far as the margin",
            holds ? Severity.Information : cut && !isTarget ? Severity.Warning : Severity.Failure,
            $"{foundSuperior} planes Superior, {foundInferior} Inferior",
            $"{wantedSuperior} Superior, {wantedInferior} Inferior",
            holds ? "Both ends have the planes that the margin calls for, and none is missing between."
                : cut ? "The planning CT ends before the margin does: the structure is cut short there; a longer scan would hold it."
                : "Planes are missing or too many: the structure must not be used.",
            "geometry specification, section 1.5",
            derived.RoiName,
            holds || written.IsEmpty ? null : foundSuperior != wantedSuperior ? written.Regions[^1].Z : written.Regions[0].Z);
    }

    // A plane is reached when it lies less than the margin beyond the half-slice cap. Planes that the CT has not are
    // counted as if the last spacing went on: what is cut off must be seen.
    private static int Wanted(PlaneGrid grid, int end, int direction, double margin)
    {
        var spacing = direction > 0 ? grid.SpacingAbove(end) : grid.SpacingBelow(end);
        var reach = (spacing / 2) + margin;
        var count = 0;
        var away = 0.0;
        for (var index = end; ; index += direction)
        {
            var inside = direction > 0 ? index + 1 < grid.Positions.Length : index > 0;
            away += !inside ? spacing : direction > 0 ? grid.SpacingAbove(index) : grid.SpacingBelow(index);
            if (away >= reach - 1e-6) return count;
            count++;
        }
    }

    private static CheckResult? RoundingRemark(CheckContext context, GrownStructure grown)
    {
        var (derived, source) = (grown.Derived, grown.Source);
        var grid = source.Grid;
        var last = grid.IndexOf(source.Regions[^1].Z);
        var spacing = grid.SpacingAbove(last);
        var planes = Wanted(grid, last, +1, grown.Margins.Superior);
        var difference = Math.Abs((planes * spacing) - grown.Margins.Superior);
        var limit = context.Limit(CheckLimitNames.MarginRoundingWarnMillimetres);
        if (difference <= limit) return null;
        return new CheckResult(
            $"margin-rounding-{derived.Definition.Name}",
            $"The margin of {derived.RoiName} along the patient in whole planes",
            Severity.Warning,
            $"{planes} planes of {Verdicts.Number(spacing)} mm = {Verdicts.Number(planes * spacing)} mm",
            $"{Verdicts.Number(grown.Margins.Superior)} mm within {Verdicts.Number(limit)} mm",
            "The slice spacing cannot hold the margin more closely; a thinner planning CT would.",
            "geometry specification, section 1.5",
            derived.RoiName);
    }
}
