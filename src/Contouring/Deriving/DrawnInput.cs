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
        if (!filling.Remaining.IsEmpty && !input.SeparateParts)
            throw new CaseDataException(ReasonCodes.RoiGap, RoiGaps.Sentence(input, roi, structureSetUid, filling.Remaining));
        foreach (var z in filling.Interpolated)
            findings.Add(RoiGaps.Interpolated(roi, z));
        return filling.Structure;
    }
}
