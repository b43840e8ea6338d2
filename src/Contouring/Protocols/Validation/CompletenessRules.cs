using System.Collections.Immutable;
using ContourFlow.Contouring.Protocols.Completeness;
using ContourFlow.Contouring.Protocols.Reading;

namespace ContourFlow.Contouring.Protocols.Validation;

/// <summary>Rules about "complete-when".</summary>
internal static class CompletenessRules
{
    /// <summary>So many different inputs are tried out in all their combinations.</summary>
    private const int MostInputs = 12;

    public static void NamesAreInputs(ProtocolDraft draft, FaultList faults)
    {
        foreach (var name in draft.CompleteWhen?.Names ?? [])
        {
            if (ConditionNames.Find(name.Value, draft) is not null) continue;
            var known = draft.Inputs.Select(input => input.Name.Value).ToArray();
            faults.Add(name.Place, $"'{name.Value}' is no input of this protocol, and no role of one.{Spelling.DidYouMean(name.Value, known)}");
        }
    }

    public static void MrNeedsFusion(ProtocolDraft draft, FaultList faults)
    {
        if (draft.Fusion is not null) return;
        foreach (var term in draft.CompleteWhen?.MrTerms ?? [])
            faults.Add(term.Place, $"'{term.Value}' needs the section 'fusion', which the protocol does not have: no MR is used without it.");
    }

    /// <summary>What cannot be processed is never complete, and what is asked for can come.</summary>
    public static void ConditionCanBeMetAndSuffices(ProtocolDraft draft, FaultList faults)
    {
        if (draft.CompleteWhen is not { } parsed || parsed.Names.Any(name => ConditionNames.Find(name.Value, draft) is null)) return;
        var condition = ConditionNames.Resolve(parsed.Condition, draft);
        ImmutableArray<ExpectedInput> inputs = [.. condition.Inputs];
        if (inputs.Length > MostInputs)
        {
            faults.Add(parsed.Place, $"The condition speaks of {inputs.Length} different inputs; at most {MostInputs} are allowed.");
            return;
        }

        if (!CanBeMet(condition, inputs, _ => false))
            faults.Add(parsed.Place, "This condition can never be met: every case would wait for ever.");
        else if (CanBeMet(condition, inputs, input => input.Kind == ExpectedInputKind.PlanningCt))
            faults.Add(parsed.Place, "A case without a planning CT would be complete, and could not be processed: ask for planning-ct.");
        else if (CanBeMet(condition, inputs, input => input.Kind == ExpectedInputKind.StructureSet))
            faults.Add(parsed.Place, "A case without a structure set on its planning CT would be complete, and could not be processed: ask for structure-set.");
    }

    // Some combination of inputs that can be there together meets it, without those that are left out.
    private static bool CanBeMet(CompletenessCondition condition, ImmutableArray<ExpectedInput> inputs, Func<ExpectedInput, bool> leftOut)
    {
        for (var here = 0; here < 1 << inputs.Length; here++)
        {
            var combination = here;
            bool IsHere(ExpectedInput input) => (combination >> inputs.IndexOf(input) & 1) != 0;
            if (inputs.Any(input => IsHere(input) && (leftOut(input) || inputs.Any(other => input.Implies(other) && !IsHere(other))))) continue;
            if (condition.IsMet(IsHere)) return true;
        }

        return false;
    }
}
