using ContourFlow.Contouring.Protocols.Reading;

namespace ContourFlow.Contouring.Protocols.Validation;

/// <summary>Rules about the section "fusion" and what rests on it.</summary>
internal static class FusionSectionRules
{
    public static void FromMrNeedsFusion(ProtocolDraft draft, FaultList faults)
    {
        if (draft.Fusion is not null) return;
        foreach (var input in draft.Inputs)
        {
            if (input.FromMr is { } source)
                faults.Add(source.Place, "'from-mr' needs the section 'fusion', which the protocol does not have: add it, or leave 'from-mr' out.");
        }
    }

    /// <summary>What is brought from an MR is written under the input's name, which has to fit.</summary>
    public static void BroughtNameFits(ProtocolDraft draft, FaultList faults)
    {
        foreach (var input in draft.Inputs)
        {
            if (input.FromMr is { } source && input.Name.Value.Length > StructureNames.LongestRoiName)
                faults.Add(source.Place, $"What is brought from an MR is written as '{input.Name.Value}', which is longer than {StructureNames.LongestRoiName} characters.");
        }
    }

    /// <summary>The fusion is judged around the target, and at a distance of a vertebra: it needs to know where that is.</summary>
    public static void FusionNeedsATarget(ProtocolDraft draft, FaultList faults)
    {
        if (draft.Fusion is not { } fusion || draft.Inputs.Any(input => input.Role is null or { Value: StructureRole.Ctv or StructureRole.Gtv or StructureRole.SpinalCord })) return;
        faults.Add(fusion.Place, "The fusion looks at the images around the target, and no input has the role ctv, gtv or spinal-cord: add one, or leave 'fusion' out.");
    }
}
