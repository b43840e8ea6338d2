using System.Collections.Immutable;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Faults;

namespace ContourFlow.Contouring.RtObjects;

/// <summary>
/// The items of the ROIs that were read, as they are: names, colours, algorithms, private elements and every
/// character of their contours. Only an ROI that says that it lies in another frame of reference than the CT's is
/// left behind, with a warning: a structure set with two frames is refused by planning systems.
/// </summary>
internal sealed record CarriedRois(
    ImmutableArray<DicomDataset> StructureSetItems,
    ImmutableArray<DicomDataset> ContourItems,
    ImmutableArray<DicomDataset> ObservationItems,
    ImmutableArray<string> Names,
    int LastRoiNumber,
    int LastObservationNumber,
    ImmutableArray<Finding> Findings)
{
    /// <summary>Takes the items of a structure set.</summary>
    public static CarriedRois Of(PlanningStructureSet structureSet, PlanningCt ct)
    {
        var source = structureSet.Source;
        var frame = ct.Grid.FrameOfReference.Value;
        var findings = ImmutableArray.CreateBuilder<Finding>();
        var left = new HashSet<int>();
        var items = ImmutableArray.CreateBuilder<DicomDataset>();
        foreach (var item in source.Items(DicomTag.StructureSetROISequence))
        {
            var itsFrame = item.Text(DicomTag.ReferencedFrameOfReferenceUID);
            if (itsFrame.Length == 0 || itsFrame == frame)
            {
                items.Add(item);
                continue;
            }

            if (item.WholeNumber(DicomTag.ROINumber) is { } number) left.Add(number);
            var name = item.Text(DicomTag.ROIName);
            findings.Add(new(
                Severity.Warning,
                ReasonCodes.FrameOfReferenceMismatch,
                $"ROI {name} lies in frame of reference {itsFrame} and was not carried over: the structure set as written has one frame, the CT's.",
                name));
        }

        var observations = source.Items(DicomTag.RTROIObservationsSequence);
        return new(
            items.ToImmutable(),
            [.. source.Items(DicomTag.ROIContourSequence).Where(i => IsCarried(i, left))],
            [.. observations.Where(i => IsCarried(i, left))],
            [.. items.Select(i => i.Text(DicomTag.ROIName))],
            source.Items(DicomTag.StructureSetROISequence).Select(i => i.WholeNumber(DicomTag.ROINumber) ?? 0).Append(0).Max(),
            observations.Select(i => i.WholeNumber(DicomTag.ObservationNumber) ?? 0).Append(0).Max(),
            findings.ToImmutable());
    }

    private static bool IsCarried(DicomDataset item, HashSet<int> left) =>
        item.WholeNumber(DicomTag.ReferencedROINumber) is not { } number || !left.Contains(number);
}
