using System.Collections.Immutable;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Deriving;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Dose;

/// <summary>
/// Which ROI of a structure set stands for which structure of a protocol. What this program derived is known by the recipe in its ROI Description, also under
/// a name that it had to take because somebody had drawn an ROI of the wanted one; without a recipe the name decides.
/// </summary>
internal static class ScoredRois
{
    /// <summary>The ROIs that may stand for each structure of the protocol that a dose is asked of or that has contours; more than one: nobody knows which.</summary>
    public static ImmutableDictionary<string, ImmutableArray<Roi>> Of(PlanningStructureSet set, Protocol protocol)
    {
        var made = Made(set.Source);
        var isOwn = IsOwn(set);
        var drawn = set.Rois.Where(roi => roi.Geometry is not null || roi.Fault is not null).ToList();
        var result = ImmutableDictionary.CreateBuilder<string, ImmutableArray<Roi>>(StringComparer.Ordinal);
        foreach (var input in protocol.Inputs)
        {
            // A copy that was brought from an MR stands for the input where it was drawn on no CT.
            var candidates = drawn.Where(roi => InputMatching.Accepts(input, roi.Name)).ToList();
            result.Add(input.Name, Narrowed(candidates, input.Name));
        }

        foreach (var derived in protocol.Derived)
        {
            var ours = drawn.Where(roi => made.Contains(roi.Number) && IsNamed(roi.Name, derived)).OrderByDescending(roi => roi.Number).ToList();
            // What is derived gets numbers beyond those of what is carried over, among which may be what was derived before.
            result.Add(derived.Name, ours.Count switch
            {
                0 => [.. drawn.Where(roi => RoiNames.Fits(roi.Name, derived.RoiName))],
                _ when isOwn => [ours[0]],
                _ => [.. ours],
            });
        }

        return result.ToImmutable();
    }

    /// <summary>Numbers of the ROIs that this program made, in a set that it wrote; none in another's, who may have changed them.</summary>
    public static ImmutableHashSet<int> MadeHere(PlanningStructureSet set) => IsOwn(set) ? [.. Made(set.Source)] : [];

    private static bool IsOwn(PlanningStructureSet set) =>
        set.Source.Text(DicomTag.Manufacturer) == ProductIdentity.Manufacturer && set.Source.Items(DicomTag.PredecessorStructureSetSequence).Count > 0;

    private static ImmutableArray<Roi> Narrowed(List<Roi> candidates, string name)
    {
        if (candidates.Count < 2) return [.. candidates];
        var exact = candidates.Where(roi => RoiNames.Fits(roi.Name, name)).ToList();
        return exact.Count > 0 ? [.. exact] : [.. candidates];
    }

    // Wanted, taken ("PTV~1"), or derived by another canal ("PTV_Eval^TS").
    private static bool IsNamed(string name, DerivedDefinition derived)
    {
        if (name == derived.RoiName || name == derived.RoiName + CanalRules.SubstitutedCanal) return true;
        var taken = name.LastIndexOf('~');
        return taken > 0
            && name.AsSpan(taken + 1) is { IsEmpty: false } number && number.IndexOfAnyExceptInRange('0', '9') < 0
            && derived.RoiName.StartsWith(name[..taken], StringComparison.Ordinal)
            && (taken == derived.RoiName.Length || name.Length == WrittenText.ShortString);
    }

    private static HashSet<int> Made(DicomDataset structureSet) =>
    [
        .. structureSet.Items(DicomTag.StructureSetROISequence)
            .Where(item => DerivationRecipe.Parse(item.Text(DicomTag.ROIDescription)) is not null)
            .Select(item => item.WholeNumber(DicomTag.ROINumber))
            .OfType<int>(),
    ];
}
