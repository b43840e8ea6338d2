using System.Collections.Frozen;
using System.Collections.Immutable;

namespace ContourFlow.Contouring.Cases;

/// <summary>A dose that is to be scored.</summary>
/// <param name="Doses">SOP Instance UIDs of the RT Dose objects, in ordinal order: one, or those of the fraction groups or beams of one plan.</param>
/// <param name="Plan">SOP Instance UID of the plan that they are of, where it has come; null otherwise.</param>
public sealed record CaseDose(ImmutableArray<string> Doses, string? Plan)
{
    /// <summary>All objects of it.</summary>
    public IEnumerable<string> Objects => Plan is null ? Doses : Doses.Append(Plan);
}

/// <summary>
/// Says which doses belong to a case, and what of them is to be scored together. Pure: the order in which objects came, and how often, does not matter.
/// docs/cases.md explains the rules.
/// </summary>
public static class CaseDoses
{
    // Parts of one plan are added: fraction groups or, where there is nothing better, beams.
    private static readonly string[] s_summations = [OfPlan, "FRACTION", "BEAM"];

    private const string OfPlan = "PLAN";

    /// <summary>Whether an object is a dose or a plan, so that the doses of its patient's cases are to be looked at.</summary>
    public static bool Concerns(ObjectFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return DoseFactsReading.IsDose(facts.SopClassUid, facts.Modality) || DoseFactsReading.IsPlan(facts.SopClassUid, facts.Modality);
    }

    /// <summary>What is to be scored of a case; null while no image of its planning CT is here, so that nothing can be said.</summary>
    /// <param name="ctSeriesInstanceUid">Series Instance UID of the planning CT: the case.</param>
    /// <param name="objects">What has come of the patient; of others it is passed over.</param>
    /// <param name="resultUids">SOP Instance UIDs of what this program has made of the case: a plan may be made on one of them, whether or not it has come back.</param>
    public static ImmutableArray<CaseDose>? Of(string ctSeriesInstanceUid, IEnumerable<ObjectFacts> objects, IReadOnlyCollection<string> resultUids)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(ctSeriesInstanceUid);
        ArgumentNullException.ThrowIfNull(objects);
        ArgumentNullException.ThrowIfNull(resultUids);
        var facts = CaseContents.OfThePatient(ctSeriesInstanceUid, objects, _ => true);
        var frame = facts.FirstOrDefault(one => one.SeriesInstanceUid == ctSeriesInstanceUid && one is { Modality: "CT", FrameOfReferenceUid.Length: > 0 })?.FrameOfReferenceUid;
        if (frame is null) return null;
        var belonging = new DoseBelonging(ctSeriesInstanceUid, frame, facts, resultUids.ToFrozenSet(StringComparer.Ordinal));
        var doses = facts.Where(one => DoseFactsReading.IsDose(one.SopClassUid, one.Modality) && belonging.Belongs(one)).ToList();
        var current = doses.GroupBy(Identity).SelectMany(Newest).ToList();

        var ofPlans = current.Where(dose => OnlyPlan(dose) is not null && Rank(dose) >= 0).GroupBy(OnlyPlan, StringComparer.Ordinal);
        return
        [
            .. current.Where(dose => OnlyPlan(dose) is null || Rank(dose) < 0).Select(dose => Together([dose]))
                .Concat(ofPlans.SelectMany(plan => Most(plan)))
                .OrderBy(dose => dose.Doses[0], StringComparer.Ordinal),
        ];

        // The dose of the whole plan says more than those of its parts, whose sum it is.
        IEnumerable<CaseDose> Most(IEnumerable<ObjectFacts> plan)
        {
            var most = plan.GroupBy(Rank).MinBy(group => group.Key)!;
            return most.Key == 0 ? most.Select(dose => Together([dose])) : [Together(most)];
        }

        CaseDose Together(IEnumerable<ObjectFacts> some)
        {
            var together = some.ToList();
            return new([.. together.Select(dose => dose.SopInstanceUid).Order(StringComparer.Ordinal)], belonging.PlanOf(together[0])?.SopInstanceUid);
        }
    }

    private static int Rank(ObjectFacts dose) => Array.IndexOf(s_summations, dose.Dose?.SummationType);

    /// <summary>The plan that a dose is of; null where it names none, or several.</summary>
    private static string? OnlyPlan(ObjectFacts dose) => dose.Dose?.Plans is [var only] ? only : null;

    /// <summary>What two doses have in common of which one may take the other's place. One that names no plan stands for itself.</summary>
    private static (string, string, string, string, string) Identity(ObjectFacts dose)
    {
        if (dose.Dose is not { } facts || OnlyPlan(dose) is not { } plan) return (dose.SopInstanceUid, string.Empty, string.Empty, string.Empty, string.Empty);
        // A dose of the whole plan names no part of it; two that do are not one in two versions.
        var part = $"{string.Join(',', facts.FractionGroups)}/{string.Join(',', facts.Beams)}";
        return (plan, facts.SummationType, part, facts.Units, facts.Type);
    }

    /// <summary>The newest of doses of the same; all of them where not every one says when it was made.</summary>
    private static IEnumerable<ObjectFacts> Newest(IEnumerable<ObjectFacts> same)
    {
        var all = same.ToList();
        var newest = all.Select(dose => dose.Dose?.Dated ?? string.Empty).Max(StringComparer.Ordinal);
        return all.TrueForAll(dose => dose.Dose is { Dated.Length: > 0 }) ? all.Where(dose => dose.Dose!.Dated == newest) : all;
    }
}
