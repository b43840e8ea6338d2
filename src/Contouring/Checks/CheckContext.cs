using System.Collections.Immutable;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Deriving;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Checks;

/// <summary>What the checks look at: the case, what was derived, and the written object as read back.</summary>
/// <param name="Case">The case.</param>
/// <param name="Protocol">The protocol with its limits.</param>
/// <param name="Derivation">What was derived.</param>
/// <param name="Written">The written object, read back by a path of its own.</param>
/// <param name="MaximumDegreeOfParallelism">How many threads may work at once.</param>
internal sealed record CheckContext(
    PlanningCase Case,
    Protocol Protocol,
    Derivation Derivation,
    WrittenObject Written,
    int MaximumDegreeOfParallelism)
{
    /// <summary>Roles of what is subtracted from the PTV.</summary>
    private static readonly ImmutableArray<StructureRole> SubtrahendRoles =
        [StructureRole.SpinalCanal, StructureRole.SacralCanal, StructureRole.SacralForamina, StructureRole.ThecalSac];

    /// <summary>A limit: the protocol's own, else the specification's.</summary>
    public double Limit(string name) => Protocol.Limit(name);

    /// <summary>The input with this role, or null.</summary>
    public UsedInput? Input(StructureRole role) =>
        Derivation.Inputs.FirstOrDefault(input => input.Definition.Role == role);

    /// <summary>The derived structure with this role, or null.</summary>
    public DerivedStructure? Derived(StructureRole role) =>
        Derivation.Derived.FirstOrDefault(derived => derived.Definition.Role == role);

    /// <summary>Everything that was added to the drawn ROIs, in the order of the object: brought from an MR, then derived.</summary>
    public IEnumerable<AddedStructure> Added() =>
        Derivation.Brought.Select(input => new AddedStructure(input.Definition.Name, input.RoiName, input.Geometry))
            .Concat(Derivation.Derived.Select(derived => new AddedStructure(derived.Definition.Name, derived.RoiName, derived.Geometry)));

    /// <summary>A derived structure as it stands in the written object.</summary>
    public Structure AsWritten(DerivedStructure derived) => Written.Structures[derived.RoiName];

    /// <summary>Every derived structure that is another structure with a margin, in the protocol's order.</summary>
    public IEnumerable<GrownStructure> Grown()
    {
        foreach (var derived in Derivation.Derived)
        {
            if (derived.Expression.Expression is WithMargin { Operand: NamedStructure source } grown && Geometry(source.Name) is { } geometry)
                yield return new GrownStructure(derived, source.Name, geometry, grown.Margins, AsWritten(derived));
        }
    }

    private Structure? Geometry(string name) =>
        Derivation.Inputs.FirstOrDefault(input => string.Equals(input.Definition.Name, name, StringComparison.Ordinal))?.Geometry
        ?? Derivation.Derived.FirstOrDefault(derived => string.Equals(derived.Definition.Name, name, StringComparison.Ordinal))?.Geometry;

    /// <summary>The PTV as it stands in the written object, or null.</summary>
    public Structure? WrittenPtv => Derived(StructureRole.Ptv) is { } ptv ? AsWritten(ptv) : null;

    /// <summary>The inputs that a derived structure had subtracted.</summary>
    public static ImmutableArray<UsedInput> Subtrahends(DerivedStructure derived) =>
        derived.Expression.Expression is DifferenceOf
            ? [.. derived.Operands.Where(input => SubtrahendRoles.Contains(input.Definition.Role))]
            : [];
}
