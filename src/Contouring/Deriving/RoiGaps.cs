using System.Collections.Immutable;
using System.Globalization;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Geometry.Solids;

namespace ContourFlow.Contouring.Deriving;

/// <summary>What is said of planes without a contour between planes that have one, wherever an ROI is needed (geometry specification 4).</summary>
internal static class RoiGaps
{
    /// <summary>Why an ROI of an input cannot be used.</summary>
    public static string Sentence(InputDefinition input, Roi roi, string structureSetUid, ImmutableArray<PlaneGap> gaps)
    {
        var allowed = input.InterpolatePlanes == 0
            ? $"the protocol allows no interpolation for {input.Name}"
            : $"the protocol interpolates at most {input.InterpolatePlanes} for {input.Name}";
        return $"{Sentence(roi, structureSetUid, gaps)}; {allowed}. Draw the missing contours.";
    }

    /// <summary>Where the gaps of an ROI are, as the beginning of a sentence.</summary>
    public static string Sentence(Roi roi, string structureSetUid, ImmutableArray<PlaneGap> gaps) =>
        $"ROI '{roi.Name}' (number {roi.Number}) of structure set {structureSetUid} has gaps: " + string.Join("; ", gaps.Select(gap => string.Create(
            CultureInfo.InvariantCulture,
            $"{gap.MissingPlanes} plane{(gap.MissingPlanes == 1 ? string.Empty : "s")} between z = {gap.Below:0.00} and {gap.Above:0.00} mm")));

    /// <summary>What is said of a plane that was filled in.</summary>
    public static Finding Interpolated(Roi roi, double z) => new(
        Severity.Warning,
        ReasonCodes.RoiGap,
        string.Create(CultureInfo.InvariantCulture, $"'{roi.Name}' has no contour at z = {z:0.00} mm between planes that have one; the plane was interpolated."),
        roi.Name,
        z);
}
