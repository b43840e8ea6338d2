using System.Collections.Immutable;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Dose;

/// <summary>Finds in folders the structure set, its CT, the dose and the plan that are to be scored.</summary>
public static class DoseCaseReader
{
    /// <summary>Reads the folders and everything below them.</summary>
    /// <param name="folders">The folders: of the patient, and of what was derived where that lies elsewhere.</param>
    /// <param name="protocol">The protocol, whose structures are looked for.</param>
    /// <param name="options">Choices.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="CaseDataException">Something is missing, broken, or nothing says which of several is meant.</exception>
    public static DoseCase Read(IReadOnlyList<string> folders, Protocol protocol, DoseCaseOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(folders);
        ArgumentNullException.ThrowIfNull(protocol);
        ArgumentNullException.ThrowIfNull(options);
        var reading = CaseReadOptions.By(protocol, options.MaximumDegreeOfParallelism) with { LeaveOut = options.LeaveOut, Progress = options.Progress };
        FolderScan[] scans = [.. folders.Select(folder => FolderScan.Read(folder, reading, cancellationToken))];
        var scan = new FolderScan(
            [.. scans.SelectMany(one => one.Objects).DistinctBy(one => (one.SopInstanceUid, one.Path))],
            [.. scans.SelectMany(one => one.OtherFiles)],
            [.. scans.SelectMany(one => one.Broken)]);
        CaseReader.RefuseBrokenFiles(scan);
        CaseReader.RefuseSeveralPatients(scan);
        var objects = CaseReader.WithoutCopies(scan.Objects, []);

        var doses = Doses([.. objects.Where(one => one.Modality == "RTDOSE")], options);
        var plan = Plan(doses, [.. objects.Where(one => one.Modality == "RTPLAN")]);
        var candidates = CtCandidates.Find(objects, []);
        var structureSet = StructureSet(objects, candidates, doses[0], protocol, options);
        var placement = StructureSetPlacement.Of(structureSet, candidates, [], objects);
        if (placement is not { IsUsable: true, Ct: { } ct })
        {
            throw new CaseDataException(
                ReasonCodes.StructureSetOfOtherCt,
                $"Structure set {structureSet.SopInstanceUid} does not lie on a CT series of the folder. Add the planning CT that it was drawn on.");
        }

        return new(structureSet.Dataset!, PlanningCtPlanes.Of(ct, reading), [.. doses.Select(dose => dose.Dataset!)], plan?.Dataset);
    }

    private static ImmutableArray<ScannedObject> Doses(ImmutableArray<ScannedObject> doses, DoseCaseOptions options)
    {
        if (options.DoseInstanceUid is { } named)
        {
            return doses.FirstOrDefault(dose => dose.SopInstanceUid == named) is { } found
                ? [found]
                : throw new CaseDataException(ReasonCodes.DoseMissing, $"RT Dose {named} is not in the folder.");
        }

        if (doses.IsEmpty) throw new CaseDataException(ReasonCodes.DoseMissing, "There is no RT Dose object in the folder. Export the dose of the plan.");
        var whole = doses.Where(dose => Summation(dose) != "BEAM").ToList();
        if (whole.Count == 1) return [whole[0]];
        // Beams' doses belong together, where they are of one plan.
        if (whole.Count == 0 && doses.Select(PlanOf).Distinct(StringComparer.Ordinal).Count() == 1) return [.. doses.OrderBy(dose => dose.SopInstanceUid, StringComparer.Ordinal)];
        var names = (whole.Count > 0 ? whole : [.. doses]).Select(dose => $"{dose.SopInstanceUid} ({Summation(dose)})").Order(StringComparer.Ordinal);
        throw new CaseDataException(ReasonCodes.SeveralDoses, $"The folder has several doses, and nothing says which is meant: {string.Join(", ", names)}. Name one with --dose UID.");
    }

    private static ScannedObject? Plan(ImmutableArray<ScannedObject> doses, ImmutableArray<ScannedObject> plans)
    {
        var wanted = PlanOf(doses[0]);
        if (plans.FirstOrDefault(plan => plan.SopInstanceUid == wanted) is { } found) return found;
        if (plans.IsEmpty) return null;
        throw new CaseDataException(
            ReasonCodes.DoseOfOtherPlan,
            $"RT Dose {doses[0].SopInstanceUid} is of plan {(wanted.Length > 0 ? wanted : "(none named)")}, and the folder has {string.Join(", ", plans.Select(plan => plan.SopInstanceUid).Order(StringComparer.Ordinal))}. Export the plan and the dose that belong together.");
    }

    // What this program made comes before what it was made of; a caller's word before both.
    private static ScannedObject StructureSet(
        ImmutableArray<ScannedObject> objects, ImmutableArray<CtCandidate> candidates, ScannedObject dose, Protocol protocol, DoseCaseOptions options)
    {
        var sets = objects.Where(one => one.StructureSet is not null).ToList();
        if (options.StructureSetInstanceUid is { } named)
        {
            return sets.Find(set => set.SopInstanceUid == named)
                ?? throw new CaseDataException(ReasonCodes.NoStructureSet, $"Structure set {named} is not in the folder.");
        }

        var usable = sets.Where(set => StructureSetPlacement.Of(set, candidates, [], objects).IsUsable).ToList();
        if (usable.Count == 0)
            throw new CaseDataException(ReasonCodes.NoStructureSet, $"There is no structure set on a CT of the folder to score RT Dose {dose.SopInstanceUid} on. Export it, or process the case.");
        var own = usable.Where(set => set.IsOwn).ToList();
        var asked = protocol.Dose?.Objectives.Select(objective => objective.Structure).ToHashSet(StringComparer.Ordinal) ?? [];
        var better = own.Count > 0 ? own : [.. usable.Where(set => HasAny(set, protocol, asked))];
        if (better.Count == 0) better = usable;
        if (better.Count == 1) return better[0];
        throw new CaseDataException(
            ReasonCodes.SeveralStructureSets,
            $"The folder has {better.Count} structure sets that could be scored: {string.Join(", ", better.Select(set => set.SopInstanceUid).Order(StringComparer.Ordinal))}. Name one with --structure-set UID.");
    }

    private static bool HasAny(ScannedObject set, Protocol protocol, HashSet<string> asked) =>
        protocol.Derived.Where(derived => asked.Contains(derived.Name))
            .Any(derived => set.StructureSet!.Rois.Any(roi => Deriving.RoiNames.Fits(roi.Name, derived.RoiName)));

    private static string Summation(ScannedObject dose) => dose.Dataset!.Text(DicomTag.DoseSummationType);

    private static string PlanOf(ScannedObject dose) =>
        dose.Dataset!.Items(DicomTag.ReferencedRTPlanSequence) is [var plan, ..] ? plan.Text(DicomTag.ReferencedSOPInstanceUID) : string.Empty;
}
