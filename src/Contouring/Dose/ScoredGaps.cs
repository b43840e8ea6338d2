using System.Collections.Immutable;
using System.Globalization;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Deriving;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Geometry.Margins;
using ContourFlow.Geometry.Solids;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Dose;

/// <summary>What an ROI with planes left out is scored as.</summary>
/// <param name="Structure">The structure, with planes filled in where the protocol allows it; null where it is not scored.</param>
/// <param name="Sentence">Why not; or, where it is scored, what its figures rest on; null where there is nothing to say.</param>
internal readonly record struct GapJudgement(Structure? Structure, string? Sentence);

/// <summary>
/// Judges planes without a contour between planes that have one, as the case's own check does (geometry specification 4): figures of an ROI of which nobody knows how
/// it goes on there would be those of another structure. Up to two such planes the solid is blended over, over more it is cut.
/// </summary>
internal sealed class ScoredGaps(Protocol protocol, PlanningStructureSet set, int threads, List<Finding> findings)
{
    private readonly ImmutableHashSet<int> made = ScoredRois.MadeHere(set);

    /// <summary>Judges an ROI.</summary>
    /// <param name="roi">The ROI.</param>
    /// <param name="structure">Its contours.</param>
    /// <param name="names">The structures of the protocol that it stands for; what stands for none is nobody's figure, and is scored as it is drawn.</param>
    public GapJudgement Of(Roi roi, Structure structure, IEnumerable<string> names)
    {
        // What this program wrote was made of operands without gaps, by checks of its own: where it ends and goes on it does so rightly.
        if (made.Contains(roi.Number) || GapInterpolation.GapsOf(structure).IsEmpty) return new(structure, null);
        var judged = new GapJudgement(structure, null);
        foreach (var name in names)
        {
            judged = protocol.Inputs.FirstOrDefault(input => input.Name == name) is { } input
                ? OfInput(input, roi, structure)
                : OfDrawn(protocol.Derived.First(derived => derived.Name == name), roi, structure);
            if (judged.Structure is null) return judged;
        }

        return judged;
    }

    private GapJudgement OfInput(InputDefinition input, Roi roi, Structure structure)
    {
        var filling = GapInterpolation.Fill(structure, input.InterpolatePlanes, new GrowthOptions { MaximumDegreeOfParallelism = threads });
        if (!filling.Remaining.IsEmpty && !input.SeparateParts) return Refused(roi, RoiGaps.Sentence(input, roi, set.SopInstanceUid, filling.Remaining));
        if (filling.Interpolated.IsEmpty) return new(structure, null);
        foreach (var z in filling.Interpolated)
            findings.Add(RoiGaps.Interpolated(roi, z));
        var planes = string.Join(", ", filling.Interpolated.Select(z => z.ToString("0.00", CultureInfo.InvariantCulture)));
        return new(filling.Structure, $"'{roi.Name}' was interpolated at z = {planes} mm, where it has no contour.");
    }

    // Somebody drew what the protocol derives. A target may be in parts (rule E8); what dose is kept from may not: the hottest of it may lie where nothing is drawn.
    private GapJudgement OfDrawn(DerivedDefinition derived, Roi roi, Structure structure)
    {
        var sentence = RoiGaps.Sentence(roi, set.SopInstanceUid, GapInterpolation.GapsOf(structure));
        if (derived.Role is not (StructureRole.Ptv or StructureRole.PtvEval))
            return Refused(roi, $"{sentence}. Draw the missing contours, or process the case.");
        findings.Add(new(Severity.Warning, ReasonCodes.RoiGap, $"{sentence}. See that it is in parts there.", roi.Name));
        return new(structure, $"'{roi.Name}' has planes without a contour.");
    }

    private GapJudgement Refused(Roi roi, string sentence)
    {
        findings.Add(new(Severity.Warning, ReasonCodes.RoiGap, sentence, roi.Name));
        return new(null, sentence);
    }
}
