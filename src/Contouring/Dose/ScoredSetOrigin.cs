using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Dose;

/// <summary>
/// Whether a structure set says that it was drawn on the planning CT. One that lies in the CT's frame of reference is scored on its planes whatever it names; phases of a
/// breathing patient have one frame of reference, and contours of one phase are not those of another.
/// </summary>
internal static class ScoredSetOrigin
{
    /// <summary>Tells where a structure set names other images than the CT's. One that names none says nothing.</summary>
    public static void Look(string structureSetUid, RtStructReferences references, PlanningCtPlanes ct, List<Finding> findings)
    {
        var drawnOn = references.ContourImages;
        var others = drawnOn.Except(ct.ImageUids).Order(StringComparer.Ordinal).ToList();
        var series = references.Series.Select(one => one.SeriesInstanceUid).Where(uid => uid.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var isListed = series.Contains(ct.SeriesInstanceUid) || references.Series.Any(one => one.Images.Any(ct.ImageUids.Contains));

        // What contours were drawn on decides over a list of series, which some systems fill with every series they have.
        if (drawnOn.IsEmpty ? isListed || series.Count == 0 : others.Count == 0) return;
        var named = new List<string>();
        if (others.Count > 0) named.Add($"{others.Count} of the {drawnOn.Count} images that its contours name are not of this series (the first: {others[0]})");
        if (!isListed && series.Count > 0) named.Add($"it says that it was drawn on series {string.Join(", ", series)}");
        findings.Add(new(
            Severity.Warning,
            ReasonCodes.StructureSetOfOtherCt,
            $"Structure set {structureSetUid} is scored on the planes of CT series {ct.SeriesInstanceUid} (frame of reference {ct.Grid.FrameOfReference}): {string.Join("; ", named)}. See that its contours are those of this CT."));
    }
}
