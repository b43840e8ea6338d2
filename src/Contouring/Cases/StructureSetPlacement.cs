using System.Collections.Immutable;
using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Cases;

/// <summary>How a structure set belongs to a CT.</summary>
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

    /// <summary>It was drawn on a series that is there and is no candidate (an MR, a PET).</summary>
    OtherSeries,

    /// <summary>It belongs to nothing that is there.</summary>
    Nothing,
}

/// <summary>Where a structure set belongs.</summary>
/// <param name="Object">The structure set.</param>
/// <param name="By">How that was found.</param>
/// <param name="Ct">The CT, where there is one.</param>
/// <param name="Modality">For <see cref="PlacedBy.OtherSeries"/>: the modality of that series.</param>
internal sealed record StructureSetPlacement(ScannedObject Object, PlacedBy By, CtCandidate? Ct, string Modality)
{
    /// <summary>What the structure set references.</summary>
    public RtStructReferences References => Object.StructureSet!;

    /// <summary>True when it can be used with its CT.</summary>
    public bool IsUsable => By is PlacedBy.Reference or PlacedBy.ContourImages or PlacedBy.FrameOfReference;

    /// <summary>True when it has a clinical target volume with contours.</summary>
    public bool HasCtv => References.Rois.Any(roi => roi.IsDrawnCtv);

    /// <summary>Finds the CT of a structure set.</summary>
    /// <param name="structureSet">The structure set.</param>
    /// <param name="candidates">The CT series that could be the planning CT.</param>
    /// <param name="all">Every object of the folder.</param>
    public static StructureSetPlacement Of(ScannedObject structureSet, ImmutableArray<CtCandidate> candidates, ImmutableArray<ScannedObject> all)
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
        var other = all.FirstOrDefault(o =>
            o.Image is not null && o.Modality != "CT" && (references.ContourImages.Contains(o.SopInstanceUid) || series.Contains(o.SeriesInstanceUid)));
        if (named.Ct is { } ct && (named.Images > 0 || other is null))
        {
            var frames = references.FramesOfReference;
            var fits = frames.Length == 0 || ct.FrameOfReferenceUid.Length == 0 || frames.Contains(ct.FrameOfReferenceUid, StringComparer.Ordinal);
            var by = named.Series ? PlacedBy.Reference : PlacedBy.ContourImages;
            return new(structureSet, fits ? by : PlacedBy.ContradictedReference, ct, "CT");
        }

        if (other is not null) return new(structureSet, PlacedBy.OtherSeries, null, other.Modality);

        var byFrame = candidates.Where(c => c.FrameOfReferenceUid.Length > 0 && references.FramesOfReference.Contains(c.FrameOfReferenceUid, StringComparer.Ordinal)).ToList();
        return byFrame.Count == 1
            ? new(structureSet, PlacedBy.FrameOfReference, byFrame[0], "CT")
            : new(structureSet, PlacedBy.Nothing, null, string.Empty);
    }
}
