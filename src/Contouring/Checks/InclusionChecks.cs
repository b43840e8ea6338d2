using ContourFlow.Contouring.Protocols;
using ContourFlow.Geometry.Booleans;
using ContourFlow.Geometry.Measures;
using ContourFlow.Geometry.Patient;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Checks;

/// <summary>GTV in CTV, CTV in PTV, PTV in the body.</summary>
internal sealed class TargetInclusionCheck : ICaseCheck
{
    public IEnumerable<CheckResult> Run(CheckContext context)
    {
        var gtv = context.Input(StructureRole.Gtv);
        var ctv = context.Input(StructureRole.Ctv);
        if (gtv is not null && ctv is not null)
        {
            var (outside, percent, place) = Outside(gtv.Geometry, ctv.Geometry);
            var (warnCc, warnPercent, failPercent) = (
                context.Limit(CheckLimitNames.GtvOutsideWarnCc),
                context.Limit(CheckLimitNames.GtvOutsideWarnPercent),
                context.Limit(CheckLimitNames.GtvOutsideFailPercent));
            var severity = percent > failPercent ? Severity.Failure
                : outside > warnCc && percent > warnPercent ? Severity.Warning
                : Severity.Information;
            yield return new CheckResult(
                "gtv-in-ctv",
                "GTV lies within CTV",
                severity,
                $"{Verdicts.Number(outside, 3)} cc ({Verdicts.Number(percent)} %) outside",
                $"more than {Verdicts.Number(warnCc)} cc and {Verdicts.Number(warnPercent)} %: warning; more than {Verdicts.Number(failPercent)} %: held",
                severity == Severity.Information ? "The CTV holds the GTV." : $"'{gtv.RoiName}' leaves '{ctv.RoiName}': one of them is not as meant.",
                Verdicts.Specification,
                gtv.RoiName)
            {
                Place = severity == Severity.Information ? null : place,
            };
        }

        if (context.WrittenPtv is not { } ptv || context.Derived(StructureRole.Ptv) is not { } ptvDefinition) yield break;
        if (ctv is not null)
        {
            var (outside, _, place) = Outside(ctv.Geometry, ptv);
            var limit = context.Limit(CheckLimitNames.CtvOutsidePtvCc);
            yield return new CheckResult(
                "ctv-in-ptv",
                "CTV lies within PTV",
                outside > limit ? Severity.Failure : Severity.Information,
                $"{Verdicts.Number(outside, 4)} cc outside",
                $"<= {Verdicts.Number(limit, 4)} cc",
                outside > limit ? "The PTV does not hold the CTV: it must not be used." : "The PTV holds the CTV.",
                Verdicts.Specification,
                ptvDefinition.RoiName)
            {
                Place = outside > limit ? place : null,
            };
        }

        if (context.Input(StructureRole.Body) is { } body)
        {
            var (outside, _, place) = Outside(ptv, body.Geometry);
            var bodyLimit = context.Limit(CheckLimitNames.PtvOutsideBodyCc);
            yield return new CheckResult(
                "ptv-in-body",
                "PTV lies within the body",
                outside > bodyLimit ? Severity.Warning : Severity.Information,
                $"{Verdicts.Number(outside, 3)} cc outside",
                $"<= {Verdicts.Number(bodyLimit, 3)} cc",
                outside > bodyLimit ? "The PTV reaches out of the body's outline." : "The body's outline holds the PTV.",
                Verdicts.Specification,
                ptvDefinition.RoiName)
            {
                Place = outside > bodyLimit ? place : null,
            };
        }
    }

    private static (double Cc, double Percent, PatientPoint? Place) Outside(Structure inner, Structure outer)
    {
        var whole = StructureMeasures.Volume(inner);
        var rest = StructureBooleans.Difference(inner, outer);
        var outside = StructureMeasures.Volume(rest);
        return (Verdicts.Cc(outside), whole > 0 ? 100 * outside / whole : 0, CheckPlaces.Largest(rest));
    }
}

/// <summary>Cord in canal, cord in sac, sac in canal, on the planes where both are contoured.</summary>
internal sealed class OrganInclusionCheck : ICaseCheck
{
    private static readonly (StructureRole Inner, StructureRole Outer)[] Pairs =
    [
        (StructureRole.SpinalCord, StructureRole.SpinalCanal),
        (StructureRole.SpinalCord, StructureRole.ThecalSac),
        (StructureRole.ThecalSac, StructureRole.SpinalCanal),
        (StructureRole.ThecalSac, StructureRole.SacralCanal),
    ];

    public IEnumerable<CheckResult> Run(CheckContext context)
    {
        var warnPercent = context.Limit(CheckLimitNames.CordOutsideWarnPercent);
        var warnMillimetres = context.Limit(CheckLimitNames.CordOutsideWarnMillimetres);
        var failPercent = context.Limit(CheckLimitNames.CordOutsideFailPercent);
        foreach (var (innerRole, outerRole) in Pairs)
        {
            if (context.Input(innerRole) is not { } inner || context.Input(outerRole) is not { } outer) continue;
            var common = OnPlanesOf(inner.Geometry, outer.Geometry);
            if (common.IsEmpty) continue;
            var outside = Outside.Of(common, outer.Geometry);
            var percent = 100 * outside.Volume / StructureMeasures.Volume(common);
            var severity = percent > failPercent ? Severity.Failure
                : percent > warnPercent || outside.MaximumDistance > warnMillimetres ? Severity.Warning
                : Severity.Information;
            yield return new CheckResult(
                $"{inner.Definition.Name}-in-{outer.Definition.Name}",
                $"{inner.Definition.Name} lies within {outer.Definition.Name}",
                severity,
                $"{Verdicts.Number(percent)} % outside, by at most {Verdicts.Number(outside.MaximumDistance)} mm ({common.Regions.Length} planes with both)",
                $"more than {Verdicts.Number(warnPercent)} % or {Verdicts.Number(warnMillimetres)} mm: warning; more than {Verdicts.Number(failPercent)} %: held",
                severity == Severity.Information
                    ? "Anatomy as expected."
                    : $"'{inner.RoiName}' leaves '{outer.RoiName}': one of them is not where the anatomy is.",
                Verdicts.Specification,
                inner.RoiName,
                severity == Severity.Information ? null : outside.WorstPlane)
            {
                Place = severity == Severity.Information || outside.WorstPlane is not { } worst ? null
                    : RegionBooleans.Difference(common.RegionAt(worst), outer.Geometry.RegionAt(worst)) is { } beyond ? CheckPlaces.In(beyond) : null,
            };
        }
    }

    private static Structure OnPlanesOf(Structure structure, Structure other) =>
        new(structure.Grid, [.. structure.Regions.Where(region => other.RegionAt(region.Z) is not null)]);
}
