using ContourFlow.Contouring.Protocols.Reading;

namespace ContourFlow.Contouring.Protocols.Validation;

/// <summary>Rules about structures that speak of other structures.</summary>
internal static class ReferenceRules
{
    public static void NamesInExpressionsExist(ProtocolDraft draft, FaultList faults)
    {
        foreach (var name in draft.Derived.SelectMany(derived => derived.Variants).SelectMany(variant => variant.Parsed?.Names ?? []))
            Exists(name, draft, faults);
    }

    public static void RelationsExist(ProtocolDraft draft, FaultList faults)
    {
        foreach (var derived in draft.Derived)
        {
            if (derived.Relation is not { } relation) continue;
            if (relation.Name.Value == derived.Name.Value)
                faults.Add(relation.Name.Place, $"{derived.Name.Value} cannot be related to itself.");
            else
                Exists(relation.Name, draft, faults);
        }
    }

    public static void NoStructureNeedsItself(ProtocolDraft draft, FaultList faults)
    {
        var derived = new Dictionary<string, DerivedDraft>(StringComparer.Ordinal);
        foreach (var definition in draft.Derived)
            derived.TryAdd(definition.Name.Value, definition);

        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var definition in derived.Values)
            Follow(definition, derived, done, [], faults);
    }

    // Depth is at most the number of derived structures, which the size of the file bounds; each is entered once.
    private static void Follow(
        DerivedDraft start, Dictionary<string, DerivedDraft> derived, HashSet<string> done, List<string> way, FaultList faults)
    {
        var pending = new Stack<(DerivedDraft Definition, IEnumerator<Placed<string>> Names)>();
        if (!done.Add(start.Name.Value)) return;
        Enter(start);
        while (pending.TryPeek(out var top))
        {
            if (!top.Names.MoveNext())
            {
                pending.Pop();
                way.RemoveAt(way.Count - 1);
                continue;
            }

            var name = top.Names.Current;
            var at = way.IndexOf(name.Value);
            if (at >= 0)
                faults.Add(name.Place, $"{name.Value} would be needed to make itself: {string.Join(" -> ", way.Skip(at).Append(name.Value))}.");
            else if (derived.TryGetValue(name.Value, out var next) && done.Add(name.Value))
                Enter(next);
        }

        void Enter(DerivedDraft definition)
        {
            way.Add(definition.Name.Value);
            pending.Push((definition, NamesOf(definition).GetEnumerator()));
        }
    }

    private static IEnumerable<Placed<string>> NamesOf(DerivedDraft derived) =>
        derived.Variants.SelectMany(variant => variant.Parsed?.Names ?? []).DistinctBy(name => name.Value, StringComparer.Ordinal);

    /// <summary>Tells a name that no structure of the protocol has.</summary>
    public static void Exists(Placed<string> name, ProtocolDraft draft, FaultList faults)
    {
        if (draft.Names.Any(known => known.Value == name.Value)) return;
        var meant = Spelling.DidYouMean(name.Value, draft.Names.Select(known => known.Value));
        var alias = draft.Inputs.FirstOrDefault(input => input.Aliases.Any(other => other.Value.Equals(name.Value, StringComparison.OrdinalIgnoreCase)));
        faults.Add(name.Place, alias is null
            ? $"There is no structure '{name.Value}' among inputs and derived.{meant}"
            : $"'{name.Value}' is an alias: write the canonical name {alias.Name.Value}.");
    }
}
