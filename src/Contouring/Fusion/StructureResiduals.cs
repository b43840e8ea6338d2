using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Checks;
using ContourFlow.Contouring.Deriving;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Geometry.Booleans;
using ContourFlow.Geometry.Measures;
using ContourFlow.Geometry.Patient;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Fusion;

/// <summary>
/// How far a structure that is drawn on the CT is from the same one drawn on the MR and brought over: what of the
/// registration's error near the target can be measured (geometry specification 5). Only planes that both have
/// count: one drawing may go on farther than the other.
/// </summary>
internal static class StructureResiduals
{
    /// <summary>One criterion for each input that is drawn on both.</summary>
    public static IEnumerable<CheckResult> Of(PlanningCase planningCase, MrSeries mr, FusedPose pose, Protocol protocol, int threads)
    {
        var onCt = InputMatching.Match(planningCase.StructureSet, protocol);
        foreach (var (input, drawing) in MrDrawings.Of(mr, protocol))
        {
            if (onCt.GetValueOrDefault(input.Name)?.Geometry is not { IsEmpty: false } ct || drawing.Roi.Geometry is not { } drawn) continue;
            var brought = MrDrawings.OnCt(drawn, pose, planningCase.Ct, threads);
            var (one, other) = OnCommonPlanes(ct, brought);
            if (one.IsEmpty) continue;
            var distance = SurfaceDistance.Between(other, one).Mean;
            var warn = protocol.Limit(CheckLimitNames.FusionResidualWarnMillimetres);
            var fail = protocol.Limit(CheckLimitNames.FusionResidualFailMillimetres);
            var severity = Verdicts.Above(distance, warn, fail);
            yield return new CheckResult(
                $"fusion-residual-{input.Name}",
                $"{input.Name} on the CT and the one brought over from the MR lie together",
                severity,
                $"{Verdicts.Number(distance)} mm on average over {one.Regions.Length} planes",
                $"<= {Verdicts.Number(warn)} mm; refused above {Verdicts.Number(fail)} mm",
                severity == Severity.Information ? "Drawn twice, at one place." : "Either the fusion is off, or one of the two is drawn elsewhere.",
                Verdicts.Specification,
                input.Name)
            {
                Value = distance,
                Place = Worst(one, other),
            };
        }
    }

    // On the plane on which they agree least, by the area that only one of them has.
    private static PatientPoint? Worst(Structure one, Structure other) =>
        CheckPlaces.OnPlane(one, one.Regions.MaxBy(region => RegionMeasures.Area(RegionBooleans.ExclusiveOr(region, other.RegionAt(region.Z))))?.Z);

    private static (Structure One, Structure Other) OnCommonPlanes(Structure one, Structure other) => (
        new(one.Grid, [.. one.Regions.Where(region => other.RegionAt(region.Z) is not null)]),
        new(other.Grid, [.. other.Regions.Where(region => one.RegionAt(region.Z) is not null)]));
}
