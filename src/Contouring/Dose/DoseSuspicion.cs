using System.Collections.Immutable;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Geometry.Dose;
using static ContourFlow.Contouring.RtObjects.AttributeReading;

namespace ContourFlow.Contouring.Dose;

/// <summary>What makes a figure less than it seems although it can be told.</summary>
internal static class DoseSuspicion
{
    // A plan's target gets about its prescription; the dose of one fraction, or cGy for Gy, is far from it.
    private const double LeastPart = 0.5;
    private const double MostTimes = 2.5;

    // With fewer cells in a structure its dose is interpolation rather than what was calculated.
    private const double FewCells = 8;

    /// <summary>Looks at the dose in the targets, and at small structures.</summary>
    public static void Look(Protocol protocol, DoseRules rules, DoseGrid dose, ImmutableArray<StructureInDose> structures, List<Finding> findings)
    {
        var targets = protocol.Inputs.Where(input => input.Role is StructureRole.Gtv or StructureRole.Ctv).Select(input => input.Name)
            .Concat(protocol.Derived.Where(derived => derived.Role is StructureRole.Ptv or StructureRole.PtvEval).Select(derived => derived.Name))
            .ToHashSet(StringComparer.Ordinal);
        foreach (var target in structures.Where(structure => structure.Scored.Name is { } name && targets.Contains(name) && structure.Dose is not null))
        {
            var median = target.Dose!.Nominal.DoseToPercent(50);
            if (double.IsNaN(median) || (median >= LeastPart * rules.Prescription && median <= MostTimes * rules.Prescription)) continue;
            findings.Add(new(
                Severity.Warning,
                DoseRemarks.DoseLevelUnlikely,
                $"Half of '{target.Roi.Name}' gets {Say(median)} Gy and less, and {Say(rules.Prescription)} Gy are prescribed: see that this is the dose of all fractions, in Gy, and of this target.",
                target.Roi.Name));
        }

        foreach (var small in structures.Where(structure => structure.Scored.Name is not null && structure.Dose is not null && structure.Dose.Nominal.Volume < FewCells * dose.LargestCell))
        {
            findings.Add(new(
                Severity.Warning,
                ReasonCodes.DoseGridTooCoarse,
                $"'{small.Roi.Name}' ({Say(small.Dose!.Nominal.Volume / 1000)} cm³) holds fewer than {FewCells:0} cells of the dose grid: its figures rest on interpolation.",
                small.Roi.Name));
        }
    }
}
