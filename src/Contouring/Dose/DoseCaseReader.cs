using System.Collections.Immutable;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Protocols;

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

        if (!objects.Any(one => one.IsDose)) throw new CaseDataException(ReasonCodes.DoseMissing, "There is no RT Dose object in the folder. Export the dose of the plan.");
        var candidates = CtCandidates.Find(objects, []);
        var structureSet = StructureSet(objects, candidates, protocol, options);
        var placement = StructureSetPlacement.Of(structureSet, candidates, [], objects);
        if (placement is not { IsUsable: true, Ct: { } ct })
        {
            throw new CaseDataException(
                ReasonCodes.StructureSetOfOtherCt,
                $"Structure set {structureSet.SopInstanceUid} does not lie on a CT series of the folder. Add the planning CT that it was drawn on.");
        }

        var planes = PlanningCtPlanes.Of(ct, reading);
        var (doses, plan) = DoseChoice.Of(ct.SeriesInstanceUid, objects, options.DoseInstanceUid);
        return new(structureSet.Dataset!, planes, [.. doses.Select(dose => dose.Dataset!)], plan?.Dataset);
    }

    // What this program made comes before what it was made of; a caller's word before both.
    private static ScannedObject StructureSet(
        ImmutableArray<ScannedObject> objects, ImmutableArray<CtCandidate> candidates, Protocol protocol, DoseCaseOptions options)
    {
        var sets = objects.Where(one => one.StructureSet is not null).ToList();
        if (options.StructureSetInstanceUid is { } named)
        {
            return sets.Find(set => set.SopInstanceUid == named)
                ?? throw new CaseDataException(ReasonCodes.NoStructureSet, $"Structure set {named} is not in the folder.");
        }

        var usable = sets.Where(set => StructureSetPlacement.Of(set, candidates, [], objects).IsUsable).ToList();
        if (usable.Count == 0)
            throw new CaseDataException(ReasonCodes.NoStructureSet, "There is no structure set on a CT of the folder to score a dose on. Export it, or process the case.");
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
}
