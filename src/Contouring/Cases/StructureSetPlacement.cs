using System.Collections.Immutable;
using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Cases;

/// <summary>How a structure set belongs to a series.</summary>
internal enum PlacedBy
{
    /// <summary>It names the CT's series, and its frame of reference.</summary>
    Reference,

    /// <summary>It does not name the CT's series, but its contours name the CT's images.</summary>
    ContourImages,

    /// <summary>It names nothing that is there, but its frame of reference is this CT's.</summary>
    FrameOfReference,

    /// <summary>It names the CT's series or images, but another frame of reference.</summary>
    ContradictedReference,

    /// <summary>It was drawn on a series that is there and is no candidate (an MR, a PET): it names the series or its images.</summary>
    OtherSeries,

    /// <summary>It names nothing that is there, but its frame of reference is that of one MR and of no CT.</summary>
    MrFrameOfReference,

    /// <summary>It belongs to nothing that is there.</summary>
    Nothing,
}

/// <summary>Where a structure set belongs.</summary>
/// <param name="Object">The structure set.</param>
/// <param name="By">How that was found.</param>
/// <param name="Ct">The CT, where there is one.</param>
/// <param name="Modality">Where it was drawn on a series that is no CT: the modality of that series.</param>
/// <param name="OtherSeriesUid">Where it was drawn on a series that is no CT: that series; else empty.</param>
internal sealed record StructureSetPlacement(ScannedObject Object, PlacedBy By, CtCandidate? Ct, string Modality, string OtherSeriesUid = "")
{
    /// <summary>What the structure set references.</summary>
    public RtStructReferences References => Object.StructureSet!;

    /// <summary>True when it can be used with its CT.</summary>
    public bool IsUsable => By is PlacedBy.Reference or PlacedBy.ContourImages or PlacedBy.FrameOfReference;

    /// <summary>True when it was drawn on an MR series that is there.</summary>
    public bool IsOnMr => Modality == "MR" && By is PlacedBy.OtherSeries or PlacedBy.MrFrameOfReference;

    /// <summary>True when it has a clinical target volume with contours.</summary>
    public bool HasCtv => References.Rois.Any(roi => roi.IsDrawnCtv);

    /// <summary>Finds the series of a structure set.</summary>
    /// <param name="structureSet">The structure set.</param>
    /// <param name="candidates">The CT series that could be the planning CT.</param>
    /// <param name="mrs">The MR series, where MR is wanted.</param>
    /// <param name="all">Every object of the folder.</param>
    public static StructureSetPlacement Of(ScannedObject structureSet, ImmutableArray<CtCandidate> candidates, ImmutableArray<MrCandidate> mrs, ImmutableArray<ScannedObject> all)
    {
        var references = structureSet.StructureSet!;
        var series = references.Series.Select(s => s.SeriesInstanceUid).ToHashSet(StringComparer.Ordinal);
        var images = references.Series.SelectMany(s => s.Images).Concat(references.ContourImages).ToHashSet(StringComparer.Ordinal);

        // The contours' own images decide over a list of series, which some systems fill with every series they have.
        var named = candidates
            .Select(ct => (Ct: ct, Images: ct.ImageUids.Count(references.ContourImages.Contains), Listed: ct.ImageUids.Count(images.Contains), Series: series.Contains(ct.SeriesInstanceUid)))
            .Where(found => found.Images > 0 || found.Listed > 0 || found.Series)
            .OrderByDescending(found => found.Images)
            .ThenByDescending(found => found.Listed)
            .ThenBy(found => found.Ct.SeriesInstanceUid, StringComparer.Ordinal)
            .FirstOrDefault();
        var other = all
            .Where(o => o.Image is not null && o.Modality != "CT")
            .GroupBy(o => (o.SeriesInstanceUid, o.Modality))
            .Select(group => (group.Key, Images: group.Count(o => references.ContourImages.Contains(o.SopInstanceUid)), Listed: series.Contains(group.Key.SeriesInstanceUid)))
            .Where(found => found.Images > 0 || found.Listed)
            .OrderByDescending(found => found.Images)
            .ThenBy(found => found.Key.SeriesInstanceUid, StringComparer.Ordinal)
            .Select(found => ((string SeriesInstanceUid, string Modality)?)found.Key)
            .FirstOrDefault();
        if (named.Ct is { } ct && (named.Images > 0 || other is null))
        {
            var frames = references.FramesOfReference;
            var fits = frames.Length == 0 || ct.FrameOfReferenceUid.Length == 0 || frames.Contains(ct.FrameOfReferenceUid, StringComparer.Ordinal);
            var by = named.Series ? PlacedBy.Reference : PlacedBy.ContourImages;
            return new(structureSet, fits ? by : PlacedBy.ContradictedReference, ct, "CT");
        }

        if (other is var (uid, modality)) return new(structureSet, PlacedBy.OtherSeries, null, modality, uid);

        var byFrame = candidates.Where(c => IsFrame(c.FrameOfReferenceUid)).ToList();
        if (byFrame.Count == 1) return new(structureSet, PlacedBy.FrameOfReference, byFrame[0], "CT");
        var mrByFrame = byFrame.Count > 0 ? [] : mrs.Where(mr => !mr.IsLocalizer && IsFrame(mr.FrameOfReferenceUid)).ToList();
        return mrByFrame.Count == 1
            ? new(structureSet, PlacedBy.MrFrameOfReference, null, "MR", mrByFrame[0].SeriesInstanceUid)
            : new(structureSet, PlacedBy.Nothing, null, string.Empty);

        bool IsFrame(string uid) => uid.Length > 0 && references.FramesOfReference.Contains(uid, StringComparer.Ordinal);
    }
}
