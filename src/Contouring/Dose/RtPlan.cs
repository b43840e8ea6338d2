using System.Collections.Immutable;
using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Dose;

/// <summary>What of an RT Plan object, of photons, electrons or ions, bears on its dose (DICOM PS3.3 C.8.8.10, C.8.8.13).</summary>
/// <param name="SopInstanceUid">The plan.</param>
/// <param name="FrameOfReferenceUid">Its frame of reference, or empty.</param>
/// <param name="StructureSetUid">The structure set that it was made on, or empty.</param>
/// <param name="FractionGroups">Its fraction groups.</param>
/// <param name="TargetPrescriptionDoses">Target Prescription Dose of every dose reference that states one, Gy.</param>
public sealed record RtPlan(
    string SopInstanceUid,
    string FrameOfReferenceUid,
    string StructureSetUid,
    ImmutableArray<RtFractionGroup> FractionGroups,
    ImmutableArray<double> TargetPrescriptionDoses)
{
    /// <summary>Fractions of all groups; null where a group does not say.</summary>
    public int? Fractions => FractionGroups.IsEmpty || FractionGroups.Any(group => group.FractionsPlanned is not (>= 1 and <= MostFractions)) ? null : FractionGroups.Sum(group => group.FractionsPlanned);

    // What is more is no number of fractions.
    private const int MostFractions = 1000;

    /// <summary>Reads a plan; what is absent is left out.</summary>
    public static RtPlan Of(DicomDataset plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var setups = plan.Items(DicomTag.BeamSequence)
            .Concat(plan.Items(DicomTag.IonBeamSequence))
            .Where(beam => beam.Text(DicomTag.TreatmentDeliveryType) is not ("" or "TREATMENT" or "CONTINUATION"))
            .Select(beam => beam.WholeNumber(DicomTag.BeamNumber))
            .OfType<int>()
            .ToHashSet();
        return new(
            plan.Text(DicomTag.SOPInstanceUID),
            plan.Text(DicomTag.FrameOfReferenceUID),
            plan.Items(DicomTag.ReferencedStructureSetSequence).Select(set => set.Text(DicomTag.ReferencedSOPInstanceUID)).FirstOrDefault(uid => uid.Length > 0, string.Empty),
            [.. plan.Items(DicomTag.FractionGroupSequence).Select(group => RtFractionGroup.Of(group, setups))],
            [
                .. plan.Items(DicomTag.DoseReferenceSequence)
                    .Select(reference => reference.Number(DicomTag.TargetPrescriptionDose))
                    .OfType<double>(),
            ]);
    }
}

/// <summary>A fraction group of a plan.</summary>
/// <param name="Number">Fraction Group Number.</param>
/// <param name="FractionsPlanned">Number of Fractions Planned; null where it does not say.</param>
/// <param name="Beams">Numbers of the beams that treat; setup fields are left out.</param>
public sealed record RtFractionGroup(int? Number, int? FractionsPlanned, ImmutableArray<int> Beams)
{
    internal static RtFractionGroup Of(DicomDataset group, HashSet<int> setups) => new(
        group.WholeNumber(DicomTag.FractionGroupNumber),
        group.WholeNumber(DicomTag.NumberOfFractionsPlanned),
        [.. group.Items(DicomTag.ReferencedBeamSequence).Select(beam => beam.WholeNumber(DicomTag.ReferencedBeamNumber)).OfType<int>().Where(number => !setups.Contains(number))]);
}
