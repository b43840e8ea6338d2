using ContourFlow.Contouring.Protocols.Reading;

namespace ContourFlow.Contouring.Protocols.Validation;

/// <summary>Rules about the section "dose".</summary>
internal static class DoseSectionRules
{
    /// <summary>What is asked is asked of a structure that the protocol knows, by its canonical name.</summary>
    public static void StructuresExist(ProtocolDraft draft, FaultList faults)
    {
        if (draft.Dose is not { } dose) return;
        foreach (var name in dose.Objectives.Select(objective => objective.Structure).DistinctBy(name => name.Value, StringComparer.Ordinal))
            ReferenceRules.Exists(name, draft, faults);
    }

    /// <summary>What is aimed at lies within what must not be missed, or a figure could be optimal and violated at once.</summary>
    public static void OptimalLiesWithinMandatory(ProtocolDraft draft, FaultList faults)
    {
        if (draft.Dose is not { } dose) return;
        foreach (var objective in dose.Objectives)
        {
            if (objective is not { Optimal: { } optimal, Mandatory: { } mandatory }) continue;
            var (aimed, must) = (optimal.Value, mandatory.Value);
            var isBelow = must.Low is { } low && (aimed.Low ?? aimed.High) < low;
            var isAbove = must.High is { } high && (aimed.High ?? aimed.Low) > high;
            if (isBelow || isAbove)
                faults.Add(optimal.Place, $"What is aimed at ({optimal.Value.Text}) reaches beyond what must not be missed ({mandatory.Value.Text}).");
        }
    }
}
