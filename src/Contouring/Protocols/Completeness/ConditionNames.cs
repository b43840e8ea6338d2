using ContourFlow.Contouring.Protocols.Reading;

namespace ContourFlow.Contouring.Protocols.Completeness;

/// <summary>Says which input a condition means: by its name, or by its role.</summary>
internal static class ConditionNames
{
    /// <summary>The input's name; null where there is none of this name or role.</summary>
    public static string? Find(string nameOrRole, ProtocolDraft draft)
    {
        if (draft.Inputs.FirstOrDefault(input => input.Name.Value == nameOrRole) is { } named) return named.Name.Value;
        foreach (var (word, role) in StructureNames.Roles)
        {
            if (word == nameOrRole && role != StructureRole.Other)
                return draft.Inputs.FirstOrDefault(input => input.Role?.Value == role)?.Name.Value;
        }

        return null;
    }

    /// <summary>The condition with every role replaced by its input's name.</summary>
    public static CompletenessCondition Resolve(CompletenessCondition condition, ProtocolDraft draft) => condition switch
    {
        BothOf both => new BothOf(Resolve(both.Left, draft), Resolve(both.Right, draft)),
        EitherOf either => new EitherOf(Resolve(either.Left, draft), Resolve(either.Right, draft)),
        NotMet not => new NotMet(Resolve(not.Condition, draft)),
        ExpectedInput input => input with { Names = [.. input.Names.Select(name => Find(name, draft) ?? name).Distinct(StringComparer.Ordinal)] },
        _ => condition,
    };
}
