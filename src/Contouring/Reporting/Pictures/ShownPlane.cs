using System.Collections.Immutable;
using ContourFlow.Contouring.Checks;
using ContourFlow.Geometry.Planes;

namespace ContourFlow.Contouring.Reporting.Pictures;

/// <summary>An axial plane that the report shows.</summary>
/// <param name="Plane">Its index in the CT's grid.</param>
/// <param name="Reasons">Why it is shown, for a human.</param>
public sealed record ShownPlane(int Plane, ImmutableArray<string> Reasons)
{
    /// <summary>So many planes are shown for the checks' worst places besides the planes of the target.</summary>
    private const int MaximumForChecks = 4;

    /// <summary>
    /// The planes worth seeing, Superior to Inferior: both ends, quarters and middle of the target, the first planes
    /// beyond what it was grown from, and the worst places of checks (failed first).
    /// </summary>
    internal static ImmutableArray<ShownPlane> Choose(
        PlaneGrid grid, DrawnStructure target, DrawnStructure? source, ImmutableArray<CheckResult> checks)
    {
        var reasons = new SortedDictionary<int, List<string>>();
        var regions = target.Geometry.Regions;
        Show(PlaneAt(regions.Length / 2), $"centre of {target.Name}");
        Show(PlaneAt(regions.Length - 1), $"most Superior plane of {target.Name}");
        Show(PlaneAt(0), $"most Inferior plane of {target.Name}");
        if (regions.Length >= 7)
        {
            Show(PlaneAt(regions.Length * 3 / 4), $"upper quarter of {target.Name}");
            Show(PlaneAt(regions.Length / 4), $"lower quarter of {target.Name}");
        }

        if (source is not null)
        {
            var top = grid.IndexOf(source.Geometry.Regions[^1].Z) + 1;
            var bottom = grid.IndexOf(source.Geometry.Regions[0].Z) - 1;
            if (top < grid.Positions.Length) Show(top, $"first plane Superior of {source.Name}");
            if (bottom >= 0) Show(bottom, $"first plane Inferior of {source.Name}");
        }

        var added = 0;
        foreach (var check in checks.Where(IsToSee).OrderByDescending(check => check.Severity))
        {
            var plane = PlaneSlab.Nearest(grid, check.Z!.Value);
            if (reasons.ContainsKey(plane) || added++ < MaximumForChecks) Show(plane, $"worst place of “{check.Title}”");
        }

        return [.. reasons.Reverse().Select(entry => new ShownPlane(entry.Key, [.. entry.Value]))];

        static bool IsToSee(CheckResult check) => check.Severity != Severity.Information && check.Z is not null;

        int PlaneAt(int region) => grid.IndexOf(regions[region].Z);

        void Show(int plane, string reason)
        {
            if (!reasons.TryGetValue(plane, out var list)) reasons[plane] = list = [];
            list.Add(reason);
        }
    }
}
