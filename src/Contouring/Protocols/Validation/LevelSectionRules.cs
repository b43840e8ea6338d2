using ContourFlow.Contouring.Protocols.Reading;

namespace ContourFlow.Contouring.Protocols.Validation;

/// <summary>Rules about the section "levels" and what rests on it.</summary>
internal static class LevelSectionRules
{
    // Rules E1 to E3 and E7 ask for these.
    private static readonly StructureRole[] RolesByLevel =
    [
        StructureRole.SpinalCord,
        StructureRole.ThecalSac,
        StructureRole.SpinalCanal,
        StructureRole.SacralCanal,
        StructureRole.SacralForamina,
    ];

    public static void ByLevelNeedsLevels(ProtocolDraft draft, FaultList faults)
    {
        if (draft.Levels is not null) return;
        foreach (var derived in draft.Derived)
        {
            if (derived.ByLevel is { } place)
                faults.Add(place, "No line of 'by-level' could be reached: the protocol has no section 'levels'. Add it, or write 'expression'.");
        }

        foreach (var input in draft.Inputs)
        {
            if (input.Required is { Value: InputRequirement.ByLevel } required)
                faults.Add(required.Place, "'by-level' needs the section 'levels', which the protocol does not have: write always or optional.");
        }
    }

    public static void ByLevelIsForRolesOfTheLevelRules(ProtocolDraft draft, FaultList faults)
    {
        foreach (var input in draft.Inputs)
        {
            if (input is { Required: { Value: InputRequirement.ByLevel } required, Role: { } role } && !RolesByLevel.Contains(role.Value))
                faults.Add(required.Place, $"No level rule speaks of the role {StructureNames.WordOf(role.Value)}: write always or optional.");
        }
    }

    public static void LevelsNeedTheirInputs(ProtocolDraft draft, FaultList faults)
    {
        if (draft.Levels is not { } levels) return;
        foreach (var role in RolesByLevel)
        {
            // An input whose role could not be read may well be the one: its own fault is enough.
            if (draft.Inputs.Any(input => input.Role is null || input.Role.Value == role)) continue;
            faults.Add(levels.Place, $"The level rules need an input of the role {StructureNames.WordOf(role)}: add it, or leave 'levels' out.");
        }
    }

    /// <summary>Rule E6 writes PTV_Eval as PTV_Eval^TS, which has to fit too.</summary>
    public static void OverriddenNameFits(ProtocolDraft draft, FaultList faults)
    {
        if (draft.Levels?.Rules?.ThecalSacInsteadOfCanal is null) return;
        foreach (var derived in draft.Derived)
        {
            if (derived is { Role.Value: StructureRole.PtvEval, RoiName: { } name } && name.Value.Length + "^TS".Length > StructureNames.LongestRoiName)
                faults.Add(name.Place, $"With thecal-sac-instead-of-canal the result is named '{name.Value}^TS', which is longer than {StructureNames.LongestRoiName} characters.");
        }
    }
}
