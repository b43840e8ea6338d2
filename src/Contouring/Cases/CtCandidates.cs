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
    public static ImmutableArray<CtCandidate> Find(IEnumerable<ScannedObject> objects, List<UnusedObject> notUsed)
    {
        var usable = new List<ScannedObject>();
        foreach (var image in objects.Where(o => o.Modality == "CT"))
        {
            if (Reason(image) is var (code, why)) notUsed.Add(new(image.SopInstanceUid, "CT", code, $"{image.File}: {why}."));
            else usable.Add(image);
        }

        return
        [
            .. usable.GroupBy(image => image.SeriesInstanceUid, StringComparer.Ordinal)
                .Select(series => new CtCandidate(series.Key, [.. series]))
                .OrderByDescending(series => series.Images.Length)
                .ThenBy(series => series.SeriesInstanceUid, StringComparer.Ordinal),
        ];
    }

    /// <summary>Why an object of Modality CT is no slice of a planning CT; null when it may be one.</summary>
    private static (string Code, string Why)? Reason(ScannedObject image)
    {
        if (image.Image is not { } header) return ("not-an-image", "an object of modality CT that is no image");
        if (header.IsLocalizer) return ("localizer", "a scout view");
        if (image.SopClassUid == DicomUID.EnhancedCTImageStorage.UID) return ("enhanced-ct", "an Enhanced CT image; planning CTs are read as single slices");
        if (image.SopClassUid != DicomUID.CTImageStorage.UID)
            return ("not-a-ct-image", "of modality CT, but of another SOP class than CT Image Storage (a secondary capture, for instance)");
        if (header.FaultCode == ReasonCodes.GeometryMissing && header.IsDerived)
            return (ReasonCodes.GeometryMissing, $"a derived image that {header.Fault}");
        return null;
    }
}
