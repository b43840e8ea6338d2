using System.Collections.Immutable;
using ContourFlow.Contouring.Faults;

namespace ContourFlow.Contouring.Cases;

/// <summary>An MR series of the folder, judged by its headers.</summary>
/// <param name="SeriesInstanceUid">Its series.</param>
/// <param name="Stacks">
/// What may be its volume, the first to be tried first: sound ones before others, then by how much was drawn on them,
/// then the largest. At least one.
/// </param>
internal sealed record MrCandidate(string SeriesInstanceUid, ImmutableArray<MrStack> Stacks)
{
    /// <summary>True for a scout, on which nobody draws.</summary>
    public bool IsLocalizer => Stacks.All(stack => stack.FaultCode == MrReasons.Localizer);

    /// <summary>The frame of reference of the first image that states one, or empty.</summary>
    public string FrameOfReferenceUid { get; } = Stacks
        .SelectMany(stack => stack.Stack.Images)
        .Select(image => image.FrameOfReferenceUid)
        .FirstOrDefault(uid => uid.Length > 0, string.Empty);
}

/// <summary>Sorts the MR images of a folder into series, and what cannot be a volume's image with the reason.</summary>
internal static class MrCandidates
{
    /// <summary>Finds the series, in the order of their UIDs, and adds what is no image of a volume to the list.</summary>
    public static ImmutableArray<MrCandidate> Find(IReadOnlyCollection<ScannedObject> objects, MrRules rules, List<UnusedObject> notUsed)
    {
        var drawn = objects.Where(o => o.StructureSet is not null).SelectMany(o => o.StructureSet!.ContourFrames).ToHashSet(StringComparer.Ordinal);
        var result = ImmutableArray.CreateBuilder<MrCandidate>();
        foreach (var series in objects
            .Where(o => o.Modality == "MR" && o.StructureSet is null)
            .GroupBy(o => o.SeriesInstanceUid, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var planes = series.SelectMany(o => o.Planes()).Select(plane => (Plane: plane, Why: Reason(plane))).ToList();
            foreach (var left in planes.Where(p => p.Why is not null).GroupBy(p => p.Why!.Value))
            {
                notUsed.Add(new(
                    left.First().Plane.SopInstanceUid,
                    "MR",
                    left.Key.Code,
                    $"MR series {series.Key}: {left.Count()} of {planes.Count} image(s), such as {left.First().Plane.ImageName}, left out: {left.Key.Why}."));
            }

            var images = planes.Where(p => p.Why is null).Select(p => p.Plane).ToList();
            if (images.Count == 0) continue;
            var stacks = MrStack.OfSeries(series.Key, ImageStacks.Split(images), rules);
            result.Add(new(series.Key,
            [
                .. stacks
                    .OrderBy(stack => stack.FaultCode is not null)
                    .ThenByDescending(stack => stack.Stack.Images.Count(image => drawn.Contains(image.ImageName)))
                    .ThenByDescending(stack => stack.Stack.Images.Length)
                    .ThenBy(stack => stack.Stack.StackId, StringComparer.Ordinal),
            ]));
        }

        return result.ToImmutable();
    }

    /// <summary>Why an object of modality MR is no image of a volume; null when it may be one.</summary>
    private static (string Code, string Why)? Reason(ScannedObject image)
    {
        if (image.Image is not { } header) return (MrReasons.NotAnImage, "an object of modality MR that is no image");
        if (header.IsLocalizer) return (MrReasons.Localizer, "a scout view");
        var isEnhanced = image.SopClassUid == DicomUID.EnhancedMRImageStorage.UID || image.SopClassUid == DicomUID.LegacyConvertedEnhancedMRImageStorage.UID;
        if (isEnhanced && image.Frame is null) return (MrReasons.EnhancedMr, "an Enhanced MR image without functional groups by frame");
        if (!isEnhanced && image.SopClassUid != DicomUID.MRImageStorage.UID)
            return (MrReasons.NotAnMrImage, "of modality MR, but of another SOP class than MR Image Storage (a secondary capture or a colour map, for instance)");
        if (header.FaultCode == ReasonCodes.GeometryMissing && header.IsDerived)
            return (ReasonCodes.GeometryMissing, $"a derived image that {header.Fault}");
        return null;
    }
}
