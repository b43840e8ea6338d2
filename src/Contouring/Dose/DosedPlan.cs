using System.Collections.Immutable;
using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Dose;

/// <summary>A plan as a dose names it (DICOM PS3.3 C.8.8.3).</summary>
/// <param name="SopInstanceUid">The plan.</param>
/// <param name="FractionGroups">Its fraction groups that the dose names; none: it names none.</param>
public sealed record DosedPlan(string SopInstanceUid, ImmutableArray<DosedFractionGroup> FractionGroups)
{
    /// <summary>The plans that a dose names, in its order; one that it names in several items is one, with the groups of them all.</summary>
    public static ImmutableArray<DosedPlan> AllOf(DicomDataset dose)
    {
        ArgumentNullException.ThrowIfNull(dose);
        return
        [
            .. dose.Items(DicomTag.ReferencedRTPlanSequence)
                .GroupBy(item => item.Text(DicomTag.ReferencedSOPInstanceUID), StringComparer.Ordinal)
                .Where(plan => plan.Key.Length > 0)
                .Select(plan => new DosedPlan(plan.Key, [.. plan.SelectMany(item => item.Items(DicomTag.ReferencedFractionGroupSequence)).Select(DosedFractionGroup.Of)])),
        ];
    }
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
