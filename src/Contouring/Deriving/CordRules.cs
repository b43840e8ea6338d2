using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Protocols;

namespace ContourFlow.Contouring.Deriving;

/// <summary>The level of a case, and rule E7: cord down to the last cord level, thecal sac below it.</summary>
internal static class CordRules
{
    /// <summary>Reads or infers the level.</summary>
    /// <exception cref="CaseDataException">No level can be told, or two statements of it disagree.</exception>
    public static LevelDetermination Level(InputTable inputs, string label, LevelRules rules, LevelRange? note)
    {
        var ctv = inputs.Find(StructureRole.Ctv);
        if (LevelReading.FromNames(ctv?.RoiName, label, note) is { } stated)
            return new LevelDetermination(stated.Range.Group, stated.Range.First, stated.Range.Last, Inferred: false, stated.Source);
        var spinal = inputs.Find(StructureRole.SpinalCanal);
        var sacral = inputs.Find(StructureRole.SacralCanal);
        if (rules.InferFromCanal && ctv is not null
            && LevelReading.FromCanals(ctv.Geometry, spinal?.Geometry, sacral?.Geometry, rules.CordSacReach) is { } group)
        {
            var seen = group switch
            {
                LevelGroup.Spine => spinal!.Definition.Name,
                LevelGroup.Sacrum => sacral!.Definition.Name,
                _ => $"{spinal!.Definition.Name} and {sacral!.Definition.Name}",
            };
            return new LevelDetermination(group, null, null, Inferred: true, $"canal that is contoured beside the CTV: {seen}");
        }

        throw new CaseDataException(
            ReasonCodes.LevelUnknown,
            "No name states the vertebral level and no canal is contoured beside the CTV. "
            + "Name it in the CTV's ROI name (CTV_T7), in the Structure Set Label, or with the case; or contour the canal.");
    }

    /// <summary>Holds the case when the level calls for a cord or sac that cannot be used.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="level">The level.</param>
    /// <param name="rules">The protocol's rules.</param>
    /// <param name="hold">Told the input that is called for and waits for a fusion: it holds what is made from it, and nothing else.</param>
    /// <exception cref="CaseDataException">Cord or thecal sac missing, empty or broken.</exception>
    public static void Require(InputTable inputs, LevelDetermination level, LevelRules rules, Action<string> hold)
    {
        if (level.First is { } first && level.Last is { } last)
        {
            if (first <= rules.LastCordLevel)
                RequireRole(inputs, hold, StructureRole.SpinalCord, ReasonCodes.CordMissing, $"Level {first} calls for the spinal cord");
            if (last > rules.LastCordLevel)
                RequireRole(inputs, hold, StructureRole.ThecalSac, ReasonCodes.ThecalSacMissing, $"Level {last} calls for the thecal sac");
        }
        else if (level.Group != LevelGroup.Spine)
        {
            RequireRole(inputs, hold, StructureRole.ThecalSac, ReasonCodes.ThecalSacMissing, "A target in the sacrum calls for the thecal sac");
        }
        else if (inputs.Find(StructureRole.SpinalCord) is null && inputs.Find(StructureRole.ThecalSac) is null)
        {
            // Only the group is known: one of the two must be there; which one cannot be told.
            RequireRole(inputs, hold, StructureRole.SpinalCord, ReasonCodes.CordMissing, "A target in the spine calls for the spinal cord or the thecal sac");
        }
    }

    private static void RequireRole(InputTable inputs, Action<string> hold, StructureRole role, string reasonCode, string because)
    {
        // A protocol that does not speak of the role has no rule for it.
        if (inputs.Definition(role) is not { } input) return;
        if (inputs.IsHeldByFusion(input.Name)) hold(input.Name);
        else inputs.Require(input.Name, reasonCode, because);
    }
}
