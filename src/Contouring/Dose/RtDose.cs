using System.Collections.Immutable;
using ContourFlow.Geometry.Dose;

namespace ContourFlow.Contouring.Dose;

/// <summary>An RT Dose object as read (DICOM PS3.3 C.8.8.3).</summary>
/// <param name="SopInstanceUid">The object.</param>
/// <param name="Units">Dose Units: GY or RELATIVE.</param>
/// <param name="Type">Dose Type: PHYSICAL or EFFECTIVE.</param>
/// <param name="SummationType">Dose Summation Type: PLAN, FRACTION, BEAM and others.</param>
/// <param name="Plans">The plans that it names: one, or several of a dose that sums plans; none: it names none.</param>
/// <param name="Grid">The dose, in the object's units, in the patient.</param>
/// <param name="Findings">What was noticed.</param>
public sealed record RtDose(
    string SopInstanceUid,
    string Units,
    string Type,
    string SummationType,
    ImmutableArray<DosedPlan> Plans,
    DoseGrid Grid,
    ImmutableArray<Finding> Findings)
{
    /// <summary>The plan that it is of, of several the first that it names; empty where it names none.</summary>
    public string PlanSopInstanceUid => Plans.IsEmpty ? string.Empty : Plans[0].SopInstanceUid;

    /// <summary>Fraction groups of that plan that it names, with their beams that it names; none: it names none.</summary>
    public ImmutableArray<DosedFractionGroup> FractionGroups => Plans.IsEmpty ? [] : Plans[0].FractionGroups;
}
