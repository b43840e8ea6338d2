using ContourFlow.Contouring.Protocols;
using ContourFlow.Geometry.Booleans;
using ContourFlow.Geometry.Measures;
using ContourFlow.Geometry.Patient;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Checks;

/// <summary>How target and cord lie to each other: figures for the reviewer, warnings where they overlap.</summary>
internal sealed class RelationCheck : ICaseCheck
{
    public IEnumerable<CheckResult> Run(CheckContext context)
    {
        var cord = context.Input(StructureRole.SpinalCord);
        var prv = context.Derived(StructureRole.SpinalCordPrv) is { } derived ? context.AsWritten(derived) : null;
        if (cord is not null && context.Input(StructureRole.Ctv) is { } ctv)
        {
            yield return Distance(ctv.Geometry, cord.Geometry);
            yield return Overlap(context, "ctv-cord", "CTV", "spinal cord", ctv.Geometry, cord.Geometry, Severity.Warning);
        }

        if (context.Input(StructureRole.Gtv) is { } gtv)
        {
            if (cord is not null)
                yield return Overlap(context, "gtv-cord", "GTV", "spinal cord", gtv.Geometry, cord.Geometry, Severity.Warning);
            if (prv is not null)
                yield return Overlap(context, "gtv-prv", "GTV", "SpinalCord_PRV02", gtv.Geometry, prv, Severity.Information);
        }

        if (context.WrittenPtv is { } ptv && prv is not null)
            yield return Overlap(context, "ptv-prv", "PTV", "SpinalCord_PRV02", ptv, prv, Severity.Information);
    }

    private static CheckResult Distance(Structure ctv, Structure cord)
    {
        var (distance, place) = Smallest(ctv, cord);
        return new CheckResult(
            "ctv-cord-distance",
            "Smallest distance from CTV to spinal cord within a plane",
            Severity.Information,
            double.IsPositiveInfinity(distance) ? "no plane has both" : $"{Verdicts.Number(distance)} mm",
            "none",
            "For the planner.",
            Verdicts.Specification,
            null,
            double.IsPositiveInfinity(distance) ? null : place.Z)
        {
            Place = double.IsPositiveInfinity(distance) ? null : place,
        };
    }

    private static CheckResult Overlap(CheckContext context, string id, string one, string other, Structure a, Structure b, Severity whenOverlapping)
    {
        var common = StructureBooleans.Intersection(a, b);
        var overlap = Verdicts.Cc(StructureMeasures.Volume(common));
        var overlaps = overlap > context.Limit(CheckLimitNames.TargetCordOverlapCc);
        return new CheckResult(
            id + "-overlap",
            $"Overlap of {one} and {other}",
            overlaps ? whenOverlapping : Severity.Information,
            $"{Verdicts.Number(overlap, 3)} cc",
            whenOverlapping == Severity.Warning ? "none; a reviewer must acknowledge it" : "none",
            overlaps ? $"{one} and {other} share this volume." : $"{one} and {other} do not overlap.",
            Verdicts.Specification)
        {
            Place = overlaps ? CheckPlaces.Largest(common) : null,
        };
    }

    private static (double Distance, PatientPoint Place) Smallest(Structure ctv, Structure cord)
    {
        var (smallest, at) = (double.PositiveInfinity, default(PatientPoint));
        foreach (var region in ctv.Regions)
        {
            if (cord.RegionAt(region.Z) is not { } other) continue;
            foreach (var (distance, point) in new[] { FromVertices(region, other), FromVertices(other, region) })
            {
                if (distance < smallest) (smallest, at) = (distance, new(point.X, point.Y, region.Z));
            }
        }

        return (smallest, at);
    }

    // The smallest distance of two polygons that do not cross is taken at a vertex of one of them.
    private static (double Distance, PlanePoint At) FromVertices(PlanarRegion region, PlanarRegion other)
    {
        var gauge = new RegionGauge(other);
        return region.Rings.SelectMany(ring => ring.Points).Select(point => (gauge.Contains(point) ? 0 : gauge.Distance(point), point)).MinBy(pair => pair.Item1);
    }
}

/// <summary>Volumes against those of the trial: a remark, never more (rule E10).</summary>
internal sealed class TrialRangeCheck : ICaseCheck
{
    public IEnumerable<CheckResult> Run(CheckContext context)
    {
        if (context.Derived(StructureRole.PtvEval) is { } eval)
            yield return Remark("trial-ptv-eval", eval.RoiName, StructureMeasures.Volume(context.AsWritten(eval)), context.Limit(CheckLimitNames.TrialPtvEvalLowCc), context.Limit(CheckLimitNames.TrialPtvEvalHighCc));
        if (context.Derived(StructureRole.PtvEval) is not null && context.Input(StructureRole.Gtv) is { } gtv)
            yield return Remark("trial-gtv", gtv.RoiName, StructureMeasures.Volume(gtv.Geometry), context.Limit(CheckLimitNames.TrialGtvLowCc), context.Limit(CheckLimitNames.TrialGtvHighCc));
    }

    private static CheckResult Remark(string id, string roiName, double cubicMillimetres, double low, double high)
    {
        var cc = Verdicts.Cc(cubicMillimetres);
        return new CheckResult(
            id,
            $"Volume of {roiName} beside the trial's",
            Severity.Information,
            $"{Verdicts.Number(cc, 1)} cc",
            $"trial: {Verdicts.Number(low, 1)} to {Verdicts.Number(high, 1)} cc",
            cc < low || cc > high ? "Outside the range of the trial's patients." : "Within the range of the trial's patients.",
            "Mitsuyoshi et al. 2025",
            roiName);
    }
}
