using System.Collections.Immutable;
using ContourFlow.Contouring.RtObjects;
using ContourFlow.Geometry.Dose;

namespace ContourFlow.Contouring.Dose;

/// <summary>An RT Dose object as read (DICOM PS3.3 C.8.8.3).</summary>
/// <param name="SopInstanceUid">The object.</param>
/// <param name="Units">Dose Units: GY or RELATIVE.</param>
/// <param name="Type">Dose Type: PHYSICAL or EFFECTIVE.</param>
/// <param name="SummationType">Dose Summation Type: PLAN, FRACTION, BEAM and others.</param>
/// <param name="PlanSopInstanceUid">The plan that it is of; empty where it names none.</param>
/// <param name="FractionGroups">Fraction groups of that plan that it names, with their beams that it names; none: it names none.</param>
/// <param name="Grid">The dose, in the object's units, in the patient.</param>
/// <param name="Findings">What was noticed.</param>
public sealed record RtDose(
    string SopInstanceUid,
    string Units,
    string Type,
    string SummationType,
    string PlanSopInstanceUid,
    ImmutableArray<DosedFractionGroup> FractionGroups,
    DoseGrid Grid,
    ImmutableArray<Finding> Findings)
{
    /// <summary>How many plans it names: of more than one it is a sum.</summary>
    public int Plans { get; init; }
}

/// <summary>A fraction group of a plan, as a dose names it.</summary>
/// <param name="Number">Referenced Fraction Group Number; null where it does not say.</param>
/// <param name="Beams">Referenced Beam Numbers; none: it names none.</param>
public sealed record DosedFractionGroup(int? Number, ImmutableArray<int> Beams)
{
    internal static DosedFractionGroup Of(DicomDataset group) => new(
        group.WholeNumber(DicomTag.ReferencedFractionGroupNumber),
        [.. group.Items(DicomTag.ReferencedBeamSequence).Select(beam => beam.WholeNumber(DicomTag.ReferencedBeamNumber)).OfType<int>()]);
}
