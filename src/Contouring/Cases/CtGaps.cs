using System.Collections.Immutable;
using ContourFlow.Geometry.Planes;
using static ContourFlow.Contouring.RtObjects.AttributeReading;

namespace ContourFlow.Contouring.Cases;

/// <summary>Finds places of a planning CT where images have not come, by the positions of those that have.</summary>
internal static class CtGaps
{
    /// <summary>A distance of more than this many of the smallest spacings is a gap.</summary>
    private const double LargestRatio = 1.5;

    /// <summary>What is missing, for a sentence; null where nothing seems to be.</summary>
    /// <param name="ct">The planning CT. Images without a plane say nothing here; the reading of the case refuses them.</param>
    /// <param name="onCt">Structure sets on it: one that lists exactly the images that are here says that there are no others.</param>
    /// <param name="isKnownWhole">Whether an archive has said so.</param>
    public static string? Sentence(CtCandidate ct, ImmutableArray<StructureSetPlacement> onCt, bool isKnownWhole)
    {
        if (isKnownWhole || onCt.Any(placement => ListsExactly(placement, ct))) return null;
        ImmutableArray<ImagePlane> planes = [.. ct.Images.Select(image => image.Image?.Plane).OfType<ImagePlane>()];
        if (planes.Length < ct.Images.Length) return null;
        var positions = PlaneSeries.Analyse(planes).Positions;
        var gaps = positions.Zip(positions.Skip(1), (low, high) => (Low: low, High: high, Width: high - low))
            .Where(gap => gap.Width > PlaneSeries.PositionTolerance).ToList();
        if (gaps.Count == 0) return $"images of CT series {ct.SeriesInstanceUid}: one position has come";
        var spacing = gaps.Min(gap => gap.Width);
        var wide = gaps.Where(gap => gap.Width > LargestRatio * spacing).ToList();
        if (wide.Count == 0) return null;
        var more = wide.Count > 1 ? $" and at {wide.Count - 1} more places" : string.Empty;
        return $"images of CT series {ct.SeriesInstanceUid} between {Say(wide[0].Low)} and {Say(wide[0].High)} mm{more}, where the planes are {Say(spacing)} mm apart";
    }

    private static bool ListsExactly(StructureSetPlacement placement, CtCandidate ct) =>
        placement.References.Series.Where(series => series.SeriesInstanceUid == ct.SeriesInstanceUid).SelectMany(series => series.Images)
            .ToHashSet(StringComparer.Ordinal).SetEquals(ct.ImageUids);
}
