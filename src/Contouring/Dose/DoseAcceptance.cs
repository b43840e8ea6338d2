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
            DoseTotal.Declare(doses, plan, findings);
        }
        else
        {
            DoseTotal.Require(doses, plan, findings);
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
        if (dose.Plans.IsEmpty ? plan is not null || expected.Length == 0 : dose.Plans.Any(named => named.SopInstanceUid == expected)) return;
        throw new CaseDataException(
            ReasonCodes.DoseOfOtherPlan,
            $"RT Dose {dose.SopInstanceUid} is of plan {Or(string.Join(", ", dose.Plans.Select(named => named.SopInstanceUid)), "(none named)")}, not of plan {Or(expected, "(none named)")}. Send the plan and the dose that belong together.");
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

    private static string Names(IReadOnlyList<RtDose> doses) => DoseTotal.Names(doses);

    private static string Or(string text, string otherwise) => text.Length > 0 ? text : otherwise;
}
