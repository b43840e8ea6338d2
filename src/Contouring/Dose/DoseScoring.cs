using System.Collections.Immutable;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Contouring.Reporting;
using ContourFlow.Contouring.RtObjects;
using ContourFlow.Geometry.Dose;

namespace ContourFlow.Contouring.Dose;

/// <summary>Scores a dose: pure, the same inputs give the same scorecard at any thread count.</summary>
public static class DoseScoring
{
    /// <summary>Scores doses on a structure set.</summary>
    /// <param name="structureSet">The structure set: what this program wrote, or any with the protocol's names.</param>
    /// <param name="ct">The planning CT.</param>
    /// <param name="doses">The RT Dose objects: one, or those of the beams of one plan, which are added.</param>
    /// <param name="plan">The RT Plan that they name; null where it has not come.</param>
    /// <param name="protocol">The protocol; it has <see cref="Protocol.Dose"/>.</param>
    /// <param name="options">What the caller says besides.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="CaseDataException">The dose cannot be used at all, with the reason: it cannot be read, lies in another frame of reference, is of another plan.</exception>
    public static DoseScorecard Score(
        DicomDataset structureSet,
        PlanningCtPlanes ct,
        ImmutableArray<DicomDataset> doses,
        DicomDataset? plan,
        Protocol protocol,
        DoseScoringOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(structureSet);
        ArgumentNullException.ThrowIfNull(ct);
        ArgumentNullException.ThrowIfNull(protocol);
        options ??= new();
        if (protocol.Dose is not { } rules)
            throw new CaseDataException(ReasonCodes.DoseNotAsked, $"Protocol {protocol.Name} says nothing of dose: add a section 'dose' to it, or name another protocol.");
        if (doses.IsDefaultOrEmpty)
            throw new CaseDataException(ReasonCodes.DoseMissing, "There is no RT Dose object. Export the dose of the plan.");

        var findings = new List<Finding>();
        RtDose[] read = [.. doses.Select(RtDoseReader.Read)];
        var rtPlan = plan is null ? null : RtPlan.Of(plan);
        var frame = ct.Grid.FrameOfReference;
        var dose = DoseAcceptance.Accept(read, rtPlan, frame, options, findings);
        var set = RtStructReader.Read(structureSet, ct.Grid, maximumDegreeOfParallelism: options.MaximumDegreeOfParallelism);
        var references = RtStructReferences.Of(structureSet);
        DoseAcceptance.Look(rtPlan, rules, frame, [set.SopInstanceUid, .. references.Predecessors], findings);
        ScoredSetOrigin.Look(set.SopInstanceUid, references, ct, findings);
        var named = ScoredRois.Of(set, protocol);
        var gaps = new ScoredGaps(protocol, set, options.MaximumDegreeOfParallelism, findings);
        var structures = new StructureScoring(dose, rules, options, gaps, cancellationToken).Score(set, named);
        var objectives = new ObjectiveScoring(protocol, rules, dose, rtPlan, structures).Score(named);
        DoseSuspicion.Look(protocol, rules, dose, structures, findings);
        var verdict = DoseVerdicts.Worst([.. objectives.Select(objective => objective.Verdict)]);
        return new(
            DoseScorecardJson.Schema,
            DoseScorecardJson.SchemaVersion,
            ReportIdentity.ProgramVersion,
            ProductIdentity.AlgorithmVersion,
            verdict,
            DoseVerdicts.Summary(verdict, objectives),
            new(protocol.Name, protocol.Version, protocol.Hash, protocol.Title, protocol.Source),
            new(rules.Prescription, rules.Fractions),
            Dose(read, dose),
            Plan(read[0], rtPlan),
            new(set.SopInstanceUid, set.Label),
            [.. structures.Select(structure => structure.Scored)],
            objectives,
            [.. findings.Select(finding => new DoseFinding(ReportJson.Weight(finding.Severity), finding.Code, finding.Sentence, finding.RoiName))]);
    }

    private static ScoredDose Dose(RtDose[] read, DoseGrid dose)
    {
        var values = dose.Values;
        var hottest = 0;
        for (var i = 1; i < values.Length; i++)
            if (values[i] > values[hottest]) hottest = i;
        var inPlane = dose.Rows * dose.Columns;
        var place = dose.PointOf(hottest / inPlane, hottest % inPlane / dose.Columns, hottest % dose.Columns);
        return new(
            [.. read.Select(one => one.SopInstanceUid).Order(StringComparer.Ordinal)],
            read[0].SummationType,
            read[0].Units,
            read[0].Type,
            dose.FrameOfReference.Value,
            dose.Columns,
            dose.Rows,
            dose.Planes,
            ReportNumber.Fine(dose.ColumnSpacing),
            ReportNumber.Fine(dose.RowSpacing),
            ReportNumber.Fine(dose.LargestPlaneSpacing),
            values[hottest],
            [ReportNumber.Mm(place.X), ReportNumber.Mm(place.Y), ReportNumber.Mm(place.Z)]);
    }

    private static ScoredPlan? Plan(RtDose dose, RtPlan? plan)
    {
        if (plan is not null) return new(plan.SopInstanceUid, IsHere: true, plan.Fractions, plan.StructureSetUid.Length > 0 ? plan.StructureSetUid : null);
        return dose.PlanSopInstanceUid.Length > 0 ? new(dose.PlanSopInstanceUid, IsHere: false, null, null) : null;
    }
}
