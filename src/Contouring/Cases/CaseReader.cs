using System.Collections.Immutable;
using System.Security.Cryptography;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.RtObjects;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Contouring.Cases;

/// <summary>
/// Reads a folder as one planning case: which CT, which structure set on it, and why everything else was not used.
/// </summary>
public static class CaseReader
{
    /// <summary>Reads the folder and everything below it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">Choices and limits.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="CaseDataException">
    /// The folder is no case as it is; the reason code and the sentence say why. No sentence carries patient data.
    /// </exception>
    public static PlanningCase Read(string folder, CaseReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new();
        var scan = FolderScan.Read(folder, options, cancellationToken);
        RefuseBrokenFiles(scan);
        RefuseSeveralPatients(scan);

        var notUsed = scan.OtherFiles.ToList();
        var findings = new List<Finding>();
        var objects = WithoutCopies(scan.Objects, notUsed);
        scan = scan with { Objects = objects };

        var candidates = CtCandidates.Find(objects, notUsed);
        var mrs = options.Mr is null ? [] : MrCandidates.Find(objects, options.Mr, notUsed);
        var choice = new CaseChooser(scan, candidates, mrs, options, c => PlanningCtReader.PlaneFault(c, options), notUsed, findings).Choose();
        RefuseMissingImages(choice, objects);
        if (PlanningCtReader.PlaneFault(choice.Ct, options) is { } planes) throw planes;
        if (choice.WhyNone is { } why) throw why;

        var ct = PlanningCtReader.Read(choice.Ct, options, findings, cancellationToken);
        var structureSet = ReadStructureSet(choice.StructureSet!, ct, options, findings);
        var fusable = options.Mr is null ? [] : new MrSeriesReader(choice, options.Mr, options, notUsed, findings).Read(mrs, cancellationToken);
        var registrations = options.Mr is null ? [] : Registrations(objects, notUsed, findings);
        AddOthers(objects, options, notUsed);
        return new(ct, structureSet, fusable, [.. notUsed], [.. findings]) { SpatialRegistrations = registrations };
    }

    internal static void RefuseBrokenFiles(FolderScan scan)
    {
        if (scan.Broken.IsEmpty) return;
        var first = scan.Broken[0];
        var more = scan.Broken.Length > 1 ? $" {scan.Broken.Length - 1} more file(s) cannot be read." : string.Empty;
        throw new CaseDataException(
            ReasonCodes.UnreadableFile,
            $"{first.File} cannot be read: {first.Sentence}{more} Copy the file again, or take it out of the folder if it does not belong to the case.",
            first.Cause);
    }

    internal static void RefuseSeveralPatients(FolderScan scan)
    {
        var patients = scan.Objects.GroupBy(o => o.Patient.Key).ToList();
        if (patients.Count < 2) return;
        var series = string.Join(" and ", patients.Take(3).Select(p => $"{p.Count()} object(s), such as {p.First().SopInstanceUid}"));
        var empty = patients.Any(p => p.Key.Item1.Length == 0) ? " (objects without a Patient ID count as another patient's)" : string.Empty;
        throw new CaseDataException(
            ReasonCodes.SeveralPatients,
            $"The folder holds objects of {patients.Count} patients{empty}: {series}. Give each patient a folder of their own.");
    }

    /// <summary>One file an object: exact copies are left out with a note, two versions of one object are refused.</summary>
    internal static ImmutableArray<ScannedObject> WithoutCopies(ImmutableArray<ScannedObject> objects, List<UnusedObject> notUsed)
    {
        var result = ImmutableArray.CreateBuilder<ScannedObject>(objects.Length);
        var first = new Dictionary<string, ScannedObject>(StringComparer.Ordinal);
        foreach (var one in objects)
        {
            if (first.TryAdd(one.SopInstanceUid, one))
            {
                result.Add(one);
                continue;
            }

            var original = first[one.SopInstanceUid];
            if (!SameBytes(original.Path, one.Path))
            {
                throw new CaseDataException(
                    ReasonCodes.DuplicateInstance,
                    $"{original.File} and {one.File} are two versions of one object, {one.SopInstanceUid}. Keep the one that is meant.");
            }

            notUsed.Add(new(one.SopInstanceUid, "file", "copy", $"{one.File} is a copy of {original.File}."));
        }

        return result.ToImmutable();
    }

    private static bool SameBytes(string left, string right)
    {
        using var one = File.OpenRead(left);
        using var other = File.OpenRead(right);
        return one.Length == other.Length && SHA256.HashData(one).AsSpan().SequenceEqual(SHA256.HashData(other));
    }

    /// <summary>Every CT image that the structure set names has to be there: the planes between are not known otherwise.</summary>
    private static void RefuseMissingImages(CaseChoice choice, ImmutableArray<ScannedObject> objects)
    {
        if (choice.StructureSet is not { By: PlacedBy.Reference or PlacedBy.ContourImages } placement) return;
        var references = placement.References;
        var named = references.Series
            .Where(series => series.SeriesInstanceUid == choice.Ct.SeriesInstanceUid)
            .SelectMany(series => series.Images)
            .Concat(references.ContourImages)
            .ToHashSet(StringComparer.Ordinal);
        var missing = named.Except(objects.Select(o => o.SopInstanceUid), StringComparer.Ordinal).Count();
        if (missing == 0) return;
        throw new CaseDataException(
            ReasonCodes.PlanesMissing,
            $"Structure set {placement.Object.SopInstanceUid} names {named.Count} images, and {missing} of them are not in the folder; it has {choice.Ct.Images.Length} image(s) of the CT series {choice.Ct.SeriesInstanceUid}. Export the whole series.");
    }

    private static PlanningStructureSet ReadStructureSet(
        StructureSetPlacement placement, PlanningCt ct, CaseReadOptions options, List<Finding> findings)
    {
        var image = placement.Ct!.Images[0];
        if (placement.Object.Patient.Contradicts(image.Patient))
        {
            findings.Add(new(
                Severity.Warning,
                "patient-differs",
                "The CT and the structure set have the same Patient ID, but not the same name or birth date."));
        }

        var structureSet = RtStructReader.Read(
            placement.Object.Dataset!,
            ct.Grid,
            [.. ct.Slices.Select(slice => ImageKey.Of(slice.SopInstanceUid, slice.Frame))],
            options.MaximumDegreeOfParallelism);
        if (placement.By == PlacedBy.FrameOfReference
            && structureSet.Rois.FirstOrDefault(roi => roi.Fault is not null) is { Fault: { } fault })
        {
            throw new CaseDataException(
                ReasonCodes.StructureSetOfOtherCt,
                $"Structure set {structureSet.SopInstanceUid} does not name the CT series, and its contours do not lie on the CT's planes: {fault.Message}",
                fault);
        }

        return structureSet;
    }

    /// <summary>The registrations of others; what this program wrote earlier is no input. One that is broken stops no other.</summary>
    private static ImmutableArray<SpatialRegistration> Registrations(
        ImmutableArray<ScannedObject> objects, List<UnusedObject> notUsed, List<Finding> findings)
    {
        var result = ImmutableArray.CreateBuilder<SpatialRegistration>();
        foreach (var one in objects.Where(o => o.IsRegistration).OrderBy(o => o.SopInstanceUid, StringComparer.Ordinal))
        {
            if (one.IsOwn)
            {
                notUsed.Add(new(one.SopInstanceUid, "REG", "own-output", $"Spatial Registration {one.SopInstanceUid} was written by this program."));
                continue;
            }

            try
            {
                var registration = SpatialRegistrationReader.Read(one.Dataset!, uid => FrameOfImage(objects, uid));
                findings.AddRange(registration.Findings);
                result.Add(registration);
            }
            catch (CaseDataException fault)
            {
                notUsed.Add(new(one.SopInstanceUid, "REG", fault.ReasonCode, fault.Message));
                findings.Add(new(Severity.Warning, fault.ReasonCode, fault.Message));
            }
        }

        return result.ToImmutable();
    }

    private static FrameOfReferenceUid? FrameOfImage(ImmutableArray<ScannedObject> objects, string sopInstanceUid) =>
        objects.FirstOrDefault(o => o.SopInstanceUid == sopInstanceUid) is { FrameOfReferenceUid: { Length: > 0 } uid } ? new(uid) : null;

    /// <summary>
    /// Plans, doses and what else is there: not used, and said so. MR series and registrations are told of where they
    /// are read, and are among the others where no MR is wanted.
    /// </summary>
    private static void AddOthers(ImmutableArray<ScannedObject> objects, CaseReadOptions options, List<UnusedObject> notUsed)
    {
        foreach (var group in objects
            .Where(o => o.StructureSet is null && o.Modality != "CT" && (options.Mr is null || !(o.Modality == "MR" || o.IsRegistration)))
            .GroupBy(o => (o.Modality, o.SeriesInstanceUid)))
        {
            var kind = group.Key.Modality.Length == 0 ? "object" : group.Key.Modality;
            var first = group.First();
            var many = group.Count() > 1 ? $" ({group.Count()} objects of series {group.Key.SeriesInstanceUid})" : string.Empty;
            notUsed.Add(new(first.SopInstanceUid, kind, "not-needed", $"{kind} {first.SopInstanceUid}{many} is not needed."));
        }
    }
}
