using System.Collections.Immutable;
using System.Globalization;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Geometry.Dose;
using ContourFlow.Geometry.Patient;
using static ContourFlow.Contouring.RtObjects.AttributeReading;

namespace ContourFlow.Contouring.Dose;

/// <summary>Whether doses are a dose of the whole treatment by the plan that is there, in the structures' frame of reference.</summary>
internal static class DoseAcceptance
{
    /// <summary>The dose in Gy that the structures may be held against.</summary>
    /// <exception cref="CaseDataException">It cannot be used; the sentence says why and what to do.</exception>
    public static DoseGrid Accept(
        IReadOnlyList<RtDose> doses, RtPlan? plan, FrameOfReferenceUid frame, DoseScoringOptions options, List<Finding> findings)
    {
        foreach (var dose in doses)
        {
            RequireFrame(dose, frame);
            RequirePlan(dose, plan, doses[0]);
            findings.AddRange(dose.Findings);
        }

        if (options.IsDeclaredTotal)
        {
            if (doses.Any(dose => dose.SummationType != "PLAN"))
                findings.Add(new(Severity.Warning, ReasonCodes.DoseSummation, $"RT Dose {Names(doses)} is taken for the whole treatment because the caller says so; its Dose Summation Type is {Types(doses)}."));
        }
        else
        {
            RequireTotal(doses, plan, findings);
        }

        if (plan is null)
            findings.Add(new(Severity.Warning, DoseRemarks.PlanMissing, PlanMissing(doses[0])));
        return InGray(DoseSum.Of(doses), doses, options, findings);
    }

    /// <summary>What of the plan a reader of the scorecard has to know.</summary>
    public static void Look(RtPlan? plan, DoseRules rules, FrameOfReferenceUid frame, IReadOnlyCollection<string> structureSets, List<Finding> findings)
    {
        if (plan is null) return;
        if (plan.StructureSetUid.Length > 0 && !structureSets.Contains(plan.StructureSetUid, StringComparer.Ordinal))
        {
            findings.Add(new(
                Severity.Warning,
                DoseRemarks.PlanStructureSetDiffers,
                $"RT Plan {plan.SopInstanceUid} was made on structure set {plan.StructureSetUid}, which is another than the one that is scored. Planning systems give a set a new UID when they take it over; see that its structures are these."));
        }

        if (plan.Fractions is null)
        {
            findings.Add(new(
                Severity.Warning,
                DoseRemarks.PlanFractionsUnknown,
                $"RT Plan {plan.SopInstanceUid} does not say its Number of Fractions Planned (300A,0078); the table is for {rules.Fractions}. See that the plan is."));
        }

        if (plan.FrameOfReferenceUid.Length > 0 && plan.FrameOfReferenceUid != frame.Value)
        {
            findings.Add(new(
                Severity.Warning,
                ReasonCodes.FrameOfReferenceMismatch,
                $"RT Plan {plan.SopInstanceUid} states frame of reference {plan.FrameOfReferenceUid}, its dose and the CT {frame}."));
        }

        // A boost has a prescription of its own beside the protocol's.
        var stated = plan.TargetPrescriptionDoses.Distinct().Order().ToList();
        if (stated.Count > 0 && stated.TrueForAll(gray => Math.Abs(gray - rules.Prescription) > 0.01 * rules.Prescription))
        {
            findings.Add(new(
                Severity.Warning,
                DoseRemarks.PlanPrescriptionDiffers,
                $"RT Plan {plan.SopInstanceUid} prescribes {string.Join(", ", stated.Select(Say))} Gy to its targets; the protocol prescribes {Say(rules.Prescription)} Gy."));
        }
    }

    private static void RequireFrame(RtDose dose, FrameOfReferenceUid frame)
    {
        if (dose.Grid.FrameOfReference == frame) return;
        throw new CaseDataException(
            ReasonCodes.FrameOfReferenceMismatch,
            $"RT Dose {dose.SopInstanceUid} lies in frame of reference {dose.Grid.FrameOfReference}, the planning CT in {frame}: its points are no points of the CT. Export the dose of a plan on this CT.");
    }

    private static void RequirePlan(RtDose dose, RtPlan? plan, RtDose first)
    {
        var expected = plan?.SopInstanceUid ?? first.PlanSopInstanceUid;
        if (dose.PlanSopInstanceUid == expected || (plan is not null && dose.PlanSopInstanceUid.Length == 0)) return;
        throw new CaseDataException(
            ReasonCodes.DoseOfOtherPlan,
            $"RT Dose {dose.SopInstanceUid} is of plan {Or(dose.PlanSopInstanceUid, "(none named)")}, not of plan {Or(expected, "(none named)")}. Send the plan and the dose that belong together.");
    }

    private static void RequireTotal(IReadOnlyList<RtDose> doses, RtPlan? plan, List<Finding> findings)
    {
        var types = doses.Select(dose => dose.SummationType).Distinct(StringComparer.Ordinal).ToList();
        if (types.Count > 1)
            throw Summation(doses, "are of different kinds and cannot be added");
        if (doses.FirstOrDefault(dose => dose.Plans > 1) is { } several)
            throw Summation(doses, $"names {several.Plans} plans");
        switch (types[0])
        {
            case "PLAN" when doses.Count == 1:
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

    // FRACTION is the dose of all fractions of one fraction group (DICOM PS3.3 C.8.8.3): with one group in the plan it is the plan's.
    private static void RequireAllGroups(IReadOnlyList<RtDose> doses, RtPlan? plan, List<Finding> findings)
    {
        if (plan is null) throw Summation(doses, "is that of a fraction group, and the plan, which says whether there are others, has not come: send it");
        var wanted = plan.FractionGroups.Select(group => group.Number).ToList();
        var given = doses.SelectMany(dose => dose.FractionGroups.IsEmpty && wanted.Count == 1 ? wanted : [.. dose.FractionGroups.Select(number => (int?)number)]).ToList();
        if (given.Count != wanted.Count || wanted.Except(given).Any())
            throw Summation(doses, $"is that of fraction group(s) {List(given)}; the plan has {List(wanted)}");
        findings.Add(new(Severity.Information, ReasonCodes.DoseSummation, $"RT Dose {Names(doses)} is that of all fraction groups of plan {plan.SopInstanceUid} (Dose Summation Type FRACTION)."));
    }

    private static void RequireAllBeams(IReadOnlyList<RtDose> doses, RtPlan? plan, List<Finding> findings)
    {
        if (plan is null) throw Summation(doses, "is that of beams, and the plan, which says whether these are all, has not come: send it");
        var wanted = plan.FractionGroups.SelectMany(group => group.Beams).Distinct().Order().ToList();
        var given = doses.SelectMany(dose => dose.Beams).Order().ToList();
        var missing = wanted.Except(given).ToList();
        if (missing.Count > 0 || given.Count == 0)
        {
            throw new CaseDataException(
                ReasonCodes.DoseBeamsIncomplete,
                $"RT Dose {Names(doses)}: doses of beam(s) {List(given)} of plan {plan.SopInstanceUid} are here; it treats with {List(wanted)}. Send the others, or the dose of the whole plan.");
        }

        if (given.Distinct().Count() != given.Count || given.Except(wanted).Any())
        {
            throw new CaseDataException(
                ReasonCodes.DoseBeamsIncomplete,
                $"RT Dose {Names(doses)}: doses of beams {List(given)} are here; plan {plan.SopInstanceUid} treats with {List(wanted)}, each once. Send the dose of the whole plan.");
        }

        if (doses.Count > 1) findings.Add(new(Severity.Information, ReasonCodes.DoseSummation, $"The doses of {wanted.Count} beams were added: {Names(doses)}."));
    }

    private static DoseGrid InGray(DoseGrid grid, IReadOnlyList<RtDose> doses, DoseScoringOptions options, List<Finding> findings)
    {
        if (doses[0].Units == "GY") return grid;
        if (options.RelativeReferenceGy is not { } reference)
        {
            throw new CaseDataException(
                ReasonCodes.DoseRelative,
                $"RT Dose {Names(doses)} is relative (Dose Units RELATIVE), and nothing says to what. Export it in Gy.");
        }

        findings.Add(new(Severity.Warning, ReasonCodes.DoseRelative, $"RT Dose {Names(doses)} is relative; the caller says that 1 is {Say(reference)} Gy."));
        var values = grid.Values.ToArray();
        for (var i = 0; i < values.Length; i++) values[i] = (float)(values[i] * reference);
        if (!(values.Max() <= RtDoseReader.MostGray))
            throw new CaseDataException(ReasonCodes.DoseRelative, $"RT Dose {Names(doses)} is more than {RtDoseReader.MostGray} Gy somewhere if 1 is {Say(reference)} Gy: see what it is relative to.");
        return grid.WithValues(values);
    }

    private static string PlanMissing(RtDose dose) => dose.PlanSopInstanceUid.Length > 0
        ? $"RT Plan {dose.PlanSopInstanceUid}, of which this is the dose, has not come: number of fractions, prescription and structure set are not known."
        : $"RT Dose {dose.SopInstanceUid} names no plan: number of fractions, prescription and structure set are not known.";

    private static CaseDataException Summation(IReadOnlyList<RtDose> doses, string why) => new(
        ReasonCodes.DoseSummation,
        $"RT Dose {Names(doses)} (Dose Summation Type {Types(doses)}) {why}. Export the dose of the whole plan.");

    private static string Names(IReadOnlyList<RtDose> doses) => string.Join(", ", doses.Select(dose => dose.SopInstanceUid));

    private static string Types(IReadOnlyList<RtDose> doses) => string.Join(", ", doses.Select(dose => Or(dose.SummationType, "(none)")).Distinct(StringComparer.Ordinal));

    private static string Or(string text, string otherwise) => text.Length > 0 ? text : otherwise;

    private static string List(IEnumerable<int> numbers) => List(numbers.Select(number => (int?)number));

    private static string List(IEnumerable<int?> numbers)
    {
        var text = string.Join(", ", numbers.Select(number => number?.ToString(CultureInfo.InvariantCulture) ?? "?"));
        return text.Length > 0 ? text : "(none named)";
    }
}
