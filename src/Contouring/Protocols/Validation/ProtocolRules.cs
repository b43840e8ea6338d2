using System.Collections.Immutable;
using ContourFlow.Contouring.Protocols.Reading;

namespace ContourFlow.Contouring.Protocols.Validation;

/// <summary>One rule about a protocol as a whole: looks at the draft and tells what is wrong.</summary>
internal delegate void ProtocolRule(ProtocolDraft draft, FaultList faults);

/// <summary>All rules; each looks at everything, none stops another.</summary>
internal static class ProtocolRules
{
    private static readonly ImmutableArray<ProtocolRule> Rules =
    [
        NameRules.NamesAreUnique,
        NameRules.RoiNamesAreUnique,
        NameRules.AliasesAreOfOneInput,
        NameRules.RoiNamesAreNotReadAsInputs,
        NameRules.RolesAreUnique,
        ReferenceRules.NamesInExpressionsExist,
        ReferenceRules.NoStructureNeedsItself,
        ReferenceRules.RelationsExist,
        LevelSectionRules.ByLevelNeedsLevels,
        LevelSectionRules.ByLevelIsForRolesOfTheLevelRules,
        LevelSectionRules.LevelsNeedTheirInputs,
        LevelSectionRules.OverriddenNameFits,
        FusionSectionRules.FromMrNeedsFusion,
        FusionSectionRules.BroughtNameFits,
        FusionSectionRules.FusionNeedsATarget,
        CompletenessRules.NamesAreInputs,
        CompletenessRules.MrNeedsFusion,
        CompletenessRules.ConditionCanBeMetAndSuffices,
        LimitRules.LimitsAreInOrder,
        DoseSectionRules.StructuresExist,
        DoseSectionRules.OptimalLiesWithinMandatory,
    ];

    public static void Check(ProtocolDraft draft, FaultList faults)
    {
        foreach (var rule in Rules)
            rule(draft, faults);
    }
}
