using System.Globalization;
using ContourFlow.Contouring.Faults;

namespace ContourFlow.Contouring.Dose;

/// <summary>
/// Whether doses are together that of the whole treatment by a plan. DICOM PS3.3 C.8.8.3: PLAN is the dose of all fraction groups of one plan and names no group;
/// FRACTION that of one group, BEAM that of beams of one group, which they name; a beam may be in several groups (C.8.8.13). Nothing else is the dose of a plan.
/// </summary>
internal static class DoseTotal
{
    /// <summary>Refuses what is a part of the treatment, or may be.</summary>
    /// <exception cref="CaseDataException">It is; the sentence says of what the dose is.</exception>
    public static void Require(IReadOnlyList<RtDose> doses, RtPlan? plan, List<Finding> findings)
    {
        var types = doses.Select(dose => dose.SummationType).Distinct(StringComparer.Ordinal).ToList();
        if (types.Count > 1)
            throw Summation(doses, "are of different kinds and cannot be added");
        if (doses.FirstOrDefault(dose => dose.Plans.Length > 1) is { } several)
            throw Summation(doses, $"names {several.Plans.Length} plans");
        switch (types[0])
        {
            case "PLAN" when doses.Count == 1:
                RequireNoPart(doses, plan, findings);
                return;
            case "PLAN":
                throw new CaseDataException(ReasonCodes.SeveralDoses, $"There are {doses.Count} doses of whole plans: {Names(doses)}. One is scored at a time: name it.");
            case "FRACTION":
                RequireAllGroups(doses, plan, findings);
                return;
            case "BEAM":
                RequireAllBeams(doses, plan, findings);
                return;
            case "":
                throw Summation(doses, "does not say of what it is the dose");
            default:
                throw Summation(doses, "is not the dose of a whole plan");
        }
    }

    /// <summary>Tells what the doses say of themselves, where somebody declares them to be the whole treatment's.</summary>
    public static void Declare(IReadOnlyList<RtDose> doses, RtPlan? plan, List<Finding> findings)
    {
        if (doses.Any(dose => dose.SummationType != "PLAN"))
        {
            findings.Add(Told(doses, $"is taken for the whole treatment because the caller says so; its Dose Summation Type is {Types(doses)}"));
            return;
        }

        foreach (var dose in doses)
        {
            if (PartOf(dose, plan) is { } part) findings.Add(Told([dose], $"is taken for the whole treatment because the caller says so; it {part}"));
        }
    }

    /// <summary>The doses' UIDs.</summary>
    public static string Names(IReadOnlyList<RtDose> doses) => string.Join(", ", doses.Select(dose => dose.SopInstanceUid));

    // Some systems have it name groups all the same; it is taken where these are all of the plan's.
    private static void RequireNoPart(IReadOnlyList<RtDose> doses, RtPlan? plan, List<Finding> findings)
    {
        var dose = doses[0];
        if (PartOf(dose, plan) is { } part) throw Summation(doses, part);
        if (!dose.FractionGroups.IsEmpty && plan is null or { FractionGroups.IsEmpty: true })
        {
            findings.Add(Told(
                doses,
                $"says that it is the dose of the whole plan (Dose Summation Type PLAN) and names fraction group(s) {List(dose.FractionGroups.Select(group => group.Number))}: whether the plan has others is not known"));
        }
    }

    // Why the dose of a whole plan is that of a part of it, by what it names; null where it is not, or where nobody knows.
    private static string? PartOf(RtDose dose, RtPlan? plan)
    {
        if (dose.FractionGroups.IsEmpty || plan is null or { FractionGroups.IsEmpty: true }) return null;
        var wanted = plan.FractionGroups.Select(group => group.Number).ToList();
        var given = Numbers(dose, wanted);
        return IsEach(given, wanted) ? SomeBeamsOf(dose, plan) : $"names fraction group(s) {List(given)} only; plan {plan.SopInstanceUid} has {List(wanted)}";
    }

    // Why the dose of whole groups is that of some of their beams; null where it names none, or all that treat.
    private static string? SomeBeamsOf(RtDose dose, RtPlan plan)
    {
        var treating = Beams(plan);
        var named = dose.FractionGroups.Where(group => !group.Beams.IsEmpty).SelectMany(group => Beams(group, treating)).ToList();
        var groups = named.Select(beam => beam.Group).ToHashSet();
        var missing = treating.Where(beam => groups.Contains(beam.Group)).Except(named).ToList();
        return missing.Count > 0 ? $"names beam(s) {List(named, plan)} only; plan {plan.SopInstanceUid} treats with {List(treating, plan)}" : null;
    }

    // With one group in the plan the dose of a group is the plan's.
    private static void RequireAllGroups(IReadOnlyList<RtDose> doses, RtPlan? plan, List<Finding> findings)
    {
        if (plan is null) throw Summation(doses, "is that of a fraction group, and the plan, which says whether there are others, has not come: send it");
        var wanted = plan.FractionGroups.Select(group => group.Number).ToList();
        var given = doses.SelectMany(dose => Numbers(dose, wanted)).ToList();
        if (!IsEach(given, wanted))
            throw Summation(doses, $"is that of fraction group(s) {List(given)}; the plan has {List(wanted)}");
        if (doses.Select(dose => SomeBeamsOf(dose, plan)).FirstOrDefault(part => part is not null) is { } some)
            throw Summation(doses, some);
        findings.Add(new(Severity.Information, ReasonCodes.DoseSummation, $"RT Dose {Names(doses)} is that of all fraction groups of plan {plan.SopInstanceUid} (Dose Summation Type FRACTION)."));
    }

    private static void RequireAllBeams(IReadOnlyList<RtDose> doses, RtPlan? plan, List<Finding> findings)
    {
        if (plan is null) throw Summation(doses, "is that of beams, and the plan, which says whether these are all, has not come: send it");
        var wanted = Beams(plan);
        var given = doses.SelectMany(dose => dose.FractionGroups).SelectMany(group => Beams(group, wanted)).Order().ToList();
        var missing = wanted.Except(given).ToList();
        if (missing.Count > 0 || given.Count == 0)
        {
            throw new CaseDataException(
                ReasonCodes.DoseBeamsIncomplete,
                $"RT Dose {Names(doses)}: doses of beam(s) {List(given, plan)} of plan {plan.SopInstanceUid} are here; it treats with {List(wanted, plan)}. Send the others, or the dose of the whole plan.");
        }

        if (given.Distinct().Count() != given.Count || given.Except(wanted).Any())
        {
            throw new CaseDataException(
                ReasonCodes.DoseBeamsIncomplete,
                $"RT Dose {Names(doses)}: doses of beams {List(given, plan)} are here; plan {plan.SopInstanceUid} treats with {List(wanted, plan)}, each once. Send the dose of the whole plan.");
        }

        if (doses.Count > 1) findings.Add(new(Severity.Information, ReasonCodes.DoseSummation, $"The doses of {wanted.Count} beams were added: {Names(doses)}."));
    }

    // Of a plan with one group a dose that gives no number is of that group.
    private static List<int?> Numbers(RtDose dose, List<int?> wanted) =>
        wanted.Count == 1 && dose.FractionGroups.All(group => group.Number is null) ? wanted : [.. dose.FractionGroups.Select(group => group.Number)];

    private static bool IsEach(List<int?> given, List<int?> wanted) => given.Count == wanted.Count && !wanted.Except(given).Any();

    private static List<(int? Group, int Beam)> Beams(RtPlan plan) =>
        [.. plan.FractionGroups.SelectMany(group => group.Beams.Select(beam => (group.Number, beam))).Distinct().Order()];

    // A beam of a group without a number is that of the only group that has it.
    private static IEnumerable<(int? Group, int Beam)> Beams(DosedFractionGroup group, List<(int? Group, int Beam)> treating) => group.Beams.Select(number =>
        (group.Number ?? (treating.Where(beam => beam.Beam == number).ToList() is [var only] ? only.Group : null), number));

    private static Finding Told(IReadOnlyList<RtDose> doses, string what) => new(Severity.Warning, ReasonCodes.DoseSummation, $"RT Dose {Names(doses)} {what}.");

    private static CaseDataException Summation(IReadOnlyList<RtDose> doses, string why) => new(
        ReasonCodes.DoseSummation,
        $"RT Dose {Names(doses)} (Dose Summation Type {Types(doses)}) {why}. Export the dose of the whole plan.");

    private static string Types(IReadOnlyList<RtDose> doses) =>
        string.Join(", ", doses.Select(dose => dose.SummationType.Length > 0 ? dose.SummationType : "(none)").Distinct(StringComparer.Ordinal));

    private static string List(IEnumerable<(int? Group, int Beam)> beams, RtPlan plan) => Join(
        beams.Select(beam => plan.FractionGroups.Length > 1 ? $"{Text(beam.Beam)} of group {Text(beam.Group)}" : Text(beam.Beam)));

    private static string List(IEnumerable<int?> numbers) => Join(numbers.Select(Text));

    private static string Join(IEnumerable<string> words) => string.Join(", ", words) is { Length: > 0 } text ? text : "(none named)";

    private static string Text(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "?";
}
