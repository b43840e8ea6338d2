using ContourFlow.Contouring.Deriving;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Checks;

/// <summary>Cord or thecal sac are contoured over the whole length of the PTV and beyond it.</summary>
internal sealed class CordLengthCheck : ICaseCheck
{
    public IEnumerable<CheckResult> Run(CheckContext context)
    {
        if (context.WrittenPtv is not { IsEmpty: false } ptv || context.Derivation.Level is not { } level || context.Protocol.Levels is not { } rules)
            yield break;
        var cord = context.Input(StructureRole.SpinalCord);
        var sac = context.Input(StructureRole.ThecalSac);
        var (wantsCord, wantsSac) = Wanted(level, rules, cord, sac);

        // From L1 down the cord may end within the PTV and the sac go on alone; above it each stands for itself.
        var together = wantsCord && wantsSac || (level.Last is { } last && last >= VertebralLevel.L1);
        if (wantsCord && cord is not null)
            yield return Length(context, ptv, cord, together ? sac : null);
        if (wantsSac && sac is not null)
            yield return Length(context, ptv, sac, together ? cord : null);
    }

    private static (bool Cord, bool Sac) Wanted(LevelDetermination level, LevelRules rules, UsedInput? cord, UsedInput? sac)
    {
        if (level.First is { } first && level.Last is { } last)
            return (first <= rules.LastCordLevel, last > rules.LastCordLevel);
        return level.Group == LevelGroup.Spine ? (cord is not null, cord is null && sac is not null) : (false, true);
    }

    private static CheckResult Length(CheckContext context, Structure ptv, UsedInput organ, UsedInput? partner)
    {
        var without = ptv.Regions
            .Where(region => organ.Geometry.RegionAt(region.Z) is null && partner?.Geometry.RegionAt(region.Z) is null)
            .Select(region => region.Z)
            .ToList();
        var top = Math.Max(organ.Geometry.Regions[^1].Z, partner?.Geometry.Regions[^1].Z ?? double.NegativeInfinity);
        var bottom = Math.Min(organ.Geometry.Regions[0].Z, partner?.Geometry.Regions[0].Z ?? double.PositiveInfinity);
        var beyond = Math.Min(top - ptv.Regions[^1].Z, ptv.Regions[0].Z - bottom);
        var wanted = context.Limit(CheckLimitNames.CordLengthBeyondMillimetres);
        var severity = without.Count > 0 ? Severity.Failure : beyond < wanted ? Severity.Warning : Severity.Information;
        return new CheckResult(
            $"length-{organ.Definition.Name}",
            $"{organ.Definition.Name} is drawn over the whole PTV and beyond",
            severity,
            without.Count > 0 ? $"{without.Count} of {ptv.Regions.Length} planes without" : $"{Verdicts.Number(beyond)} mm beyond the nearer end",
            $"every plane, and {Verdicts.Number(wanted)} mm beyond both ends",
            severity switch
            {
                Severity.Failure => $"'{organ.RoiName}' is not drawn on planes that the PTV reaches: dose to it could not be seen there.",
                Severity.Warning => $"'{organ.RoiName}' ends close to the PTV.",
                _ => "Drawn far enough in both directions.",
            },
            Verdicts.Specification,
            organ.RoiName,
            without.Count > 0 ? without[0] : null)
        {
            Place = CheckPlaces.OnPlane(ptv, without.Count > 0 ? without[0] : null),
        };
    }
}

/// <summary>The planning CT goes on far enough beyond the PTV.</summary>
internal sealed class CtEndCheck : ICaseCheck
{
    public IEnumerable<CheckResult> Run(CheckContext context)
    {
        if (context.WrittenPtv is not { IsEmpty: false } ptv) yield break;
        var inferior = ptv.Grid.IndexOf(ptv.Regions[0].Z);
        var superior = ptv.Grid.Positions.Length - 1 - ptv.Grid.IndexOf(ptv.Regions[^1].Z);
        var wanted = context.Limit(CheckLimitNames.CtEndPlanes);
        var close = Math.Min(inferior, superior) < wanted;
        yield return new CheckResult(
            "ct-ends",
            "The planning CT goes on beyond the PTV",
            close ? Severity.Warning : Severity.Information,
            $"{superior} planes Superior, {inferior} Inferior",
            $">= {Verdicts.Number(wanted)} planes",
            close ? "The PTV lies close to the end of the scan: dose there is computed on little anatomy." : "Far enough on both ends.",
            Verdicts.Specification,
            context.Derived(StructureRole.Ptv)!.RoiName);
    }
}
