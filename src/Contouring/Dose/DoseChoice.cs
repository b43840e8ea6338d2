using System.Collections.Immutable;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Faults;

namespace ContourFlow.Contouring.Dose;

/// <summary>Which of a folder's doses is scored: by the rule by which the service chooses among what has come (<see cref="CaseDoses"/>), and by the caller's word.</summary>
internal static class DoseChoice
{
    /// <summary>The doses that are scored together, in ordinal order of their UIDs, and their plan; null where it is not there.</summary>
    /// <param name="ctSeries">Series Instance UID of the planning CT.</param>
    /// <param name="objects">Everything in the folder, of one patient, one file an object.</param>
    /// <param name="named">SOP Instance UID of the dose that is asked for, or of one of those that are scored together; null lets the folder decide.</param>
    /// <exception cref="CaseDataException">No dose belongs to the CT, several do and nothing says which is meant, or the folder has another plan than the dose's.</exception>
    public static (ImmutableArray<ScannedObject> Doses, ScannedObject? Plan) Of(string ctSeries, ImmutableArray<ScannedObject> objects, string? named)
    {
        var byUid = objects.ToDictionary(one => one.SopInstanceUid, StringComparer.Ordinal);
        var choices = CaseDoses.Of(ctSeries, objects.Select(FactsReading.OfFolder), []) ?? [];
        if (named is not null)
        {
            if (choices.FirstOrDefault(choice => choice.Doses.Contains(named, StringComparer.Ordinal)) is { } asked) return Found(asked);
            // The caller's word comes before what is newer, or says more.
            if (byUid.GetValueOrDefault(named) is not { IsDose: true } dose)
                throw new CaseDataException(ReasonCodes.DoseMissing, $"RT Dose {named} is not in the folder.");
            return Found(new([named], DosedPlan.AllOf(dose.Dataset!) is [var only] && byUid.ContainsKey(only.SopInstanceUid) ? only.SopInstanceUid : null));
        }

        if (choices is [var chosen])
        {
            RequireNoOtherPlan(chosen, byUid);
            return Found(chosen);
        }

        if (choices.IsEmpty) throw None(ctSeries, [.. objects.Where(one => one.IsDose)]);
        var names = choices.Select(choice => string.Join(" with ", choice.Doses.Select(uid => $"{uid} ({Summation(byUid[uid])})")));
        throw new CaseDataException(ReasonCodes.SeveralDoses, $"The folder has several doses, and nothing says which is meant: {string.Join(", ", names)}. Name one with --dose UID.");

        (ImmutableArray<ScannedObject> Doses, ScannedObject? Plan) Found(CaseDose choice) =>
            ([.. choice.Doses.Select(uid => byUid[uid])], choice.Plan is { } plan ? byUid[plan] : null);
    }

    // What is exported into one folder is meant to belong together; to a service a plan may come later.
    private static void RequireNoOtherPlan(CaseDose chosen, Dictionary<string, ScannedObject> byUid)
    {
        if (chosen.Plan is not null || DosedPlan.AllOf(byUid[chosen.Doses[0]].Dataset!) is not [var dosed]) return;
        var others = byUid.Values.Where(one => one.IsPlan).Select(one => one.SopInstanceUid).Order(StringComparer.Ordinal).ToList();
        if (others.Count == 0) return;
        throw new CaseDataException(
            ReasonCodes.DoseOfOtherPlan,
            $"RT Dose {string.Join(", ", chosen.Doses)} is of plan {dosed.SopInstanceUid}, and the folder has {string.Join(", ", others)}. Export the plan and the dose that belong together, or name the dose with --dose UID to score it without its plan.");
    }

    private static CaseDataException None(string ctSeries, ImmutableArray<ScannedObject> doses)
    {
        var others = string.Join(", ", doses.Select(dose => $"{dose.SopInstanceUid} (frame of reference {(dose.FrameOfReferenceUid.Length > 0 ? dose.FrameOfReferenceUid : "not stated")})").Order(StringComparer.Ordinal));
        return new(
            ReasonCodes.DoseMissing,
            $"No dose of the folder belongs to CT series {ctSeries}, by what its plan was made on or by its frame of reference: {others}. Export the dose of a plan on this CT, or name one with --dose UID.");
    }

    private static string Summation(ScannedObject dose) => FactsReading.OfFolder(dose).Dose?.SummationType is { Length: > 0 } summation ? summation : "no summation type";
}
