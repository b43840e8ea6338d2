using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Geometry.Booleans;
using ContourFlow.Geometry.Measures;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Deriving;

/// <summary>
/// Rules E1, E2, E3 and E6: which canal the level calls for, and what happens when it is not there. (E4 and E5 need
/// the finished structures and are checks.)
/// </summary>
internal sealed class CanalRules(InputTable inputs, LevelRules rules)
{
    /// <summary>What the name of a structure ends with from which the thecal sac was subtracted in the canal's place (rule E6).</summary>
    public const string SubstitutedCanal = "^TS";

    private bool _settled;

    /// <summary>
    /// The final level group. A stated level next to the lumbosacral junction becomes both (rule E3) when the PTV
    /// reaches the other canal.
    /// </summary>
    public LevelDetermination Settle(LevelDetermination level, Structure? ptv, int maximumDegreeOfParallelism, ICollection<Finding> findings)
    {
        if (_settled) return level;
        _settled = true;
        var other = level switch
        {
            { Group: LevelGroup.Spine, Last: VertebralLevel.L5 } => inputs.Find(StructureRole.SacralCanal),
            { Group: LevelGroup.Sacrum, First: VertebralLevel.S1 } => inputs.Find(StructureRole.SpinalCanal),
            _ => null,
        };
        if (ptv is null || other is null) return level;
        var overlap = StructureMeasures.Volume(StructureBooleans.Intersection(ptv, other.Geometry, maximumDegreeOfParallelism)) / 1000;
        if (overlap <= rules.OtherCanalOverlap) return level;
        findings.Add(new Finding(
            Severity.Warning,
            "E3",
            $"The level is {level.Words()}, and the PTV reaches {other.RoiName} ({overlap:0.00} cc): both canals are subtracted.",
            other.RoiName));
        return level with { Group = LevelGroup.SpineAndSacrum };
    }

    /// <summary>
    /// What the rules change of one derivation; holds the case when a canal that the expression subtracts is missing.
    /// </summary>
    /// <exception cref="CaseDataException">Canal or foramina missing, empty or broken.</exception>
    public CanalSubstitution Substitute(DerivedDefinition definition, DerivedVariant variant, LevelDetermination level)
    {
        var substitution = new CanalSubstitution(definition.RoiName, []);
        foreach (var name in ExpressionWords.NamesIn(variant.Expression))
        {
            if (inputs.Find(name) is not null) continue;
            if (IsRole(name, StructureRole.SacralForamina))
                substitution = WithoutForamina(substitution, name);
            else if (IsRole(name, StructureRole.SpinalCanal) || IsRole(name, StructureRole.SacralCanal))
                substitution = WithSacForCanal(substitution, definition, name, level);
        }

        return substitution;
    }

    private CanalSubstitution WithoutForamina(CanalSubstitution substitution, string name)
    {
        if (rules.ForaminaNone is not { } reason)
        {
            inputs.Require(
                name,
                ReasonCodes.ForaminaMissing,
                "A target in the sacrum calls for the sacral foramina (or for 'foramina-none' with a reason in the protocol)");
            return substitution;
        }

        return substitution with
        {
            LeftOut = name,
            Findings = substitution.Findings.Add(new Finding(
                Severity.Warning, "E2", $"No sacral foramina were subtracted: {reason}", substitution.RoiName)),
        };
    }

    private CanalSubstitution WithSacForCanal(CanalSubstitution substitution, DerivedDefinition definition, string name, LevelDetermination level)
    {
        var sac = inputs.Find(StructureRole.ThecalSac);
        if (rules.ThecalSacInsteadOfCanal is not { } reason || sac is null)
        {
            inputs.Require(name, ReasonCodes.CanalMissing, $"Level {level.Words()} calls for {name} to be subtracted from the PTV");
            return substitution;
        }

        var roiName = definition.RoiName + SubstitutedCanal;
        return substitution with
        {
            RoiName = roiName,
            Canal = name,
            Sac = sac.Definition.Name,
            Findings = substitution.Findings.Add(new Finding(
                Severity.Warning,
                "E6",
                $"{sac.RoiName} was subtracted in place of {name}, and the result is named {roiName}: {reason}",
                roiName)),
        };
    }

    private bool IsRole(string name, StructureRole role) =>
        string.Equals(inputs.Definition(role)?.Name, name, StringComparison.Ordinal);
}
