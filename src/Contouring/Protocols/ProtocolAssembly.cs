using System.Collections.Immutable;
using ContourFlow.Contouring.Protocols.Completeness;
using ContourFlow.Contouring.Protocols.Reading;

namespace ContourFlow.Contouring.Protocols;

/// <summary>Makes the protocol of a draft in which no fault was found.</summary>
internal static class ProtocolAssembly
{
    public static Protocol Make(ProtocolDraft draft, string hash) => new()
    {
        Name = draft.Name!.Value,
        Version = draft.Version!.Value,
        Hash = hash,
        Title = draft.Title!.Value,
        Source = draft.Source!.Value,
        StructureSetLabel = draft.StructureSetLabel!.Value,
        PlanningCt = draft.PlanningCt!,
        Inputs = [.. draft.Inputs.Select(input => Input(input, draft))],
        Derived = [.. OperandsFirst(draft.Derived).Select(Derived)],
        Levels = draft.Levels?.Rules,
        Fusion = draft.Fusion?.Rules,
        CompleteWhen = draft.CompleteWhen is { } complete ? ConditionNames.Resolve(complete.Condition, draft) : null,
        Dose = draft.Dose is { Values: { } values } dose
            ? new(
                values.Prescription,
                values.Fractions,
                values.SurfaceUncertainty,
                [.. dose.Objectives.Select(objective => new DoseObjective(objective.Structure.Value, objective.Metric, objective.Optimal?.Value, objective.Mandatory?.Value))])
            : null,
        Holes = draft.Holes!.Value,
        Limits = draft.Limits.ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Value.Value, StringComparer.Ordinal),
        SliverArea = draft.SliverArea,
        SliverOpening = draft.SliverOpening,
    };

    private static InputDefinition Input(InputDraft input, ProtocolDraft draft) => new()
    {
        Name = input.Name.Value,
        Role = input.Role!.Value,
        Aliases = [.. input.Aliases.Select(alias => alias.Value)],
        Required = input.Required!.Value,
        InterpolatePlanes = input.InterpolatePlanes ?? DefaultInterpolation.For(input, draft),
        SeparateParts = input.SeparateParts,
        FromMr = input.FromMr?.Value ?? MrSource.None,
        Code = input.Code,
    };

    private static DerivedDefinition Derived(DerivedDraft derived) => new()
    {
        Name = derived.Name.Value,
        RoiName = derived.RoiName!.Value,
        Role = derived.Role!.Value,
        InterpretedType = derived.InterpretedType!,
        Colour = derived.Colour!.Value,
        Code = derived.Code,
        Variants = [.. derived.Variants.Select(variant => new DerivedVariant(variant.Group, variant.Parsed!.Expression, variant.Text))],
        SkipWithoutOperands = derived.SkipWithoutOperands,
        Relation = derived.Relation is { } relation ? new RoiRelation(relation.Relationship, relation.Name.Value) : null,
    };

    // The file's order, except that whatever an expression names comes before it. No circle is left at this point.
    private static IEnumerable<DerivedDraft> OperandsFirst(ImmutableArray<DerivedDraft> derived)
    {
        var waiting = derived.ToList();
        while (waiting.Count > 0)
        {
            var names = waiting.Select(definition => definition.Name.Value).ToHashSet(StringComparer.Ordinal);
            var ready = waiting.First(definition => !definition.Variants.Any(
                variant => variant.Parsed!.Names.Any(name => names.Contains(name.Value))));
            waiting.Remove(ready);
            yield return ready;
        }
    }
}
