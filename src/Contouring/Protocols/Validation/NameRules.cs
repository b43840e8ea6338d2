using ContourFlow.Contouring.Deriving;
using ContourFlow.Contouring.Protocols.Reading;

namespace ContourFlow.Contouring.Protocols.Validation;

/// <summary>Rules about names, aliases and roles.</summary>
internal static class NameRules
{
    public static void NamesAreUnique(ProtocolDraft draft, FaultList faults) =>
        EachOnce(draft.Names, faults, (name, first) =>
            $"'{name}' and '{first.Value}' (line {first.Place.Line}) are the same name but for their case: rename one.");

    public static void RoiNamesAreUnique(ProtocolDraft draft, FaultList faults) =>
        EachOnce(draft.Derived.Select(derived => derived.RoiName).OfType<Placed<string>>(), faults, (name, first) =>
            $"The ROI name '{name}' is that of another derived structure (line {first.Place.Line}), ignoring case: rename one.");

    public static void RolesAreUnique(ProtocolDraft draft, FaultList faults)
    {
        var seen = new Dictionary<StructureRole, Placed<StructureRole>>();
        var roles = draft.Inputs.Select(input => input.Role).Concat(draft.Derived.Select(derived => derived.Role));
        foreach (var role in roles.OfType<Placed<StructureRole>>().Where(role => role.Value != StructureRole.Other))
        {
            if (!seen.TryAdd(role.Value, role))
                faults.Add(role.Place, $"The role {StructureNames.WordOf(role.Value)} is taken (line {seen[role.Value].Place.Line}): the checks ask for one structure of each role.");
        }
    }

    public static void AliasesAreOfOneInput(ProtocolDraft draft, FaultList faults)
    {
        for (var i = 0; i < draft.Inputs.Length; i++)
        {
            foreach (var alias in draft.Inputs[i].Aliases)
            {
                for (var j = 0; j < draft.Inputs.Length; j++)
                {
                    if (i == j || Claim(draft.Inputs[j], alias.Value, earlier: j < i) is not { } claim) continue;
                    faults.Add(alias.Place, $"'{alias.Value}' also stands for {draft.Inputs[j].Name.Value} by '{claim}': an ROI of that name would be both.");
                }
            }
        }
    }

    /// <summary>A structure set that holds our own results must not be read as if they were drawn.</summary>
    public static void RoiNamesAreNotReadAsInputs(ProtocolDraft draft, FaultList faults)
    {
        foreach (var roiName in draft.Derived.Select(derived => derived.RoiName).OfType<Placed<string>>())
        {
            foreach (var input in draft.Inputs)
            {
                if (input.Aliases.Select(alias => alias.Value).Append(input.Name.Value).FirstOrDefault(name => RoiNames.Fits(roiName.Value, name)) is not { } taken)
                    continue;
                faults.Add(roiName.Place, $"The ROI name '{roiName.Value}' would be read as the input {input.Name.Value} ('{taken}') when its structure set comes back: rename it.");
            }
        }
    }

    // The other input's canonical name always counts, its aliases only when it comes earlier: one clash, one fault.
    // Either of the two may be the pattern that the other fits.
    private static string? Claim(InputDraft other, string alias, bool earlier)
    {
        if (RoiNames.Fits(other.Name.Value, alias) || RoiNames.Fits(alias, other.Name.Value)) return other.Name.Value;
        if (!earlier) return null;
        return other.Aliases.Select(placed => placed.Value).FirstOrDefault(
            claim => RoiNames.Fits(alias, claim) || RoiNames.Fits(claim, alias));
    }

    private static void EachOnce(IEnumerable<Placed<string>> names, FaultList faults, Func<string, Placed<string>, string> sentence)
    {
        var seen = new Dictionary<string, Placed<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in names)
        {
            if (!seen.TryAdd(name.Value, name))
                faults.Add(name.Place, sentence(name.Value, seen[name.Value]));
        }
    }
}
