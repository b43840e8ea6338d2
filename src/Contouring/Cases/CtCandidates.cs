using System.Collections.Immutable;
using ContourFlow.Contouring.Faults;

namespace ContourFlow.Contouring.Cases;

/// <summary>A CT series that could be the planning CT.</summary>
/// <param name="SeriesInstanceUid">Its series.</param>
/// <param name="Images">Its axial images, in the order of their files; some may lack their plane.</param>
internal sealed record CtCandidate(string SeriesInstanceUid, ImmutableArray<ScannedObject> Images)
{
    /// <summary>SOP Instance UIDs of the images.</summary>
    public ImmutableHashSet<string> ImageUids { get; } =
        Images.Select(image => image.SopInstanceUid).ToImmutableHashSet(StringComparer.Ordinal);

    /// <summary>The frame of reference of the first image that states one, or empty.</summary>
    public string FrameOfReferenceUid { get; } =
        Images.Select(image => image.FrameOfReferenceUid).FirstOrDefault(uid => uid.Length > 0, string.Empty);
}

/// <summary>Sorts the CT images of a folder into series that could be the planning CT, and the rest with reasons.</summary>
internal static class CtCandidates
{
    /// <summary>Finds the candidates, largest first (then by UID), and adds what is none of them to the list.</summary>
    public static ImmutableArray<CtCandidate> Find(IReadOnlyCollection<ScannedObject> objects, List<UnusedObject> notUsed)
    {
        var usable = new List<ScannedObject>();
        foreach (var image in objects.Where(o => o.Modality == "CT"))
        {
            var planes = image.Planes().Select(plane => (Plane: plane, Why: Reason(plane))).ToList();
            usable.AddRange(planes.Where(p => p.Why is null).Select(p => p.Plane));
            foreach (var left in planes.Where(p => p.Why is not null).GroupBy(p => p.Why!.Value))
            {
                var frames = planes.Count > 1 ? $" ({left.Count()} of {planes.Count} frames)" : string.Empty;
                notUsed.Add(new(image.SopInstanceUid, "CT", left.Key.Code, $"{image.File}: {left.Key.Why}{frames}."));
            }
        }

        var drawn = objects.Where(o => o.StructureSet is not null).SelectMany(o => o.StructureSet!.ContourFrames).ToHashSet(StringComparer.Ordinal);

        return
        [
            .. usable.GroupBy(image => image.SeriesInstanceUid, StringComparer.Ordinal)
                .Select(series => new CtCandidate(series.Key, OneStack(series.Key, ImageStacks.Split(series), drawn, notUsed)))
                .OrderByDescending(series => series.Images.Length)
                .ThenBy(series => series.SeriesInstanceUid, StringComparer.Ordinal),
        ];
    }

    /// <summary>Whether an object is an image, or has frames, that may be slices of a planning CT.</summary>
    public static bool MayBePlanningCt(ScannedObject one) => one.Modality == "CT" && one.Planes().Any(plane => Reason(plane) is null);

    /// <summary>
    /// The images of a series, or of an enhanced series the frames of one stack: the one that most contours were drawn
    /// on, else an axial one, else the largest. The others are said not to be used.
    /// </summary>
    private static ImmutableArray<ScannedObject> OneStack(
        string series, ImmutableArray<ImageStack> stacks, HashSet<string> drawn, List<UnusedObject> notUsed)
    {
        if (stacks.Length == 1) return stacks[0].Images;
        var chosen = stacks
            .OrderByDescending(stack => stack.Images.Count(image => drawn.Contains(image.ImageName)))
            .ThenByDescending(stack => stack.Images[0].Image?.Plane is { } plane && Math.Abs(plane.Normal.Z) >= AxialNormal)
            .ThenByDescending(stack => stack.Images.Length)
            .ThenBy(stack => stack.StackId, StringComparer.Ordinal)
            .First();
        foreach (var other in stacks.Where(stack => stack != chosen))
        {
            notUsed.Add(new(
                other.Images[0].SopInstanceUid,
                "CT",
                "other-stack",
                $"CT series {series}: {other.Name} ({other.Images.Length} frames) is not used; {chosen.Name} ({chosen.Images.Length} frames) is."));
        }

        return chosen.Images;
    }

    /// <summary>Within about 5 degrees of the patient's long axis; how far it may really be off is the protocol's matter.</summary>
    private const double AxialNormal = 0.996;

    /// <summary>Why an object of Modality CT is no slice of a planning CT; null when it may be one.</summary>
    private static (string Code, string Why)? Reason(ScannedObject image)
    {
        if (image.Image is not { } header) return ("not-an-image", "an object of modality CT that is no image");
        if (header.IsLocalizer) return ("localizer", "a scout view");
        var isEnhanced = image.SopClassUid == DicomUID.EnhancedCTImageStorage.UID || image.SopClassUid == DicomUID.LegacyConvertedEnhancedCTImageStorage.UID;
        if (isEnhanced && image.Frame is null) return ("enhanced-ct", "an Enhanced CT image without functional groups by frame");
        if (!isEnhanced && image.SopClassUid != DicomUID.CTImageStorage.UID)
            return ("not-a-ct-image", "of modality CT, but of another SOP class than CT Image Storage (a secondary capture, for instance)");
        if (header.FaultCode == ReasonCodes.GeometryMissing && header.IsDerived)
            return (ReasonCodes.GeometryMissing, $"a derived image that {header.Fault}");
        return null;
    }
}
