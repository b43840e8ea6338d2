using System.Collections.Immutable;
using ContourFlow.Contouring.Deriving;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Geometry.Booleans;
using ContourFlow.Geometry.Measures;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Checks;

/// <summary>What was subtracted is really gone, over the whole length of the PTV, and it was the right canal.</summary>
internal sealed class CanalCheck : ICaseCheck
{
    public IEnumerable<CheckResult> Run(CheckContext context)
    {
        if (context.Derived(StructureRole.PtvEval) is not { } eval || context.WrittenPtv is not { IsEmpty: false } ptv) yield break;
        var subtrahends = CheckContext.Subtrahends(eval);
        foreach (var canal in subtrahends)
            yield return Overlap(context, eval, canal);
        if (subtrahends.Length > 0 && Length(context, ptv, subtrahends) is { } length)
            yield return length;
        foreach (var other in OtherCanals(context, eval, subtrahends, ptv))
            yield return other;
    }

    private static CheckResult Overlap(CheckContext context, DerivedStructure eval, UsedInput canal)
    {
        var limit = context.Limit(CheckLimitNames.CanalOverlapCc);
        var written = context.AsWritten(eval);
        var common = StructureBooleans.Intersection(written, canal.Geometry);
        var overlap = Verdicts.Cc(StructureMeasures.Volume(common));
        return new CheckResult(
            $"overlap-{canal.Definition.Name}",
            $"{eval.RoiName} leaves {canal.Definition.Name} free",
            overlap > limit ? Severity.Failure : Severity.Information,
            $"{Verdicts.Number(overlap, 4)} cc in common",
            $"<= {Verdicts.Number(limit, 4)} cc",
            overlap > limit
                ? $"{eval.RoiName} as written still overlaps '{canal.RoiName}': it must not be used."
                : "Subtracted in the written object, as drawn.",
            Verdicts.Specification,
            eval.RoiName)
        {
            Place = overlap > limit ? CheckPlaces.Largest(common) : CheckPlaces.WhereTheyMeet(written, canal.Geometry),
        };
    }

    // Rule E5. Planes on which no canal is drawn would keep the whole canal in the PTV.
    private static CheckResult? Length(CheckContext context, Structure ptv, ImmutableArray<UsedInput> subtrahends)
    {
        var canals = subtrahends.Where(input => input.Definition.Role != StructureRole.SacralForamina).ToList();
        if (canals.Count == 0) return null;
        var uncovered = ptv.Regions.Where(region => canals.TrueForAll(canal => canal.Geometry.RegionAt(region.Z) is null)).Select(region => region.Z).ToList();
        var declared = context.Protocol.Levels?.CanalEndsDeclared;
        var names = string.Join(" and ", canals.Select(canal => canal.Definition.Name));
        return new CheckResult(
            ReasonCodes.CanalShort,
            $"{names} is drawn over the whole length of the PTV",
            uncovered.Count == 0 ? Severity.Information : declared is null ? Severity.Failure : Severity.Warning,
            uncovered.Count == 0 ? "every plane" : $"{uncovered.Count} of {ptv.Regions.Length} planes without: {Ranges(uncovered, ptv)}",
            "every plane of the PTV",
            uncovered.Count == 0 ? "No plane of the PTV is without a canal."
                : declared is null ? $"Draw {names} on these planes, or declare an anatomical end in the protocol."
                : $"An anatomical end is declared: {declared}",
            "rule E5",
            canals[0].RoiName,
            uncovered.Count == 0 ? null : uncovered[0])
        {
            Place = CheckPlaces.OnPlane(ptv, uncovered.Count == 0 ? null : uncovered[0]),
        };
    }

    // Rule E4.
    private static IEnumerable<CheckResult> OtherCanals(
        CheckContext context, DerivedStructure eval, ImmutableArray<UsedInput> subtrahends, Structure ptv)
    {
        if (context.Protocol.Levels is not { } levels || context.Derivation.Level is not { } level) yield break;
        foreach (var role in new[] { StructureRole.SpinalCanal, StructureRole.SacralCanal })
        {
            if (context.Input(role) is not { } other || subtrahends.Any(input => input.Definition == other.Definition)) continue;
            var common = StructureBooleans.Intersection(ptv, other.Geometry);
            var overlap = Verdicts.Cc(StructureMeasures.Volume(common));
            var severity = overlap > levels.OtherCanalOverlap ? Severity.Failure : Severity.Information;
            yield return new CheckResult(
                ReasonCodes.OtherCanalOverlaps,
                $"{other.Definition.Name}, which the level does not call for, stays clear of the PTV",
                severity,
                $"{Verdicts.Number(overlap, 3)} cc in common",
                $"<= {Verdicts.Number(levels.OtherCanalOverlap, 3)} cc",
                severity == Severity.Information
                    ? "It was rightly not subtracted."
                    : $"The level is {level.Words()}, yet '{other.RoiName}' lies in the PTV and was not subtracted: correct the level or the canal.",
                "rule E4",
                eval.RoiName)
            {
                Place = CheckPlaces.Largest(common),
            };
        }
    }

    private static string Ranges(List<double> positions, Structure ptv)
    {
        var runs = new List<(int First, int Last)>();
        foreach (var position in positions)
        {
            var index = ptv.Grid.IndexOf(position);
            if (runs.Count > 0 && runs[^1].Last == index - 1) runs[^1] = (runs[^1].First, index);
            else runs.Add((index, index));
        }

        return "z = " + string.Join(", ", runs.Select(run => run.First == run.Last
            ? $"{ptv.Grid.Positions[run.First]:0.00} mm"
            : $"{ptv.Grid.Positions[run.First]:0.00} to {ptv.Grid.Positions[run.Last]:0.00} mm"));
    }
}

/// <summary>PTV_Eval against PTV, CTV and GTV: rules E8, E10, E11 and E12.</summary>
internal sealed class PtvEvalCheck : ICaseCheck
{
    public IEnumerable<CheckResult> Run(CheckContext context)
    {
        if (context.Derived(StructureRole.PtvEval) is not { } eval || context.WrittenPtv is not { IsEmpty: false } ptv) yield break;
        var written = context.AsWritten(eval);
        yield return Share(context, eval, written, ptv);
        if (context.Input(StructureRole.Ctv) is { } ctv)
            yield return Uncovered(context, eval, written, ctv);
        yield return Shape(eval, written);
        if (context.Input(StructureRole.Gtv) is { } gtv)
        {
            var beyond = StructureBooleans.Difference(gtv.Geometry, written);
            var outside = Verdicts.Cc(StructureMeasures.Volume(beyond));
            yield return new CheckResult(
                "gtv-outside-ptv-eval",
                $"GTV outside {eval.RoiName}",
                Severity.Information,
                $"{Verdicts.Number(outside, 3)} cc",
                "none; epidural disease may lie in the canal",
                outside > 0.001 ? "This part of the GTV gets no evaluated dose: see that it is meant." : $"{eval.RoiName} holds the whole GTV.",
                "rule E11",
                eval.RoiName)
            {
                Place = outside > 0.001 ? CheckPlaces.Largest(beyond) : null,
            };
        }
    }

    private static CheckResult Share(CheckContext context, DerivedStructure eval, Structure written, Structure ptv)
    {
        var (fail, warn) = (context.Limit(CheckLimitNames.PtvEvalFailPercent), context.Limit(CheckLimitNames.PtvEvalWarnPercent));
        var percent = 100 * StructureMeasures.Volume(written) / StructureMeasures.Volume(ptv);
        var severity = percent < fail ? Severity.Failure : percent < warn ? Severity.Warning : Severity.Information;
        return new CheckResult(
            ReasonCodes.PtvEvalTooSmall,
            $"{eval.RoiName} keeps most of the PTV",
            severity,
            $"{Verdicts.Number(percent, 1)} % of the PTV",
            $">= {Verdicts.Number(warn)} %, below {Verdicts.Number(fail)} % held",
            severity == Severity.Information ? "What was subtracted is a small part of the PTV." : "Much of the PTV was subtracted: see that the canal is the canal.",
            "rule E10",
            eval.RoiName);
    }

    private static CheckResult Uncovered(CheckContext context, DerivedStructure eval, Structure written, UsedInput ctv)
    {
        var rest = StructureBooleans.Difference(ctv.Geometry, written);
        foreach (var subtrahend in CheckContext.Subtrahends(eval))
            rest = StructureBooleans.Difference(rest, subtrahend.Geometry);
        var uncovered = Verdicts.Cc(StructureMeasures.Volume(rest));
        var limit = context.Limit(CheckLimitNames.CtvUncoveredCc);
        return new CheckResult(
            ReasonCodes.CtvUncovered,
            $"CTV outside {eval.RoiName} is canal and nothing else",
            uncovered > limit ? Severity.Failure : Severity.Information,
            $"{Verdicts.Number(uncovered, 4)} cc in neither",
            $"<= {Verdicts.Number(limit, 3)} cc",
            uncovered > limit ? "Part of the CTV was lost: the structure must not be used." : "No part of the CTV was lost.",
            "rule E12",
            eval.RoiName,
            rest.IsEmpty ? null : rest.Regions.MaxBy(RegionMeasures.Area)!.Z)
        {
            Place = CheckPlaces.Largest(rest),
        };
    }

    private static CheckResult Shape(DerivedStructure eval, Structure written)
    {
        var pieces = written.Regions.Sum(region => region.Rings.Count(ring => ring.SignedArea > 0));
        var holes = written.Regions.Sum(region => region.Rings.Count(ring => ring.SignedArea < 0));
        return new CheckResult(
            "ptv-eval-shape",
            $"{eval.RoiName} in pieces",
            Severity.Information,
            $"{pieces} pieces and {holes} holes on {written.Regions.Length} planes",
            "any",
            "Rings, horseshoes and several pieces are normal; every piece and hole is kept.",
            "rule E8",
            eval.RoiName);
    }
}
