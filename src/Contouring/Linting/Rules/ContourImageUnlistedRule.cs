using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>Contour names an image that the structure set does not list.</summary>
internal sealed class ContourImageUnlistedRule() : LintRule(
    "contour-image-unlisted",
    "Contour names an image that the structure set does not list",
    "Referenced Frame of Reference Sequence lists the images that were drawn on; a contour elsewhere contradicts it.",
    LintSeverity.Warning,
    "DICOM PS3.3 C.8.8.5 and C.8.8.6")
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        var listed = RtStructReferences.Of(set.Dataset).Series.SelectMany(series => series.Images).ToHashSet(StringComparer.Ordinal);
        if (listed.Count == 0) return;
        foreach (var contour in set.Contours)
        {
            if (contour.Images.FirstOrDefault(uid => !listed.Contains(uid)) is { } uid)
                sink.Add(contour.Place.At(DicomTag.ContourImageSequence), $"Image {ShownText.Of(uid)} is not among those of Referenced Frame of Reference Sequence.");
        }
    }
}
