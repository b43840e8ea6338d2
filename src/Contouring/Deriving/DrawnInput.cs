using System.Collections.Immutable;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Geometry.Solids;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Deriving;

/// <summary>What is drawn for an input, with gaps filled as the protocol allows; on whichever image it was drawn.</summary>
internal static class DrawnInput
{
    /// <summary>Reads the drawing; what was noticed goes to <paramref name="findings"/>.</summary>
    /// <param name="input">The protocol's input.</param>
    /// <param name="roi">The ROI that stands for it.</param>
    /// <param name="structureSetUid">The structure set that has the ROI.</param>
    /// <param name="findings">Gets what was noticed.</param>
    /// <exception cref="CaseDataException">It is empty, could not be read, or has gaps that the protocol does not fill.</exception>
    public static Structure Read(InputDefinition input, Roi roi, string structureSetUid, ICollection<Finding> findings)
    {
        if (roi.Fault is not null) throw roi.Fault;
        if (roi.Geometry is not { IsEmpty: false } drawn)
        {
            throw new CaseDataException(
                ReasonCodes.RoiEmpty,
                $"ROI '{roi.Name}' (number {roi.Number}) of structure set {structureSetUid} has no closed contours. "
                + $"Draw it, or remove it so that another ROI can stand for {input.Name}.");
        }

        foreach (var finding in roi.Findings)
            findings.Add(finding);
        var filling = GapInterpolation.Fill(drawn, input.InterpolatePlanes);
        if (!filling.Remaining.IsEmpty && !input.SeparateParts) throw Gap(input, roi, structureSetUid, filling.Remaining);
        foreach (var z in filling.Interpolated)
        {
            findings.Add(new Finding(
                Severity.Warning,
                ReasonCodes.RoiGap,
                $"'{roi.Name}' has no contour at z = {z:0.00} mm between planes that have one; the plane was interpolated.",
                roi.Name,
                z));
        }

        return filling.Structure;
    }

    private static CaseDataException Gap(InputDefinition input, Roi roi, string structureSetUid, ImmutableArray<PlaneGap> gaps)
    {
        var places = string.Join("; ", gaps.Select(gap =>
            $"{gap.MissingPlanes} plane{(gap.MissingPlanes == 1 ? string.Empty : "s")} between z = {gap.Below:0.00} and {gap.Above:0.00} mm"));
        var allowed = input.InterpolatePlanes == 0
            ? $"the protocol allows no interpolation for {input.Name}"
            : $"the protocol interpolates at most {input.InterpolatePlanes} for {input.Name}";
        return new CaseDataException(
            ReasonCodes.RoiGap,
            $"ROI '{roi.Name}' (number {roi.Number}) of structure set {structureSetUid} has gaps: {places}; {allowed}. "
            + "Draw the missing contours.");
    }
}
